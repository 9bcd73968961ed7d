import { serverManual, serverOptionDoc } from '../../../catalog/docs/servers.ts';
import { gunicornSettings } from '../../../catalog/gunicorn.ts';
import type { ServerKind, ServerOption } from '../../../catalog/servers.ts';
import type { Card } from '../card.ts';
import { code } from '../markdown.ts';
import { gunicornCard } from './gunicorn.ts';

/** The setting of gunicorn that an option of its command line sets; undefined for other servers. */
export const settingOfFlag = ({ server, flags }: ServerOption): string | undefined =>
  server === 'gunicorn'
    ? gunicornSettings().find((setting) => setting.flags[0] === flags[0])?.name
    : undefined;

/** What the catalogue knows of a flag of a server's command line. */
export function flagCard(option: ServerOption): Card {
  const setting = settingOfFlag(option);
  const card = setting === undefined ? undefined : gunicornCard(setting);
  if (card) return card;
  const doc = serverOptionDoc(option);
  return {
    meaning: doc?.text ?? (option.role === 'other' ? undefined : `Of ${option.server}: ${option.role}.`),
    facts: [
      ...(option.value === 'none' ? ['a switch'] : []),
      ...defaultWords(option),
      ...(option.flags.length > 1 ? [option.flags.map(code).join(' ')] : []),
      ...(option.env.length > 0 ? [`variable ${option.env.map(code).join(', ')}`] : []),
    ],
    manual: doc?.link ?? serverManual(option.server),
  };
}

function defaultWords({ default: standard, value: takes }: ServerOption): string[] {
  if (standard.kind === 'computed' || takes === 'none') return [];
  const { value } = standard;
  if (value === null || (Array.isArray(value) && value.length === 0)) return [];
  return [`default ${code(Array.isArray(value) ? value.join(', ') : String(value))}`];
}

/** What each application server is. */
const serverTexts: Readonly<Record<ServerKind, string>> = {
  gunicorn: 'A WSGI server: one master and `workers` processes that share its sockets.',
  uvicorn: 'An ASGI server: an event loop in each worker process; one process unless `--workers` says more.',
  hypercorn: 'An ASGI server that speaks HTTP/2 and HTTP/3: an event loop in each worker process.',
  daphne: 'The ASGI server of Django Channels: always one process, so more cores need more instances.',
  granian: 'A server in Rust for ASGI, RSGI and WSGI applications.',
  waitress: 'A WSGI server of one process with `--threads` threads; more cores need more instances.',
  uwsgi: 'A WSGI server of `--processes` processes with `--threads` threads each.',
};

/** What an application server is. */
export const serverCard = (kind: ServerKind): Card => ({
  meaning: serverTexts[kind],
  facts: [],
  manual: serverManual(kind),
});
