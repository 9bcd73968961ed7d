import { memo } from '../../base/memo.ts';
import { sliceOf } from '../../base/span.ts';
import type { Deployment, Instance } from '../../model/deployment.ts';
import type { GunicornFile } from '../../model/gunicorn/types.ts';
import { bindsNothing } from '../../model/link-closed.ts';

/**
 * True when it is certain that no program binds a TCP address beyond those that are known, though the socket of some
 * is not: what their gunicorn files bind begins with `unix:` and ends in a text that is made at run time.
 */
export const bindsSocketsOnly: (deployment: Deployment) => boolean = memo((deployment: Deployment) => {
  const { programs, supervisor } = deployment;
  const instances = programs.flatMap((program) => program.instances);
  const isRead = programs.every(({ numprocs }) => numprocs.known);
  return (
    instances.length > 0 &&
    isRead &&
    supervisor.every(({ complete }) => complete) &&
    instances.every((instance) => isOnSocket(deployment, instance))
  );
});

function isOnSocket({ gunicorn }: Deployment, { server, launch }: Instance): boolean {
  if (!server) return launch.command.known && bindsNothing(launch.command.value.text);
  if (server.binds.known) return server.binds.value.every(({ address }) => address !== undefined);
  const files = server.configFile ? [server.configFile] : gunicorn;
  return server.kind === 'gunicorn' && files.length > 0 && files.every(bindsOneSocket);
}

/** One socket, whose name may be put together: `"unix:/tmp/%s.sock" % name`, in a list or alone. */
function bindsOneSocket({ file, settings }: GunicornFile): boolean {
  const bind = settings.get('bind');
  const text = bind ? sliceOf(file.text, bind.valuePlace.span) : '';
  return /^[[(]?\s*f?["']unix:[^,]*,?\s*[\])]?$/.test(text);
}
