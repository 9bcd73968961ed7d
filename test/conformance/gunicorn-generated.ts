import fc from 'fast-check';
import { compareProgram, cores, environment } from './gunicorn-compare.ts';
import { flatProgram, looseProgram } from './gunicorn-expressions.ts';
import { type Answer, ask, pythonVersion } from './gunicorn-oracle.ts';
import { program, uncertain } from './gunicorn-programs.ts';
import type { MeasuredRow } from './row.ts';
import { sample, scaled, seedOr } from './runs.ts';

/** One kind of generated programs. */
interface Kind {
  readonly source: string;
  /** As many as are usual. */
  readonly count: number;
  readonly seed: number;
  readonly text: fc.Arbitrary<string>;
  /** Names that have a value before the program runs, of which we do not know the value. */
  readonly given?: (index: number) => Readonly<Record<string, unknown>>;
}

const flags = [
  [true, false, true, false, true],
  [false, true, false, false, true],
  [true, true, true, true, false],
  [false, false, false, true, false],
];
const numbers = [[], [7], [1, 2, 3], [3, 3]];

const kinds: readonly Kind[] = [
  { source: 'operators', count: 3000, seed: 1, text: flatProgram },
  { source: 'expressions', count: 2500, seed: 5, text: looseProgram },
  { source: 'programs', count: 900, seed: 51, text: program },
  {
    // Conditions that cannot be told: what is known must hold whichever way they go.
    source: 'open conditions',
    count: 900,
    seed: 42,
    text: program.map(uncertain),
    given: (index) => ({ U: flags[index % 4], V: numbers[(index >> 2) % 4] }),
  },
];

export type ProgramSource = 'operators' | 'expressions' | 'programs' | 'open conditions';

/**
 * Asks Python about the values of all names of generated programs; undefined without Python. The cases are the
 * names that were compared.
 */
export async function generatedPrograms(source: ProgramSource): Promise<MeasuredRow | undefined> {
  const kind = kinds.find((one) => one.source === source);
  const version = pythonVersion();
  if (!kind || version === undefined) return undefined;
  const { text, count, seed, given } = kind;
  const texts = fc
    .sample(text, { numRuns: scaled(count), seed: seedOr(seed) })
    // Longer ones take long and show nothing more.
    .filter((one) => one.length < 5_000);
  const answers = await ask(
    texts.map((one, index) => ({
      op: 'evaluate',
      text: one,
      env: environment,
      cpus: cores,
      given: given?.(index) ?? {},
    })),
  );
  return measured(
    { source: `gunicorn, ${source} at random`, version: `Python ${version}` },
    texts,
    answers,
    given ? 'from elsewhere import U, V\n' : '',
  );
}

function measured(
  row: Pick<MeasuredRow, 'source' | 'version'>,
  texts: readonly string[],
  answers: readonly Answer[],
  prefix: string,
): MeasuredRow {
  const results = texts.map((text, index) => ({
    text,
    ...compareProgram(prefix + text, answers[index] ?? { ok: false }),
  }));
  const cases = results.reduce((sum, { names }) => sum + names, 0);
  const differing = results.flatMap(({ text, wrong }) =>
    wrong === undefined ? [] : [{ name: text, ours: wrong, theirs: 'otherwise' }],
  );
  const unknown = results.flatMap(({ text, unknown: names }) =>
    names.map((name) => ({ name: text, ours: `${name} is unknown`, theirs: 'a value' })),
  );
  const agreed = cases - unknown.length - differing.length;
  return { ...row, cases, agreed, differing, unknown, generated: sample };
}

export const programSources: readonly ProgramSource[] = [
  'operators',
  'expressions',
  'programs',
  'open conditions',
];
