import type { Place } from '../../base/span.ts';
import { type Address, tcpAddress, unixAddress } from '../address.ts';
import type { SupervisorProgram } from './types.ts';

/** The socket that supervisord opens for an fcgi-program. */
export interface HandedSocket {
  readonly address: Address;
  readonly place: Place;
}

/** The socket of an fcgi-program; undefined for other programs, in a [group:x], and where it is not known. */
export function socketOf({ kind, group, name, section }: SupervisorProgram): HandedSocket | undefined {
  const option = section.options.get('socket');
  if (kind !== 'fcgi-program' || group !== null || !option) return undefined;
  const address = addressOf(option.raw.text.replace(/%\(program_name\)s/g, name));
  return address && { address, place: option.valuePlace };
}

/** `unix:///path` or `tcp://host:port`, as Supervisor's datatypes.py takes them; undefined for anything else. */
function addressOf(text: string): Address | undefined {
  if (text.includes('%')) return undefined;
  const unix = /^unix:\/\/(\/.+)$/.exec(text)?.[1];
  if (unix !== undefined) return unixAddress(unix);
  const tcp = /^tcp:\/\/([^:\s]*):(\d{1,5})$/.exec(text);
  return tcp ? tcpAddress(tcp[1] ?? '', Number(tcp[2])) : undefined;
}
