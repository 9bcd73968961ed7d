import { ifKnown } from '../../base/known.ts';
import type { Edit } from '../../base/span.ts';
import { setOption } from '../../model/edit/supervisor.ts';
import { fileIn } from '../../rules/edit/lines.ts';
import type { Wanted } from './wanted.ts';

/** numprocs, its start, and a process_name that differs from instance to instance; or why they cannot be written. */
export function programEdits({ deployment, program, count, addressing }: Wanted): readonly Edit[] | string {
  const { config } = program;
  if (!config) return `'${program.name}' is no program of supervisord.`;
  const { name, options } = config.section;
  const numprocs = options.get('numprocs')?.raw.text.trim();
  if (numprocs !== undefined && !/^\d+$/.test(numprocs))
    return `numprocs of '${program.name}' is '${numprocs}', which is no plain number.`;
  const given: (readonly [string, string])[] = [];
  if (Number(numprocs ?? 1) !== count) given.push(['numprocs', String(count)]);
  const { numprocsStart } = addressing;
  if (numprocsStart !== undefined && numprocsStart !== ifKnown(config.numprocsStart))
    given.push(['numprocs_start', String(numprocsStart)]);
  if (count > 1 && !options.get('process_name')?.raw.text.includes('%(process_num)'))
    given.push(['process_name', '%(program_name)s_%(process_num)02d']);
  const edits = given.map(([option, value]) => {
    const file = fileIn(deployment, options.get(option)?.namePlace.uri ?? program.place.uri);
    return file && setOption(file, name, option, value);
  });
  return edits.includes(undefined)
    ? `The section [${name}] cannot be edited.`
    : [...addressing.edits, ...edits.flatMap((edit) => edit ?? [])];
}
