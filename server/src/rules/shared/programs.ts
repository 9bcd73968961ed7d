import { ifKnown } from '../../base/known.ts';
import { memo } from '../../base/memo.ts';
import type { Place } from '../../base/span.ts';
import type { Deployment, Instance, Program } from '../../model/deployment.ts';
import type { AppServer, Bind, Plain } from '../../model/server/types.ts';
import type { SupervisorInstance, SupervisorProgram } from '../../model/supervisor/types.ts';

/** A program of supervisord whose first instance starts an application server. */
export interface Running {
  readonly program: Program;
  readonly config: SupervisorProgram;
  readonly instance: Instance;
  readonly process: SupervisorInstance;
  readonly server: AppServer;
}

/** The programs of supervisord that start an application server, each once with its first instance. */
export const runningPrograms: (deployment: Deployment) => readonly Running[] = memo(
  ({ programs }: Deployment) =>
    programs.flatMap((program) => {
      const instance = program.instances[0];
      const { config } = program;
      if (!config || !instance?.server || !instance.process) return [];
      return [{ program, config, instance, process: instance.process, server: instance.server }];
    }),
);

/** A setting's value; undefined where it is unknown or the server has none. */
export const settingOf = (server: AppServer, name: string): Plain | undefined =>
  ifKnown(server.settings.get(name));

/** A setting that is a number; undefined for everything else. */
export function numberOf(server: AppServer, name: string): number | undefined {
  const value = settingOf(server, name);
  return typeof value === 'number' ? value : undefined;
}

/** The addresses whose X-Forwarded headers a server takes, joined by commas; undefined where that is not known. */
export function trustedProxies(server: AppServer): string | undefined {
  const value = settingOf(server, 'forwarded_allow_ips');
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : undefined;
}

/** True when the files say it, so that it is no default. */
export function isExplicit(server: AppServer, name: string): boolean {
  const value = server.settings.get(name);
  return value?.known === true && value.from !== 'default';
}

/** Where a setting is written; else where the command stands. */
export const settingPlace = ({ server, config, program }: Running, name: string): Place =>
  server.settings.get(name)?.places[0] ?? config.section.options.get('command')?.valuePlace ?? program.place;

/** The known binds of an instance. */
export const bindsOf = ({ server }: Instance): readonly Bind[] =>
  server ? (ifKnown(server.binds) ?? []) : [];

/** True unless it is known that supervisord does not start it by itself. */
export const startsItself = ({ process }: Instance): boolean => ifKnown(process?.autostart) !== false;

/** The name of an option's section, as a message writes it. */
export const sectionName = ({ section }: SupervisorProgram): string => `[${section.name}]`;

/** The first of some programs in each file, so that advice that fits all of them is given once. */
export function firstInEachFile(programs: readonly Running[]): readonly Running[] {
  const seen = new Set<string>();
  return programs.filter(({ program }) => !seen.has(program.place.uri) && seen.add(program.place.uri));
}
