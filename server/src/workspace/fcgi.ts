import { known } from '../base/known.ts';
import { type Address, tcpAddress, unixAddress } from '../model/address.ts';
import type { AppServer, Bind } from '../model/server/types.ts';
import type { SupervisorProgram } from '../model/supervisor/types.ts';

/**
 * The server of an fcgi-program with the socket that supervisord opens in place of descriptor 0: one address that
 * all instances share. Unchanged for every other server, and in a [group:x], where supervisord opens none.
 */
export function withFcgiSocket(server: AppServer | null, program: SupervisorProgram): AppServer | null {
  if (!server?.binds.known || program.kind !== 'fcgi-program' || program.group !== null) return server;
  const socket = program.section.options.get('socket');
  const address = socket && addressOf(socket.raw.text.replace(/%\(program_name\)s/g, program.name));
  if (!socket || !address) return server;
  const binds = server.binds.value.map((bind): Bind => {
    const isHanded = bind.address?.kind === 'fd' && bind.address.fd === 0;
    return isHanded ? { ...bind, address, place: socket.valuePlace, reusePort: true } : bind;
  });
  return { ...server, binds: known(binds, server.binds.from, server.binds.places, server.binds.assumes) };
}

/** `unix:///path` or `tcp://host:port`, as Supervisor's datatypes.py takes them; undefined for anything else. */
function addressOf(text: string): Address | undefined {
  if (text.includes('%')) return undefined;
  const unix = /^unix:\/\/(\/.+)$/.exec(text)?.[1];
  if (unix !== undefined) return unixAddress(unix);
  const tcp = /^tcp:\/\/([^:\s]*):(\d{1,5})$/.exec(text);
  return tcp ? tcpAddress(tcp[1] ?? '', Number(tcp[2])) : undefined;
}
