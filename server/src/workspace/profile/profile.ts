import type { TextFile } from '../../base/file.ts';
import { nearest } from '../../base/nearest.ts';
import type { Span } from '../../base/span.ts';
import { folderOf } from '../../base/uri.ts';
import type { Target, Versions } from '../../model/deployment.ts';
import type { Severity } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { type IniEntry, type IniHeader, iniEntries, iniValues } from './entries.ts';
import { parseCount, parsePositive, parseSize } from './size.ts';

/** One `scaling-lens.ini`: it marks the root of a deployment and says what no configuration holds. */
export interface Profile {
  readonly file: TextFile;
  /** The folder it stands in: the root of what it describes. */
  readonly folder: string;
  readonly target: Partial<Target>;
  readonly versions: Partial<Versions>;
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  /** A path on the server = a folder here, relative to `folder`. */
  readonly paths: ReadonlyMap<string, string>;
  /** What it says that nobody understands; code `profile/invalid`. */
  readonly problems: readonly Problem[];
}

type TargetKey = Exclude<keyof Target, 'from'>;

const targetKeys = new Map<
  string,
  { readonly field: TargetKey; readonly read: Reader; readonly wants: string }
>([
  ['cores', { field: 'cores', read: parsePositive, wants: 'a number above 0, such as 8' }],
  ['memory', { field: 'memory', read: parseSize, wants: 'a size such as 16GiB' }],
  ['memory_per_worker', { field: 'memoryPerWorker', read: parseSize, wants: 'a size such as 180MiB' }],
  ['max_connections', { field: 'maxConnections', read: parseCount, wants: 'a whole number, such as 100' }],
  ['pool_size', { field: 'poolSize', read: parseCount, wants: 'a whole number, such as 5' }],
  ['max_overflow', { field: 'maxOverflow', read: parseCount, wants: 'a whole number, such as 10' }],
  [
    'requests_per_second',
    { field: 'requestsPerSecond', read: parsePositive, wants: 'a number above 0, such as 200' },
  ],
]);

type Reader = (text: string) => number | undefined;

type VersionKey = keyof Versions;

const versionKeys: readonly VersionKey[] = ['supervisor', 'gunicorn', 'nginx', 'uvicorn'];
const sections = ['target', 'versions', 'rules', 'paths'];
const severities: readonly (Severity | 'off')[] = ['off', 'error', 'warning', 'information', 'hint'];

/** The names that `[target]` knows, in the order of the documentation. */
export const targetKeyNames: readonly string[] = [...targetKeys.keys()];

/**
 * Reads a profile with the npm package `ini`, whose dialect it is. `knownRules` are the ids that `[rules]` may
 * name; undefined leaves them unchecked.
 */
export function readProfile(file: TextFile, knownRules?: ReadonlySet<string>): Profile {
  const draft: Draft = { target: {}, versions: {}, rules: new Map(), paths: new Map() };
  const { headers, entries } = iniEntries(file.text);
  const faults = [
    ...headers.map(checkHeader),
    ...effective(file, entries).map((entry) => readEntry(entry, draft, knownRules)),
  ];
  const problems = faults
    .filter((fault) => fault !== undefined)
    .sort((a, b) => a.span.start - b.span.start)
    .map((fault) => problemAt(file, fault));
  return { file, folder: folderOf(file.uri), ...draft, problems };
}

interface Draft {
  readonly target: { -readonly [Key in TargetKey]?: number };
  readonly versions: { -readonly [Key in VersionKey]?: string };
  readonly rules: Map<string, Severity | 'off'>;
  readonly paths: Map<string, string>;
}

/** What nobody understands, and the name that may have been meant. */
interface Fault {
  readonly span: Span;
  readonly message: string;
  readonly near?: string | undefined;
}

const checkHeader = ({ name, span }: IniHeader): Fault | undefined =>
  sections.includes(name)
    ? undefined
    : { span, message: `There is no section [${name}]. ${asList(sections)}`, near: nearest(name, sections) };

/** The entries that count: `ini` lets the last of equal keys win. */
function effective(file: TextFile, entries: readonly IniEntry[]): readonly IniEntry[] {
  const values = iniValues(file.text);
  const last = new Map(entries.map((entry) => [`${entry.section}\n${entry.key}`, entry]));
  return [...last.values()].map((entry) => ({ ...entry, value: textOf(values, entry) }));
}

/** The value as `ini` has it; the line's own where `ini` filed it elsewhere (arrays, dotted sections). */
function textOf(values: Readonly<Record<string, unknown>>, entry: IniEntry): string {
  const section = values[entry.section];
  const value = typeof section === 'object' && section !== null ? Reflect.get(section, entry.key) : undefined;
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : entry.value;
}

function readEntry(
  entry: IniEntry,
  draft: Draft,
  knownRules: ReadonlySet<string> | undefined,
): Fault | undefined {
  switch (entry.section) {
    case 'target':
      return readTarget(entry, draft.target);
    case 'versions':
      return readVersion(entry, draft.versions);
    case 'rules':
      return readRule(entry, draft.rules, knownRules);
    case 'paths':
      return readPath(entry, draft.paths);
    case '':
      return { span: entry.keySpan, message: `'${entry.key}' stands before the first section.` };
    default:
      return undefined;
  }
}

function readTarget(entry: IniEntry, target: Draft['target']): Fault | undefined {
  const key = targetKeys.get(entry.key);
  if (!key) return unknownKey(entry, targetKeyNames);
  const value = key.read(entry.value);
  if (value === undefined)
    return { span: entry.valueSpan, message: `${entry.key} is '${entry.value}', not ${key.wants}.` };
  target[key.field] = value;
  return undefined;
}

function readVersion(entry: IniEntry, versions: Draft['versions']): Fault | undefined {
  const key = versionKeys.find((name) => name === entry.key);
  if (!key) return unknownKey(entry, versionKeys);
  if (!/^\d{1,4}(?:\.\d{1,5}){0,3}$/.test(entry.value))
    return { span: entry.valueSpan, message: `${key} is '${entry.value}', not a version such as 4.2.5.` };
  versions[key] = entry.value;
  return undefined;
}

function readRule(
  entry: IniEntry,
  rules: Draft['rules'],
  knownRules: ReadonlySet<string> | undefined,
): Fault | undefined {
  if (knownRules && !isKnownRule(entry.key, knownRules)) {
    const near = nearest(entry.key, knownRules, 4);
    return { span: entry.keySpan, message: `There is no rule '${entry.key}'.`, near };
  }
  const severity = severities.find((word) => word === entry.value);
  if (!severity)
    return { span: entry.valueSpan, message: `'${entry.value}' is no severity. ${asList(severities)}` };
  rules.set(entry.key, severity);
  return undefined;
}

/** True for a rule's id, for a group such as `nginx/*` that has rules, and for `*`. */
function isKnownRule(key: string, knownRules: ReadonlySet<string>): boolean {
  if (key === '*' || knownRules.has(key)) return true;
  return key.endsWith('/*') && [...knownRules].some((id) => id.startsWith(key.slice(0, -1)));
}

function readPath(entry: IniEntry, paths: Draft['paths']): Fault | undefined {
  if (!entry.key.startsWith('/'))
    return {
      span: entry.keySpan,
      message: `'${entry.key}' is no path on the server: it must begin with '/'.`,
    };
  paths.set(entry.key, entry.value);
  return undefined;
}

const unknownKey = (entry: IniEntry, names: readonly string[]): Fault => ({
  span: entry.keySpan,
  message: `[${entry.section}] has no '${entry.key}'. ${asList(names)}`,
  near: nearest(entry.key, names, 3),
});

const asList = (names: readonly string[]): string => `It can be ${names.join(', ')}.`;

function problemAt(file: TextFile, { span, message, near }: Fault): Problem {
  const words = near === undefined ? message : `${message} Did you mean '${near}'?`;
  const problem = { code: 'profile/invalid', message: words, place: { uri: file.uri, span }, related: [] };
  return { ...problem, refusedBy: null, ...(near === undefined ? {} : { data: { nearest: near } }) };
}
