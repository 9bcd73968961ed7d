import type { TextFile } from '../../server/src/base/file.ts';
import { ifKnown, type Value } from '../../server/src/base/known.ts';
import type { Ask } from '../../server/src/model/link-lookup.ts';
import { byPriority, signal } from '../../server/src/model/supervisor/convert.ts';
import type { LoadedGroup } from '../../server/src/model/supervisor/groups.ts';
import { loadSupervisor } from '../../server/src/model/supervisor/load.ts';
import type { LoadedSupervisor, SupervisorMachine } from '../../server/src/model/supervisor/options.ts';
import type { SupervisorInstance } from '../../server/src/model/supervisor/types.ts';
import { segmentMatcher } from '../../server/src/syntax/supervisor/glob.ts';

/** A value that we cannot tell; it differs from whatever the program says. */
export const notKnown = '(unknown)';

/** What supervisord and we both say of one set of files. */
export interface SupervisorFacts {
  readonly ok: boolean;
  /** Why it is refused, in supervisord's words. */
  readonly error?: string;
  readonly warnings?: readonly string[];
  readonly groups?: readonly GroupFacts[];
}

export interface GroupFacts {
  readonly name: string;
  readonly class: string;
  readonly priority: unknown;
  readonly processes: readonly Readonly<Record<string, unknown>>[];
}

/** Files of one made-up machine by absolute path, loaded from a main file as supervisord -c does. */
export function ourFacts(
  files: ReadonlyMap<string, string>,
  main: string,
  machine: SupervisorMachine,
  version?: string,
  /** What was wrong with the bytes of a file, by path. */
  undecodable: ReadonlyMap<string, Undecodable> = new Map(),
): SupervisorFacts {
  const texts = new Map([...files].map(([path, text]) => [path, fileAt(path, text, undecodable.get(path))]));
  const file = texts.get(main);
  if (!file) throw new Error(`no file ${main}`);
  const ask: Ask = (question) =>
    question.kind === 'glob' ? [...texts.values()].filter(matches(question.pattern, main)) : [];
  const facts = factsOf(loadSupervisor(file, ask, { machine, templates: 'literal', version }));
  const folders = new Set([...files.keys()].map((path) => path.slice(0, path.lastIndexOf('/'))));
  return { ...facts, ...(facts.warnings ? { warnings: facts.warnings.filter(isOfNoFolder(folders)) } : {}) };
}

/** A pattern that matches a folder matches something, though nothing is read of it. Loaders are told files only. */
const isOfNoFolder =
  (folders: ReadonlySet<string>) =>
  (warning: string): boolean => {
    const pattern = /^No file matches via include "(.*)"$/.exec(warning)?.[1];
    return pattern === undefined || ![...folders].some((folder) => matchesPath(pattern, folder));
  };

const uriOf = (path: string): string => `file://${path.split('/').map(encodeURIComponent).join('/')}`;

/** Where bytes are no UTF-8, and Python's words for it. */
export type Undecodable = Pick<TextFile, 'undecodableAt' | 'undecodableReason'>;

const fileAt = (path: string, text: string, undecodable: Undecodable | undefined): TextFile => ({
  uri: uriOf(path),
  text,
  kind: 'supervisor',
  ...undecodable,
});

/** The files that Python's glob gives for a pattern seen from the main file's folder. */
function matches(pattern: string, main: string): (file: TextFile) => boolean {
  const absolute = pattern.startsWith('/') ? pattern : `${main.slice(0, main.lastIndexOf('/'))}/${pattern}`;
  return ({ uri }) => matchesPath(absolute, decodeURIComponent(uri.slice('file://'.length)));
}

function matchesPath(pattern: string, path: string): boolean {
  const matchers = pattern
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .map(segmentMatcher);
  const segments = path.split('/').filter(Boolean);
  return segments.length === matchers.length && matchers.every((match, i) => match(segments[i] ?? ''));
}

/** Our reading of a configuration in the shape of the oracle's answer. */
export function factsOf(loaded: LoadedSupervisor): SupervisorFacts {
  const refused = loaded.problems.find((problem) => problem.refusedBy !== null);
  if (refused) return { ok: false, error: refused.message };
  return {
    ok: true,
    warnings: loaded.warnings.map(({ message }) => message),
    groups: (loaded.groups as readonly LoadedGroup[]).map(groupFacts),
  };
}

const classes = {
  group: 'ProcessGroupConfig',
  program: 'ProcessGroupConfig',
  eventlistener: 'EventListenerPoolConfig',
  'fcgi-program': 'FastCGIGroupConfig',
} as const;

const groupFacts = ({ name, kind, priority, members }: LoadedGroup): GroupFacts => ({
  name,
  class: classes[kind],
  priority: shown(priority),
  processes: members
    .flatMap(({ instances }) =>
      [...instances].map((instance) => ({ instance, name: instance.name, priority: 0 })).sort(byPriority),
    )
    .map(({ instance }) => processFacts(instance)),
});

const shown = <T>(value: Value<T> | undefined): unknown => (value?.known ? value.value : notKnown);

/** The attributes of a ProcessConfig. The user's number is left out: it is the machine's. */
function processFacts(instance: SupervisorInstance): Readonly<Record<string, unknown>> {
  const command = ifKnown(instance.command);
  return {
    ...Object.fromEntries([...instance.values].map(([name, value]) => [name, shown(value)])),
    name: instance.name,
    command: command ? command.text : notKnown,
    directory: shown(instance.directory),
    autostart: shown(instance.autostart),
    autorestart: autorestart(shown(instance.values.get('autorestart'))),
    startsecs: shown(instance.startsecs),
    stopsignal: signalNumber(ifKnown(instance.stopsignal)),
    stopwaitsecs: shown(instance.stopwaitsecs),
    stdout_logfile: shown(instance.stdoutLogfile),
    stderr_logfile: shown(instance.stderrLogfile),
    environment: Object.fromEntries([...instance.environment].map(([name, value]) => [name, shown(value)])),
  };
}

const autorestart = (word: unknown): unknown => (word === 'false' ? false : word);

function signalNumber(name: string | undefined): unknown {
  const number = name === undefined ? undefined : signal(name);
  return number?.ok ? number.value : notKnown;
}
