import type { TextFile } from '../../server/src/base/file.ts';
import { known } from '../../server/src/base/known.ts';
import { mappedVerbatim } from '../../server/src/base/mapped-text.ts';
import { gunicornSettings } from '../../server/src/catalog/gunicorn.ts';
import { readGunicornFile } from '../../server/src/model/gunicorn/read.ts';
import { readServer } from '../../server/src/model/server/read.ts';
import type { AppServer } from '../../server/src/model/server/types.ts';
import { cores } from './gunicorn-compare.ts';
import { type Answer, ask, gunicornVersion } from './gunicorn-oracle.ts';
import type { Difference, MeasuredRow } from './row.ts';

/** Values of every kind that a file may give a setting, as Python. */
const values: readonly string[] = [
  ...[
    'None',
    'True',
    'False',
    '0',
    '1',
    '-1',
    '5',
    '20000',
    '3000000000',
    '1.5',
    "''",
    "'x'",
    "' On '",
    "'true'",
  ],
  ...["'FALSE'", "'auto'", "'127.0.0.1'", "'10.0.0.0/8'", "'10.0.0.1/8'", "'::1, 127.0.0.1'", "'*'", "'h1'"],
  ...["'h3'", "'h1,H1'", "'h9'", "'0x10'", "'010'", "'1_0'", "'a:1'", "'a.b'", "'off'", "'V2'", "'0'", "'1'"],
  ...[
    "'drop'",
    "'REFUSE'",
    "'both'",
    "'poll'",
    "'uvloop'",
    "'fast'",
    "'python '",
    '[]',
    "['a']",
    "['h1']",
    '[1]',
  ],
  ...["('a', 'b')", '{}', "{'a': 'b'}", "{'a'}", "b'x'", 'lambda: 1', 'lambda a: a', 'lambda a, b: a'],
  ...['lambda a, b, c: a', 'lambda a, b, c, d: a', 'lambda *a: a', 'print', 'object()'],
];

/** Files, accounts, paste and what prints instead of starting depend on the machine. */
const leftOut = /^(?:config|chdir|user|group|paste|raw_paste_global_conf|reload_extra_files|print_config)$/;

/** Values that Python's versions print otherwise, or by their place in memory, and tuples, which its format takes apart. */
const isShownOtherwise = /= (?:lambda|print|\()|^reload_engine = [[{]/;

/** Settings that gunicorn keeps as something that is no plain value. */
const isConverted = /^(?:worker_class|statsd_host|ssl_version)$/;

interface Case {
  readonly name: string;
  readonly text: string;
}

const cases = (): readonly Case[] =>
  gunicornSettings()
    .filter(({ name }) => !leftOut.test(name))
    .flatMap(({ name }) => values.map((value) => ({ name, text: `${name} = ${value}\n` })));

/** Asks the installed gunicorn about every setting with values of every kind; undefined without gunicorn. */
export async function everySetting(): Promise<MeasuredRow | undefined> {
  const version = gunicornVersion();
  if (version === undefined) return undefined;
  const all = cases();
  const args = ['-c', 'gunicorn.conf.py', 'm:app'];
  const answers = await ask(
    all.map(({ text }) => ({ op: 'load', files: { 'gunicorn.conf.py': text }, args })),
  );
  const outcomes = all.map((one, i) => compare(one, version, answers[i]));
  const of = (kind: 'differs' | 'unknown'): readonly Difference[] =>
    outcomes.flatMap((outcome) => (outcome?.kind === kind ? [outcome.difference] : []));
  return {
    source: 'gunicorn, every setting with every kind of value',
    version: `gunicorn ${version}`,
    cases: all.length,
    agreed: outcomes.filter((outcome) => outcome === null).length,
    differing: of('differs'),
    unknown: of('unknown'),
  };
}

function serverOf(text: string, version: string): AppServer | null {
  const file: TextFile = { uri: 'test:/gunicorn.conf.py', text, kind: 'gunicorn' };
  return readServer(
    {
      command: known(mappedVerbatim('gunicorn -c gunicorn.conf.py m:app', 'test:/command', 0), 'literal'),
      directory: known('/srv', 'literal'),
      environment: new Map(),
    },
    {
      file: (path) => (path.endsWith('gunicorn.conf.py') ? file : undefined),
      evaluate: (config, assumptions) => readGunicornFile(config, assumptions, version),
      cores,
      coresFrom: 'the test',
      versions: { supervisor: undefined, nginx: undefined, uvicorn: undefined, gunicorn: version },
    },
  );
}

function compare({ name, text }: Case, version: string, answer: Answer | undefined) {
  const server = serverOf(text, version);
  const refusal = server?.problems.find(({ refusedBy }) => refusedBy === 'gunicorn');
  const differs = (ours: string, theirs: string, kind: 'differs' | 'unknown' = 'differs') => ({
    kind,
    difference: { name: text.trim(), ours, theirs },
  });
  if (!answer?.ok) {
    const reason = reasonOf(answer?.error ?? answer?.oracle ?? '');
    if (refusal && (refusal.message.includes(reason) || isShownOtherwise.test(text))) return null;
    return differs(refusal?.message ?? 'taken', reason, refusal ? 'differs' : 'unknown');
  }
  if (refusal) return differs(refusal.message, 'taken');
  const ours = server?.settings.get(name);
  if (!ours?.known || isConverted.test(name) || /^<.*>$/.test(String(ours.value))) return null;
  const [left, right] = [JSON.stringify(ours.value), JSON.stringify(answer.settings?.[name])];
  return left === right || right === undefined ? null : differs(left, right);
}

/** gunicorn's last word without its own name. */
function reasonOf(error: string): string {
  const lines = error.trim().split('\n');
  return (lines[lines.length - 1] ?? '').replace(/^(?:\w+: )?(?:error|Error): /, '');
}
