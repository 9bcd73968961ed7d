import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TextFile } from '../../server/src/base/file.ts';
import { ifKnown, known, type Value } from '../../server/src/base/known.ts';
import { mappedVerbatim } from '../../server/src/base/mapped-text.ts';
import { gunicornSetting } from '../../server/src/catalog/gunicorn.ts';
import type { Address } from '../../server/src/model/address.ts';
import { tcpAddress, unixAddress } from '../../server/src/model/address.ts';
import { readGunicornFile } from '../../server/src/model/gunicorn/read.ts';
import type { Assumptions } from '../../server/src/model/gunicorn/types.ts';
import { validate } from '../../server/src/model/gunicorn/validate.ts';
import type { Problem } from '../../server/src/model/problem.ts';
import { readServer } from '../../server/src/model/server/read.ts';
import type { AppServer, Plain } from '../../server/src/model/server/types.ts';
import { parsePython } from '../../server/src/syntax/gunicorn/parse.ts';
import { decodeUtf8 } from '../../server/src/workspace/decode.ts';
import { generatedCommandLines } from './gunicorn-command-lines.ts';
import { generatedPrograms, programSources } from './gunicorn-generated.ts';
import { everySetting } from './gunicorn-settings.ts';
import { type ConformanceRow, type Difference, type MeasuredRow, rowOf } from './row.ts';

/** Recorded verdicts and configurations beside the checkout; absent in a plain clone. */
export const shared = fileURLToPath(new URL('../../../shared', import.meta.url));

export const sharedIsHere = (): boolean => existsSync(`${shared}/cases/gunicorn-cases.json`);

/** How often we and gunicorn say the same of the recorded cases and of the corpus; empty without them. */
export function gunicornRows(): readonly MeasuredRow[] {
  if (!sharedIsHere()) return [];
  return [caseRow('20.1.0'), caseRow('26.1.0'), corpusFiles(), corpusSettings()];
}

/** The rows as `npm run conformance` shows them, with what is generated where Python and gunicorn are installed. */
export async function conformGunicorn(): Promise<readonly ConformanceRow[]> {
  const rows: (MeasuredRow | undefined)[] = [...gunicornRows()];
  for (const source of programSources) rows.push(await generatedPrograms(source));
  rows.push(await generatedCommandLines(), await everySetting());
  return rows.flatMap((row) => (row ? [rowOf(row)] : []));
}

/** What comparing one case came to: null where we agree. */
type Outcome = { readonly kind: 'differs' | 'unknown'; readonly difference: Difference } | null;

function measured(source: string, version: string, outcomes: readonly Outcome[]): MeasuredRow {
  const of = (kind: 'differs' | 'unknown'): Difference[] =>
    outcomes.flatMap((outcome) => (outcome?.kind === kind ? [outcome.difference] : []));
  const agreed = outcomes.filter((outcome) => outcome === null).length;
  return {
    source,
    version: `gunicorn ${version}`,
    cases: outcomes.length,
    agreed,
    differing: of('differs'),
    unknown: of('unknown'),
  };
}

interface Verdict {
  readonly ok: boolean;
  readonly error?: string;
  readonly app?: string | null;
  readonly settings?: Readonly<Record<string, Plain>>;
  readonly effective?: {
    readonly address?: readonly (string | number | readonly [string, number])[];
    readonly address_error?: string;
    readonly max_simultaneous_requests?: number | null;
    readonly worker_class?: string;
  };
}

interface Case {
  readonly conf?: string;
  readonly args: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly 'v26.1.0': Verdict;
  readonly 'v20.1.0'?: Verdict;
}

const folder = '/case';

/** A recorded version is left out where it says the same as the newest. */
function caseRow(version: '20.1.0' | '26.1.0'): MeasuredRow {
  const cases: Record<string, Case> = JSON.parse(readFileSync(`${shared}/cases/gunicorn-cases.json`, 'utf8'));
  const outcomes = Object.entries(cases).map(([name, one]) => {
    const verdict = (version === '20.1.0' ? one['v20.1.0'] : undefined) ?? one['v26.1.0'];
    return compareCase(
      name,
      serverOf(one, version),
      JSON.parse(JSON.stringify(verdict).replaceAll('<DIR>', folder)),
    );
  });
  return measured('gunicorn cases', version, outcomes);
}

function serverOf(one: Case, version: string): AppServer | null {
  const texts = new Map(Object.entries(one.files ?? {}));
  if (one.conf !== undefined) texts.set('conf.py', one.conf);
  const at = [{ uri: 'case:/environment', span: { start: 0, end: 1 } }];
  const environment = new Map(
    Object.entries(one.env ?? {}).map(([name, text]) => [name, known(text, 'literal', at)]),
  );
  return readServer(
    {
      command: known(mappedVerbatim(`gunicorn ${one.args}`, 'case:/command', 0), 'literal'),
      directory: known(folder, 'literal'),
      environment,
    },
    {
      file: (path): TextFile | undefined => {
        const name = path.replace(/^(?:\/case\/|\.\/)/, '');
        const text = texts.get(name);
        return text === undefined ? undefined : { uri: `case:/${name}`, text, kind: 'gunicorn' };
      },
      evaluate: (file, assumptions) => readGunicornFile(file, assumptions, version),
      cores: 2,
      coresFrom: 'the case',
      versions: { supervisor: undefined, nginx: undefined, uvicorn: undefined, gunicorn: version },
    },
  );
}

function compareCase(name: string, server: AppServer | null, verdict: Verdict): Outcome {
  if (!server) return differs(name, 'no server', 'a server');
  const refusal = server.problems.find(({ refusedBy }) => refusedBy === 'gunicorn');
  if (!verdict.ok) return compareRefusal(name, refusal, verdict.error ?? '');
  if (refusal) return differs(name, refusal.message, 'accepted');
  return compareSettings(name, server, verdict.settings ?? {}) ?? compareEffect(name, server, verdict);
}

const differs = (name: string, ours: string, theirs: string): Outcome => ({
  kind: 'differs',
  difference: { name, ours, theirs },
});

const cannotTell = (name: string, ours: string, theirs: string): Outcome => ({
  kind: 'unknown',
  difference: { name, ours, theirs },
});

/** What the machine decides (missing files and modules, variables that nobody sets) is no refusal of ours. */
const hostFacts = /doesn't exist|^env-keyerror|^int-none|^import-error|hook-string-missing/;

function compareRefusal(name: string, refusal: Problem | undefined, error: string): Outcome {
  if (!refusal) {
    return hostFacts.test(`${name} ${error}`) || hostFacts.test(name)
      ? cannotTell(name, 'silent', error)
      : differs(name, 'accepted', error);
  }
  const loads = /^Failed to read config file/.test(error);
  if (loads) {
    const fits = /^gunicorn\/(?:syntax-error|fails-to-load)$/.test(refusal.code);
    return fits ? null : differs(name, refusal.message, error);
  }
  const lines = error.replace(/ at 0x[0-9a-f]+/g, '').split('\n');
  const missing = lines.find(
    (line) => !refusal.message.includes(line.replace(/^(?:gunicorn: error|Error): /, '')),
  );
  return missing === undefined ? null : differs(name, refusal.message, error);
}

function compareSettings(
  name: string,
  server: AppServer,
  settings: Readonly<Record<string, Plain>>,
): Outcome {
  for (const [setting, theirs] of Object.entries(settings)) {
    const ours = server.settings.get(setting);
    if (!ours?.known) return cannotTell(name, `${setting} unknown: ${ours?.why}`, JSON.stringify(theirs));
    const effective = setting === 'worker_class' ? settings.worker_class : ours.value;
    if (!sameSetting(setting, effective ?? null, theirs)) {
      return differs(name, `${setting} ${JSON.stringify(ours.value)}`, JSON.stringify(theirs));
    }
  }
  for (const [setting, value] of server.settings) {
    if (!value.known || value.from === 'default' || setting in settings || setting === 'config') continue;
    // Hooks are shown by name here and left out there.
    if (setting === 'worker_class' || /^<.*>$/.test(String(value.value))) continue;
    return differs(name, `${setting} ${JSON.stringify(value.value)}`, 'as by default');
  }
  return null;
}

/** A relative chdir is shown as written; gunicorn shows it absolute. */
function sameSetting(name: string, ours: Plain, theirs: Plain): boolean {
  if (name === 'chdir' && typeof ours === 'string')
    return theirs === (ours.startsWith('/') ? ours : `${folder}/${ours}`);
  return JSON.stringify(ours) === JSON.stringify(theirs);
}

const workerClassNames: Readonly<Record<string, string>> = { threads: 'gthread' };

function compareEffect(name: string, server: AppServer, { effective, app }: Verdict): Outcome {
  if (app !== undefined && (server.app?.text ?? null) !== app)
    return differs(name, `app ${server.app?.text}`, `app ${app}`);
  if (!effective) return null;
  const worker = ifKnown(server.settings.get('worker_class'));
  const theirWorker = workerClassNames[effective.worker_class ?? ''] ?? effective.worker_class;
  if (worker !== theirWorker)
    return differs(name, `worker_class ${JSON.stringify(worker)}`, `${theirWorker}`);
  const binds = ifKnown(server.binds);
  const ours = binds?.map(({ address }) => address ?? null);
  const theirs = effective.address?.map(addressOf) ?? null;
  if (theirs && JSON.stringify(ours) !== JSON.stringify(theirs))
    return differs(name, JSON.stringify(ours), JSON.stringify(theirs));
  if (!theirs && ours?.every((address) => address !== null))
    return differs(name, JSON.stringify(ours), `${effective.address_error}`);
  return compareConcurrency(name, server.concurrency, effective.max_simultaneous_requests, theirWorker);
}

function compareConcurrency(
  name: string,
  ours: AppServer['concurrency'],
  theirs: number | null | undefined,
  worker: string | undefined,
): Outcome {
  // The recorder guesses at classes that gunicorn does not find.
  if (theirs === undefined || (worker !== undefined && /^(?:Sync|uvicorn|gaiohttp)$/.test(worker)))
    return null;
  const value = ifKnown(ours)?.simultaneousRequests;
  return value === theirs ? null : differs(name, `concurrency ${value}`, `${theirs}`);
}

function addressOf(recorded: string | number | readonly [string, number]): Address {
  if (typeof recorded === 'string') return unixAddress(recorded);
  if (typeof recorded === 'number') return { kind: 'fd', fd: recorded };
  return tcpAddress(recorded[0], recorded[1]);
}

interface Recorded {
  readonly file: string;
  readonly category: string;
  readonly error?: string;
  readonly templated: boolean;
  readonly effective?: Readonly<Record<string, Plain>>;
  readonly settings_nondefault?: Readonly<Record<string, Plain>>;
}

const recorded = (): readonly Recorded[] =>
  readFileSync(`${shared}/corpus/verdicts-gunicorn.jsonl`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Recorded);

/** As the verdicts were recorded: two cores, an empty environment. */
const machine = (path: string): Assumptions => ({
  cores: 2,
  coresFrom: 'the recording',
  environment: new Map<string, Value<string>>(),
  directory: '/srv',
  path: `/srv/${path}`,
});

function readRecorded({ file }: Recorded) {
  const { text: decoded, undecodableAt } = decodeUtf8(readFileSync(`${shared}/corpus/${file}`));
  const plain: TextFile = { uri: `corpus:/${file}`, kind: 'gunicorn', text: decoded };
  const text = undecodableAt === undefined ? plain : { ...plain, undecodableAt };
  return readGunicornFile(text, machine(file.slice(file.lastIndexOf('/') + 1)), '20.1.0');
}

/**
 * Whether gunicorn loads a file, and what it says when it does not. Missing modules are left out; what a placeholder
 * that Python cannot read becomes nobody knows.
 */
function corpusFiles(): MeasuredRow {
  const judged = recorded().filter(({ category }) => /^(?:ok|python-syntax|rejected)$/.test(category));
  const outcomes = judged.map((one): Outcome => {
    const refusal = readRecorded(one).problems.find(({ refusedBy }) => refusedBy === 'gunicorn');
    if (one.category === 'ok') return refusal ? differs(one.file, refusal.message, 'loaded') : null;
    if (!refusal && holdsPlaceholder(one))
      return cannotTell(one.file, 'a template fills it in', one.error ?? '');
    const reason = (one.error ?? '').replace(/^\w+Error: /, '');
    return refusal?.message.includes(reason)
      ? null
      : differs(one.file, refusal?.message ?? 'silent', one.error ?? '');
  });
  return measured('gunicorn corpus, files', '20.1.0', outcomes);
}

const holdsPlaceholder = ({ file }: Recorded): boolean =>
  parsePython(readFileSync(`${shared}/corpus/${file}`, 'utf8')).masked.holes.length > 0;

/** Every setting that a loaded file sets. */
function corpusSettings(): MeasuredRow {
  const loaded = recorded().filter(({ category }) => category === 'ok');
  return measured('gunicorn corpus, settings', '20.1.0', loaded.flatMap(compareFile));
}

function compareFile(one: Recorded): readonly Outcome[] {
  const { settings } = readRecorded(one);
  const theirs: Readonly<Record<string, Plain>> = { ...one.effective, ...one.settings_nondefault };
  const missing = Object.keys(one.settings_nondefault ?? {}).filter((name) => !settings.has(name));
  const outcomes = [...settings].flatMap(([name, { value }]): Outcome[] => {
    const setting = gunicornSetting(name);
    if (!(name in theirs) || !setting) return [];
    const where = `${one.file} ${name}`;
    const recordedValue = JSON.stringify(theirs[name]);
    if (!value.known) return [cannotTell(where, value.why, recordedValue)];
    const verdict = validate(setting, value.value, '20.1.0');
    if (verdict.kind === 'refused') return [differs(where, verdict.reason, recordedValue)];
    // Hooks, and accounts that the recorder looked up on its machine.
    if (verdict.kind === 'open' || name === 'user' || name === 'group') return [null];
    const ours = JSON.stringify(verdict.value);
    return [ours === recordedValue ? null : differs(where, ours, recordedValue)];
  });
  return [
    ...outcomes,
    ...missing.map((name) => differs(`${one.file} ${name}`, 'not seen', JSON.stringify(theirs[name]))),
  ];
}
