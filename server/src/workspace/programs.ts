import { memo } from '../base/memo.ts';
import type { Instance, Program } from '../model/deployment.ts';
import type { Ask } from '../model/link-lookup.ts';
import type { AppServer, Launch } from '../model/server/types.ts';
import type { SupervisorConfig, SupervisorInstance, SupervisorProgram } from '../model/supervisor/types.ts';
import { withFcgiSocket } from './fcgi.ts';
import type { Machine } from './profiles.ts';
import { withServers } from './servers.ts';

/** The programs of a supervisord, each instance with the application server that its command starts. */
export const programsOf = (config: SupervisorConfig, ask: Ask, machine: Machine): readonly Program[] =>
  withServers(config, config.main, ask, machine, (read) =>
    config.programs.map((program) =>
      programOf(
        config,
        program,
        program.instances.map((process) => read(launchOf(process))),
      ),
    ),
  );

function programOf(
  config: SupervisorConfig,
  program: SupervisorProgram,
  servers: readonly (AppServer | null)[],
): Program {
  return {
    manager: 'supervisor',
    name: program.name,
    config: program,
    place: program.section.headers[0] ?? { uri: config.main.uri, span: { start: 0, end: 0 } },
    numprocs: program.numprocs,
    instances: program.instances.map(
      (process, i): Instance => ({
        name: process.name,
        program: program.name,
        process,
        launch: launchOf(process),
        server: withFcgiSocket(servers[i] ?? null, program),
      }),
    ),
  };
}

const launchOf: (process: SupervisorInstance) => Launch = memo(
  ({ command, directory, environment }: SupervisorInstance) => ({ command, directory, environment }),
);

/** Uris of the files that programs are started with: scripts on the way to the server, and gunicorn's own file. */
export function filesUsedBy(programs: readonly Program[]): readonly string[] {
  const uris = new Set<string>();
  for (const { instances } of programs) {
    for (const { server } of instances) {
      for (const { place } of server?.words ?? []) if (place) uris.add(place.uri);
      if (server?.configPath?.file) uris.add(server.configPath.file.uri);
    }
  }
  return [...uris];
}
