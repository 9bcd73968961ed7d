import type { TextFile } from '../../base/file.ts';
import type { Value } from '../../base/known.ts';
import type { Deployment, Instance, Program } from '../../model/deployment.ts';
import type { AppServer } from '../../model/server/types.ts';
import type {
  SupervisorConfig,
  SupervisorInstance,
  SupervisorSection,
} from '../../model/supervisor/types.ts';

/** A section of supervisord.conf as a deployment reads it. */
export interface SectionReading {
  readonly deployment: Deployment;
  readonly config: SupervisorConfig;
  readonly section: SupervisorSection;
  /** The program it defines; undefined for other sections. */
  readonly program: Program | undefined;
}

/** How the first deployment that has the section of a file reads it; undefined where none does. */
export function sectionReading(
  deployments: readonly Deployment[],
  file: TextFile,
  name: string,
): SectionReading | undefined {
  for (const deployment of deployments) {
    for (const config of deployment.supervisor) {
      if (!config.files.includes(file)) continue;
      const section = config.sections.find((candidate) => candidate.name === name);
      if (section) return { deployment, config, section, program: programOf(deployment, section) };
    }
  }
  return undefined;
}

const programOf = ({ programs }: Deployment, section: SupervisorSection): Program | undefined =>
  programs.find(({ config }) => config?.section === section || config?.section.name === section.name);

/** Options whose value the model keeps under a name of its own. */
const ownFields: Readonly<Record<string, (process: SupervisorInstance) => Value<unknown>>> = {
  command: ({ command }) => (command.known ? { ...command, value: command.value.text } : command),
  directory: ({ directory }) => directory,
  user: ({ user }) => user,
  autostart: ({ autostart }) => autostart,
  startsecs: ({ startsecs }) => startsecs,
  stopsignal: ({ stopsignal }) => stopsignal,
  stopwaitsecs: ({ stopwaitsecs }) => stopwaitsecs,
  stdout_logfile: ({ stdoutLogfile }) => stdoutLogfile,
  stderr_logfile: ({ stderrLogfile }) => stderrLogfile,
  process_name: ({ name }) => ({ known: true, value: name, from: 'config file', places: [] }),
};

/** What an option came to in each process of a program; empty where the processes are not known. */
export const optionValues = (program: Program, option: string): readonly Value<unknown>[] =>
  program.instances.flatMap(({ process }) => {
    const value = process && (ownFields[option]?.(process) ?? process.values.get(option));
    return value ? [value] : [];
  });

/** The application servers of a program, one for each instance. */
export const serversOf = ({ instances }: Pick<Program, 'instances'>): readonly AppServer[] =>
  instances.flatMap(({ server }) => server ?? []);

/** A program and those of its servers that read a gunicorn file. */
export interface Reader {
  readonly deployment: Deployment;
  readonly program: Program;
  readonly instances: readonly (Instance & { readonly server: AppServer })[];
}

/** The programs of some deployments that read a gunicorn file, in the order of the programs. */
export const readersOf = (deployments: readonly Deployment[], file: TextFile): readonly Reader[] =>
  deployments.flatMap((deployment) =>
    deployment.programs.flatMap((program) => {
      const instances = program.instances.filter((instance): instance is Reader['instances'][number] =>
        isReader(instance, file),
      );
      return instances.length > 0 ? [{ deployment, program, instances }] : [];
    }),
  );

const isReader = ({ server }: Instance, file: TextFile): boolean => server?.configFile?.file === file;
