import { applyEdits } from '../../base/edits.ts';
import type { Edit } from '../../base/span.ts';
import { scale as scaleOf } from '../../features/scale/scale.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Finding } from '../../model/finding.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { type Change, diffOf } from '../fix.ts';
import type { Io } from '../io.ts';
import { type Loaded, load } from '../load.ts';
import { usageError } from '../usage.ts';
import { writeChanges } from '../write.ts';

const help = `Usage: scaling-lens scale PROGRAM COUNT [PATH…] [OPTIONS]

Makes PROGRAM of supervisord run COUNT instances, and every nginx upstream that reaches it name exactly those.
Prints the edit as a unified diff.

  --write         apply it, all files or none
  --config FILE   the profile (default: the nearest scaling-lens.ini)

Exit status: 0 done, 2 wrong call, or it cannot be done safely; the reason is on standard error.
`;

const options = { write: { type: 'boolean' }, config: { type: 'string' } } as const;

export const scale: Command = {
  summary: 'run a program in more or fewer instances, nginx included',
  help,
  run: scaleCommand,
};

async function scaleCommand(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments('scale', args, options);
  const [program, count, ...paths] = positionals;
  if (program === undefined || count === undefined || !/^\d{1,4}$/.test(count))
    throw usageError('scale takes a program and a number of instances', 'See `scaling-lens scale --help`.');
  const loaded = await load({ paths, config: values.config }, io);
  const edits = editsOf(loaded, program, Number(count));
  const changes = await changed(loaded, edits);
  if (!values.write) {
    io.out(await diffOf(changes, loaded.shown));
    return 0;
  }
  writeChanges(changes, loaded.shown);
  for (const { uri } of changes) io.error(`scaling-lens: changed ${loaded.shown(uri)}\n`);
  return 0;
}

const cannot = (why: string, next = 'Nothing was changed.') => usageError(why.replace(/\.$/, ''), next);

function editsOf({ service, shown }: Loaded, name: string, count: number): readonly Edit[] {
  const all = service.deployments(service.workspace.snapshot);
  const found = all.filter(({ programs }) => programs.some((one) => one.name === name && one.config));
  const files = [...new Set(found.map((one) => placeOf(one, name)))];
  if (files.length > 1)
    throw cannot(
      `There are several programs '${name}': in ${files.map(shown).join(', ')}`,
      'Name the folder of one.',
    );
  if (found.length === 0) {
    const names = all.flatMap(({ programs }) =>
      programs.filter(({ config }) => config).map((one) => one.name),
    );
    throw cannot(
      `There is no program '${name}' of supervisord`,
      names.length > 0 ? `There is ${[...new Set(names)].join(', ')}.` : 'No supervisord.conf was found.',
    );
  }
  const results = found.map((deployment) => scaleOf(deployment, name, count));
  const edits = new Map<string, Edit>();
  for (const result of results) {
    if (result.kind === 'refused') throw cannot(result.why);
    for (const edit of result.edits) edits.set(JSON.stringify(edit), edit);
  }
  return [...edits.values()];
}

const placeOf = ({ programs }: Deployment, name: string): string =>
  programs.find((one) => one.name === name && one.config)?.place.uri ?? '';

/** The texts after the edits; a usage error when a rule then finds an error or a warning that was not there. */
async function changed({ service }: Loaded, edits: readonly Edit[]): Promise<readonly Change[]> {
  const { workspace } = service;
  const find = (): readonly Finding[] => service.analyse(workspace.snapshot).findings;
  const before = find();
  const changes: Change[] = [];
  for (const uri of [...new Set(edits.map((edit) => edit.uri))].sort()) {
    const file = workspace.file(uri);
    if (!file || file.undecodableAt !== undefined)
      throw cannot('A file with bytes that are no text would change');
    const own = edits.filter((edit) => edit.uri === uri);
    changes.push({ uri, before: file.text, after: applyEdits(file.text, own) });
  }
  for (const { uri, after } of changes) workspace.open(uri, after);
  await workspace.settle();
  const fresh = newTrouble(before, find());
  if (fresh) throw cannot(`After it, ${fresh.rule} would say: ${fresh.message}`);
  return changes;
}

/** The first error or warning of a rule and file that has more of them than before. */
function newTrouble(before: readonly Finding[], after: readonly Finding[]): Finding | undefined {
  const left = new Map<string, number>();
  const key = ({ rule, place }: Finding): string => `${rule} ${place.uri}`;
  const loud = ({ severity }: Finding): boolean => severity === 'error' || severity === 'warning';
  for (const one of before.filter(loud)) left.set(key(one), (left.get(key(one)) ?? 0) + 1);
  return after.filter(loud).find((one) => {
    const rest = left.get(key(one)) ?? 0;
    left.set(key(one), rest - 1);
    return rest <= 0;
  });
}
