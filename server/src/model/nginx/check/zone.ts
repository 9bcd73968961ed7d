import { refuse, refuseValue } from '../say.ts';
import type { Call, Zone } from '../state.ts';
import type { NginxWord } from '../types.ts';

/** Bytes of the smallest zone nginx accepts: eight pages of 4096 bytes, as nearly every machine has them. */
export const smallestZone = 32768n;

/** A zone that a directive defines or uses; a size of 0 only uses it. */
export interface ZoneUse {
  readonly name: string;
  readonly size: bigint;
  /** Zones of different uses may not share a name. */
  readonly use: string;
  readonly word: NginxWord | undefined;
}

/** The zone of a name (`ngx_shared_memory_add`); undefined when nginx refuses it, which is said then. */
export function takeZone(call: Call, { name, size, use, word }: ZoneUse): Zone | undefined {
  const { zones } = call.run.http;
  const known = zones.get(name);
  if (!known) {
    const zone: Zone = { use, size, data: null, call, word };
    zones.set(name, zone);
    return zone;
  }
  const place = known.word?.place ?? known.call.directive.namePlace;
  const related = [{ place, message: `The zone "${name}" is named here first` }];
  if (known.use !== use) {
    const said = `the shared memory zone "${name}" is already declared for a different use`;
    refuse(call, { code: 'nginx/invalid-value', said, at: word, related, advice: 'Choose another name.' });
    return undefined;
  }
  if (known.size === 0n) known.size = size;
  if (size === 0n || size === known.size) return known;
  const conflict = `conflicts with already declared size ${known.size}`;
  const said = `the size ${size} of shared memory zone "${name}" ${conflict}`;
  refuse(call, { code: 'nginx/invalid-value', said, at: word, related });
  return undefined;
}

/** Zones that a whole configuration uses and nobody gives a size (`ngx_init_zone_pool` is never reached). */
export function checkZones(zones: ReadonlyMap<string, Zone>): void {
  for (const [name, { size, call, word }] of zones) {
    if (size !== 0n) continue;
    const said = `zero size shared memory zone "${name}"`;
    refuse(call, { code: 'nginx/undefined-name', said, at: word, advice: 'Define the zone.', line: null });
  }
}

/** `zone=NAME:SIZE` and `keys_zone=NAME:SIZE`, taken apart at the first colon. */
export function splitZone(value: string): { readonly name: string; readonly size: string } | undefined {
  const colon = value.indexOf(':');
  return colon === -1 ? undefined : { name: value.slice(0, colon), size: value.slice(colon + 1) };
}

/** Says that a value of a zone is wrong; the word stands as it is in nginx's message. */
export function refuseZone(call: Call, said: string, word: NginxWord): undefined {
  refuseValue(call, `${said} "${word.text}"`, word);
  return undefined;
}
