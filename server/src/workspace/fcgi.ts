import { known } from '../base/known.ts';
import type { AppServer, Bind } from '../model/server/types.ts';
import { socketOf } from '../model/supervisor/fcgi-socket.ts';
import type { SupervisorProgram } from '../model/supervisor/types.ts';

/**
 * The server of an fcgi-program with the socket that supervisord opens in place of descriptor 0: one address that
 * all instances share. Unchanged for every other server, and in a [group:x], where supervisord opens none.
 */
export function withFcgiSocket(server: AppServer | null, program: SupervisorProgram): AppServer | null {
  const socket = server?.binds.known ? socketOf(program) : undefined;
  if (!server?.binds.known || !socket) return server;
  const { address, place } = socket;
  const binds = server.binds.value.map((bind): Bind => {
    const isHanded = bind.address?.kind === 'fd' && bind.address.fd === 0;
    return isHanded ? { ...bind, address, place, reusePort: true } : bind;
  });
  return { ...server, binds: known(binds, server.binds.from, server.binds.places, server.binds.assumes) };
}
