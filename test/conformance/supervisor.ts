import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { utf8Reason } from '../../server/src/base/utf8-reason.ts';
import type { SupervisorMachine } from '../../server/src/model/supervisor/options.ts';
import { type ConformanceRow, type Difference, type MeasuredRow, rowOf } from './row.ts';
import { type GroupFacts, notKnown, ourFacts, type SupervisorFacts } from './supervisor-facts.ts';
import { generatedSupervisor } from './supervisor-generated.ts';

/** Recorded verdicts and configurations beside the checkout; absent in a plain clone. */
export const shared = fileURLToPath(new URL('../../../shared', import.meta.url));

export const sharedIsHere = (): boolean => existsSync(`${shared}/cases/supervisor-cases.json`);

/** How often we and supervisord say the same of the recorded cases and of the corpus; empty without them. */
export function supervisorRows(): readonly MeasuredRow[] {
  if (!sharedIsHere()) return [];
  return [caseRow('4.2.5'), caseRow('4.4.0.dev0'), corpusRow()];
}

/** The rows as `npm run conformance` shows them, with generated configurations where Supervisor is installed. */
export async function conformSupervisor(): Promise<readonly ConformanceRow[]> {
  const generated = await generatedSupervisor();
  return [...supervisorRows(), ...(generated ? [generated] : [])].map(rowOf);
}

function measured(source: string, version: string, results: readonly (Difference | null)[]): MeasuredRow {
  const found = results.flatMap((result) => result ?? []);
  const isUnknown = ({ ours }: Difference): boolean => ours.includes(notKnown);
  return {
    source,
    version: `supervisor ${version}`,
    cases: results.length,
    agreed: results.length - found.length,
    differing: found.filter((one) => !isUnknown(one)),
    unknown: found.filter(isUnknown),
  };
}

interface Case {
  readonly conf: string | null;
  readonly conf_latin1?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly 'v4.4.0.dev0': Verdict;
  readonly 'v4.2.5'?: Verdict;
}

interface Verdict {
  readonly ok: boolean;
  readonly error?: string;
  readonly warnings?: readonly string[];
  /** Attributes that are as by default are left out. */
  readonly groups?: readonly Omit<GroupFacts, 'priority'>[];
}

/** The folder of the cases, and the machine they were recorded on as far as they ask for it. */
const folder = '/case';
const caseMachine = (env: Readonly<Record<string, string>>): SupervisorMachine => ({
  environment: new Map([['PATH', '/usr/bin:/bin'], ...Object.entries(env)]),
  nodeName: 'host1',
  hasUser: (name) => name === 'root' || name === '0',
  hasGroup: (name) => name === 'root' || name === '0',
  hasFolder: (path) => ['/', '/tmp', folder].includes(path),
  homeOf: () => '/root',
});

function caseRow(version: '4.2.5' | '4.4.0.dev0'): MeasuredRow {
  const cases: Record<string, Case> = JSON.parse(
    readFileSync(`${shared}/cases/supervisor-cases.json`, 'utf8'),
  );
  const results = Object.entries(cases).map(([name, one]) => {
    const recorded = (version === '4.2.5' ? one['v4.2.5'] : undefined) ?? one['v4.4.0.dev0'];
    return difference(name, caseFacts(one, version), inFolder(recorded));
  });
  return measured('supervisor cases', version, results);
}

const inFolder = (verdict: Verdict): Verdict =>
  JSON.parse(JSON.stringify(verdict).replaceAll('<DIR>', folder));

function caseFacts(one: Case, version: string): SupervisorFacts {
  const main = `${folder}/supervisord.conf`;
  const texts = Object.entries(one.files ?? {}).map(([name, text]): [string, string] => [
    `${folder}/${name}`,
    text,
  ]);
  const { text, ...undecodable } = one.conf === null ? decoded(one.conf_latin1 ?? '') : { text: one.conf };
  const broken = new Map([[main, undecodable]]);
  return ourFacts(new Map([[main, text], ...texts]), main, caseMachine(one.env ?? {}), version, broken);
}

/** A text in Latin-1 as the bytes of it read in UTF-8. */
function decoded(latin1: string) {
  const bytes = Buffer.from(latin1, 'latin1');
  const text = bytes.toString('utf8');
  return { text, undecodableAt: text.indexOf('\ufffd'), undecodableReason: utf8Reason(bytes) ?? '' };
}

/** What differs between our facts and recorded ones, which leave out what is as by default; null for nothing. */
function difference(name: string, ours: SupervisorFacts, theirs: Verdict): Difference | null {
  if (!ours.ok || !theirs.ok) {
    const same = ours.ok === theirs.ok && (ours.error ?? '').includes(theirs.error ?? '');
    return same ? null : { name, ours: ours.error ?? 'ok', theirs: theirs.error ?? 'ok' };
  }
  const mine = { warnings: ours.warnings, groups: (ours.groups ?? []).map(plainGroup) };
  const other = { warnings: theirs.warnings ?? [], groups: (theirs.groups ?? []).map(plainGroup) };
  const [left, right] = [JSON.stringify(mine), JSON.stringify(other)];
  return left === right ? null : { name, ours: left, theirs: right };
}

/** The attributes that the cases record, as they are by default; `redirect_stderr` is none of them. */
const defaults: Readonly<Record<string, unknown>> = {
  directory: null,
  umask: null,
  priority: 999,
  autostart: true,
  autorestart: 'unexpected',
  startsecs: 1,
  startretries: 3,
  stdout_logfile: 'AUTO',
  stdout_capture_maxbytes: 0,
  stdout_events_enabled: false,
  stdout_syslog: false,
  stdout_logfile_backups: 10,
  stdout_logfile_maxbytes: 52428800,
  stderr_logfile: 'AUTO',
  stderr_capture_maxbytes: 0,
  stderr_logfile_backups: 10,
  stderr_logfile_maxbytes: 52428800,
  stderr_events_enabled: false,
  stderr_syslog: false,
  stopsignal: 15,
  stopwaitsecs: 10,
  stopasgroup: false,
  killasgroup: false,
  exitcodes: [0],
  environment: {},
  serverurl: null,
};

const plainGroup = (group: Omit<GroupFacts, 'priority'>) => ({
  name: group.name,
  class: group.class,
  processes: group.processes.map(plainProcess),
});

/** A process with every attribute, in one order. */
const plainProcess = (process: Readonly<Record<string, unknown>>) => {
  const all: Readonly<Record<string, unknown>> = { ...defaults, ...process };
  return [...Object.keys(defaults), 'name', 'command'].map((key) => [key, sorted(all[key])]);
};

const sorted = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value).sort() : value;

interface CorpusVerdict {
  readonly file: string;
  readonly mode: 'main' | 'include';
  readonly templated: boolean;
  readonly lenient_ok: boolean;
  readonly lenient_error: string | null;
  readonly warnings: readonly string[] | null;
  readonly groups:
    | readonly {
        readonly group: string;
        readonly class: string;
        readonly priority: number;
        readonly processes: readonly CorpusProcess[];
      }[]
    | null;
}

interface CorpusProcess {
  readonly name: string;
  readonly command: string;
  readonly directory: string | null;
  readonly autostart: boolean;
  readonly environment_keys: readonly string[];
  readonly startsecs: number;
  readonly stopsignal: string;
  readonly stopwaitsecs: number;
  readonly redirect_stderr: boolean;
}

/** The untemplated files of the corpus, with every account, folder and variable at hand. */
function corpusRow(): MeasuredRow {
  const verdicts: readonly CorpusVerdict[] = readFileSync(
    `${shared}/corpus/verdicts-supervisor.jsonl`,
    'utf8',
  )
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const results = verdicts.filter(({ templated }) => !templated).map(corpusDifference);
  return measured('supervisor corpus', '4.2.5', results);
}

/** A variable is `1`, or `info` where its name tells of a log level. */
const lenientMachine = (text: string): SupervisorMachine => ({
  environment: new Map(
    [...text.matchAll(/%\(ENV_([^)]*)\)/g)].map(([, name = '']) => [
      name,
      name.includes('LEVEL') ? 'info' : '1',
    ]),
  ),
  nodeName: 'host1',
  hasUser: () => true,
  hasGroup: () => true,
  hasFolder: () => true,
  homeOf: () => '/root',
});

function corpusDifference(verdict: CorpusVerdict): Difference | null {
  const path = `/${verdict.file}`;
  const text = readFileSync(`${shared}/corpus/${verdict.file}`, 'utf8');
  const main = verdict.mode === 'main' ? path : '/main/supervisord.conf';
  const files = new Map([[path, text]]);
  if (main !== path) files.set(main, `[supervisord]\n[include]\nfiles=${path.replace(/[[*?]/g, '[$&]')}\n`);
  const ours = ourFacts(files, main, lenientMachine(text));
  if (!ours.ok || !verdict.lenient_ok) {
    const theirs = verdict.lenient_error?.replace(/^Error: /, '').replaceAll(verdict.file, path);
    const same = ours.ok === verdict.lenient_ok && (ours.error ?? '').includes(theirs ?? '');
    return same ? null : { name: verdict.file, ours: ours.error ?? 'ok', theirs: theirs ?? 'ok' };
  }
  const [left, right] = [
    JSON.stringify((ours.groups ?? []).map(ourGroup)),
    JSON.stringify((verdict.groups ?? []).map(theirGroup(path))),
  ];
  return left === right ? null : { name: verdict.file, ours: left, theirs: right };
}

const ourGroup = ({ name, class: kind, priority, processes }: GroupFacts) => [
  name,
  kind,
  priority,
  processes.map((process) => [
    process.name,
    process.command,
    process.directory,
    process.autostart,
    Object.keys(process.environment as object).sort(),
    process.startsecs,
    String(process.stopsignal),
    process.stopwaitsecs,
    process.redirect_stderr,
  ]),
];

type CorpusGroup = NonNullable<CorpusVerdict['groups']>[number];

/** Their paths start at the corpus; ours at the top. */
const theirGroup =
  (path: string) =>
  ({ group, class: kind, priority, processes }: CorpusGroup) => [
    group,
    kind,
    priority,
    processes.map((process) => [
      process.name,
      process.command.replaceAll(folderOf(path).slice(1), folderOf(path)),
      process.directory?.replaceAll(folderOf(path).slice(1), folderOf(path)) ?? null,
      process.autostart,
      [...process.environment_keys].sort(),
      process.startsecs,
      process.stopsignal,
      process.stopwaitsecs,
      process.redirect_stderr,
    ]),
  ];

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
