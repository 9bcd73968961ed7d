import fc from 'fast-check';
import { known } from '../../server/src/base/known.ts';
import { mappedVerbatim } from '../../server/src/base/mapped-text.ts';
import { gunicornFlags } from '../../server/src/catalog/gunicorn.ts';
import { readGunicornFile } from '../../server/src/model/gunicorn/read.ts';
import { readServer } from '../../server/src/model/server/read.ts';
import type { AppServer } from '../../server/src/model/server/types.ts';
import { cores } from './gunicorn-compare.ts';
import { type Answer, ask, gunicornVersion, pythonVersion } from './gunicorn-oracle.ts';
import type { Difference, MeasuredRow } from './row.ts';
import { sample, scaled, seedOr } from './runs.ts';

/** Files, accounts and the help are left out. */
const unsettable = /chdir|user|group|config|paste|print_config|reload_extra/;

const settable = gunicornFlags().filter(({ setting }) => setting && !unsettable.test(setting.name));
const flag = fc.constantFrom(...settable.map(({ flag: text }) => text));
const value = fc.constantFrom(
  '2',
  '0',
  '-1',
  '1.5',
  'x',
  '127.0.0.1:80',
  'unix:/run/a.sock',
  '007',
  '0x1f',
  'A=1',
  '',
  ' 4 ',
  'true',
  '-x',
  '--',
  'm:app',
  'gevent',
  '4_0',
);
const word = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(flag, value).map(([text, given]) => [text, given]) },
  { weight: 2, arbitrary: fc.tuple(flag, value).map(([text, given]) => [`${text}=${given}`]) },
  { weight: 2, arbitrary: flag.map((text) => [text]) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(flag, fc.integer({ min: 3, max: 9 }), value)
      .map(([text, length, given]) => [text.slice(0, length), given]),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('-w', '-b', '-D', '-R', '-t', '-k', '-m', '-e', '-DR', '-Dw', '-x'), value)
      .map(([text, given]) => [text + given]),
  },
  { weight: 2, arbitrary: fc.constantFrom(['m:app'], ['--'], ['extra'], ['-w', '3'], ['--bind', 'a:1']) },
);
const line = fc.array(word, { maxLength: 4 }).map((words) => ['m:app', ...words.flat()]);
const late = fc.array(word, { maxLength: 4 }).map((words) => [...words.flat(), 'm:app']);

const quote = (text: string): string => `'${text}'`;

/** The gunicorn that a command line of these words starts. */
function serverOf(words: readonly string[], version: string): AppServer | null {
  return readServer(
    {
      command: known(mappedVerbatim(`gunicorn ${words.map(quote).join(' ')}`, 'test:/command', 0), 'literal'),
      directory: known('/srv', 'literal'),
      environment: new Map(),
    },
    {
      file: () => undefined,
      evaluate: (file, assumptions) => readGunicornFile(file, assumptions, version),
      cores,
      coresFrom: 'the test',
      versions: { supervisor: undefined, nginx: undefined, uvicorn: undefined, gunicorn: version },
    },
  );
}

/**
 * Left out: a flag that Debian added, the help, TLS versions (Python's library has its own), abbreviations of which newer Pythons take more, files and accounts of the
 * machine, and `--` glued to a flag, which Python 3.11 mistakes.
 */
const leftOut = /^--to|^--statsd-h|^--ss|^--h(?:el?p?)?$|^--pa|^--ce|^--ke|^--ca|^--co|^-[hv]|.--$/;

/** Asks the installed gunicorn about generated command lines; undefined without gunicorn. */
export async function generatedCommandLines(): Promise<MeasuredRow | undefined> {
  const version = gunicornVersion();
  if (version === undefined) return undefined;
  const lines = fc
    .sample(fc.oneof(line, late), { numRuns: scaled(1500), seed: seedOr(3) })
    .filter((words) => !words.some((text) => leftOut.test(text)));
  const answers = await ask(lines.map((args) => ({ op: 'load', files: {}, args })));
  const outcomes = lines.map((words, index) => compareLine(words, version, answers[index]));
  const differing = outcomes.flatMap((outcome) => outcome ?? []);
  return {
    source: 'gunicorn, command lines at random',
    version: `gunicorn ${version}`,
    cases: lines.length,
    agreed: lines.length - differing.length,
    differing,
    unknown: [],
    generated: sample,
  };
}

function compareLine(
  words: readonly string[],
  version: string,
  answer: Answer | undefined,
): Difference | null {
  const name = words.map(quote).join(' ');
  const server = serverOf(words, version);
  const refusals = server?.problems.filter(({ refusedBy }) => refusedBy === 'gunicorn') ?? [];
  const [refusal] = refusals;
  if (!answer?.ok) {
    const reason = reasonOf(answer?.error ?? '');
    const isSaid = refusals.some(({ message }) => message.includes(reason));
    const agrees =
      /^No such (?:user|group)/.test(reason) || isSaid || areOfArgparse(refusal?.message, reason);
    return agrees ? null : { name, ours: refusal?.message ?? 'taken', theirs: reason };
  }
  if (refusal || !server) return { name, ours: refusal?.message ?? 'no server', theirs: 'taken' };
  const wrong = [...server.settings].find(([setting, value]) => {
    if (!value.known || setting === 'worker_class' || value.from === 'default') return false;
    return JSON.stringify(value.value) !== JSON.stringify(answer.settings?.[setting]);
  });
  return wrong
    ? { name, ours: JSON.stringify(wrong), theirs: JSON.stringify(answer.settings?.[wrong[0]]) }
    : null;
}

/** From 3.12 on argparse finds what is wrong in another order than 3.11, whose words ours are. */
const areOfArgparse = (ours: string | undefined, theirs: string): boolean =>
  pythonVersion() !== '3.11' &&
  /gunicorn exits: '/.test(ours ?? '') &&
  /^(?:argument |unrecognized arguments|ambiguous option)/.test(theirs);

/** gunicorn's last word without its own name. */
function reasonOf(error: string): string {
  const lines = error.split('\n').filter((text) => /error: |Error: /i.test(text));
  return (lines[lines.length - 1] ?? '').replace(/^(?:gunicorn: error|Error): /, '');
}
