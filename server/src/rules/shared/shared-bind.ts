import { type Address, addressKey } from '../../model/address.ts';
import type { Deployment, Program } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Bind } from '../../model/server/types.ts';
import { fileIn, replace } from '../edit/lines.ts';
import { insertAfterDirective } from '../edit/nginx.ts';
import { bindsOf } from './programs.ts';

/** An address that every instance of a program binds. */
export interface SharedBind {
  readonly program: Program;
  readonly address: Address;
  readonly bind: Bind;
}

/** What the instances of one program bind in common, so that only one of them can have it. */
export function sharedBinds({ programs }: Deployment, kind: 'tcp' | 'unix'): readonly SharedBind[] {
  return programs.flatMap((program) => {
    if (program.config?.kind === 'fcgi-program' || program.instances.length < 2) return [];
    const [first, ...others] = program.instances.map(bindsOf);
    return (first ?? []).flatMap((bind) => {
      const { address } = bind;
      if (address?.kind !== kind || (kind === 'tcp' && bind.reusePort)) return [];
      const key = addressKey(address);
      const isEverywhere = others.every((binds) =>
        binds.some((other) => other.address && addressKey(other.address) === key),
      );
      return isEverywhere ? [{ program, address, bind }] : [];
    });
  });
}

/**
 * Gives each instance an address of its own: rewrites the bind in the command with `written`, and lists all
 * addresses in every upstream that names the shared one. Empty when the bind is not written in the command.
 */
export function separate(
  deployment: Deployment,
  { program, bind, address }: SharedBind,
  written: string,
  addresses: readonly string[],
): readonly Fix[] {
  const command = program.config?.section.options.get('command');
  const place = bind.place;
  const file = place && fileIn(deployment, place.uri);
  if (!command || !file || place.uri !== command.valuePlace.uri) return [];
  if (place.span.start < command.valuePlace.span.start || place.span.end > command.valuePlace.span.end)
    return [];
  if (/%/.test(file.text.slice(place.span.start, place.span.end))) return [];
  const edits = deployment.upstreams.flatMap(({ servers }) =>
    servers
      .filter(({ boundBy }) =>
        boundBy.some((reach) => reach.program === program && reach.bind.address === address),
      )
      .flatMap(({ server }) => {
        const own = fileIn(deployment, server.directive.place.uri);
        const after = own?.text.slice(server.addressPlace.span.end, server.directive.place.span.end) ?? ';';
        const lines = addresses.slice(1).map((one) => `server ${one}${after}`);
        const added = insertAfterDirective(deployment, server.directive, ...lines);
        const first = addresses[0];
        return first && added ? [replace(server.addressPlace, first), added] : [];
      }),
  );
  const title =
    edits.length > 0
      ? 'Give each instance its own address, in nginx too'
      : 'Give each instance its own address';
  return [{ title, safe: false, edits: [replace(place, written), ...edits] }];
}
