import { memoOf } from '../base/memo.ts';
import type { Instance, Program } from '../model/deployment.ts';
import type { Ask } from '../model/link-lookup.ts';
import type { SupervisorConfig, SupervisorInstance, SupervisorProgram } from '../model/supervisor/types.ts';
import type { Machine } from './profiles.ts';

const remembered = memoOf<SupervisorProgram, Program>();

/** The programs of a supervisord, each instance with the application server that its command starts. */
export function programsOf(config: SupervisorConfig, ask: Ask, machine: Machine): readonly Program[] {
  return config.programs.map((program) => {
    const instances = program.instances.map((process) => instanceOf(config, program, process, ask, machine));
    const servers = instances.map(({ server }) => server);
    return remembered(program, servers, () => ({
      manager: 'supervisor',
      name: program.name,
      config: program,
      place: program.section.headers[0] ?? { uri: config.main.uri, span: { start: 0, end: 0 } },
      numprocs: program.numprocs,
      instances,
    }));
  });
}

const instanceOf = (
  _config: SupervisorConfig,
  program: SupervisorProgram,
  process: SupervisorInstance,
  _ask: Ask,
  _machine: Machine,
): Instance => ({ name: process.name, program: program.name, process, server: null });
