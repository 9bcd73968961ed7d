import type { NginxRoute, NginxServer } from '../../model/nginx/types.ts';

/** A route as one calls it: `shop.example /api/`. */
export const routeName = ({ server, location }: NginxRoute): string =>
  [serverName(server), location ?? ''].filter((part) => part !== '').join(' ');

/** The first name of a server, else where it listens. */
function serverName(server: NginxServer | null): string {
  const name = server?.serverNames.find(({ text }) => text !== '' && text !== '_')?.text;
  return name ?? server?.listens[0]?.text ?? 'server';
}
