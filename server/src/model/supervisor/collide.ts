import type { Place } from '../../base/span.ts';
import type { LoadedGroup, LoadedProgram } from './groups.ts';
import { type Loader, note } from './loader.ts';

/**
 * Notes processes of one group that have one name: supervisord keeps them in a table by name, so the later one
 * hides the earlier one, which is never started. It says nothing.
 */
export function noteCollisions(loader: Loader, groups: readonly LoadedGroup[]): void {
  for (const group of groups) {
    const owners = new Map<string, LoadedProgram>();
    for (const [index, program] of group.members.entries())
      noteCollision(loader, group, program, owners, group.programs[index]?.place);
  }
}

function noteCollision(
  loader: Loader,
  group: LoadedGroup,
  program: LoadedProgram,
  owners: Map<string, LoadedProgram>,
  listed: Place | undefined,
): void {
  for (const { name, hasKnownName } of program.instances) {
    const owner = owners.get(name);
    if (!hasKnownName) continue;
    owners.set(name, program);
    if (owner && !isRefused(owner, program)) noteOne(loader, group, name, owner, program, listed);
  }
}

/** Several processes without their number in the name: supervisord refuses them, so there is nothing to hide. */
const isRefused = (owner: LoadedProgram, program: LoadedProgram): boolean =>
  owner === program && !program.section.options.get('process_name')?.raw.text.includes('%(process_num)');

function noteOne(
  loader: Loader,
  group: LoadedGroup,
  name: string,
  owner: LoadedProgram,
  program: LoadedProgram,
  listed: Place | undefined,
): void {
  const isListedTwice = owner !== program && owner.section.name === program.section.name;
  const own = program.section.options.get('process_name')?.valuePlace ?? program.section.headers[0];
  const place = isListedTwice ? listed : own;
  const other = owner.section.options.get('process_name')?.valuePlace ?? owner.section.headers[0];
  if (!place) return;
  const related =
    owner !== program && other && !isListedTwice
      ? [{ place: other, message: `'${owner.name}' has it as well.` }]
      : [];
  const who =
    owner === program
      ? `Two processes of '${program.name}' are`
      : isListedTwice
        ? `'${program.name}' is listed twice, so two processes are`
        : `A process of '${owner.name}' and one of '${program.name}' are`;
  note(loader, {
    code: 'supervisor/group-process-name-collision',
    message: `${who} named '${name}' in group '${group.name}'; supervisord starts only the last one. Give each a name of its own, such as %(program_name)s_%(process_num)02d.`,
    place,
    related,
    refusedBy: null,
    data: { name, group: group.name, section: program.section.name },
  });
}
