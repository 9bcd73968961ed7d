import { memo, memoOf } from '../base/memo.ts';
import type { Starter } from './manager.ts';
import { distance, type Site } from './project.ts';

/**
 * Starters with the gunicorn files that they very likely start, though they cannot be followed there: the command
 * is a template's, or the path after `-c` is not at hand. The one such file that is nearest goes to the one such
 * supervisord that is nearest; what is left stays on its own.
 */
export function attached(starters: readonly Starter[], files: readonly Starter[]): readonly Starter[] {
  const open = starters.filter(lacksFile);
  if (open.length === 0 || files.length === 0) return [...starters, ...files];
  const taken = new Map<Starter, Starter>();
  for (const file of files) {
    const starter = nearestFitting(file, open);
    if (starter && nearestFitting(starter, files) === file) taken.set(starter, file);
  }
  const given = new Set(taken.values());
  return [
    ...starters.map((starter) => {
      const file = taken.get(starter);
      return file ? joined(starter, file) : starter;
    }),
    ...files.filter((file) => !given.has(file)),
  ];
}

/** True for a supervisord that starts gunicorn by a command or with a file that is not understood. */
const lacksFile: (starter: Starter) => boolean = memo(
  ({ kind, programs }: Starter) =>
    kind === 'supervisor' &&
    programs.some(({ config, instances }) => {
      const command = config?.section.options.get('command')?.raw.text ?? '';
      const isUnread = instances.length === 0 || instances.some(({ launch }) => !launch.command.known);
      const isMissing = instances.some(({ server }) => server?.configPath && !server.configPath.file);
      return isMissing || (isUnread && /gunicorn/.test(command));
    }),
);

/** The one that is nearest of those in the same project, environment and way of deploying. */
function nearestFitting(one: Starter, others: readonly Starter[]): Starter | undefined {
  const fitting = others.filter((other) => other.profile === one.profile && isSameKind(one.site, other.site));
  const steps = fitting.map((other) => distance(one.site, other.site));
  const fewest = Math.min(...steps);
  const closest = fitting.filter((_, i) => steps[i] === fewest);
  return closest.length === 1 ? closest[0] : undefined;
}

const isSameKind = (a: Site, b: Site): boolean =>
  a.project === b.project && a.environment === b.environment && a.way === b.way;

const remembered = memoOf<Starter, Starter>();

const joined = (starter: Starter, file: Starter): Starter =>
  remembered(starter, [file], () => ({
    ...starter,
    programs: [...starter.programs, ...file.programs],
    files: [...starter.files, ...file.files],
    binds: [...starter.binds, ...file.binds],
    marks: [...starter.marks, ...file.marks],
  }));
