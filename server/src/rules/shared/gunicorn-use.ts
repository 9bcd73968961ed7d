import { ifKnown, known, type Value } from '../../base/known.ts';
import { memo } from '../../base/memo.ts';
import { type Edit, type Place, sliceOf } from '../../base/span.ts';
import { gunicornSetting, workerClass } from '../../catalog/gunicorn.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { GunicornFile } from '../../model/gunicorn/types.ts';
import { settingOf as plainSetting } from '../../model/server/plain.ts';
import type { AppServer, Bind, Plain } from '../../model/server/types.ts';
import { appendWords, removeWords } from '../edit/command.ts';
import { removeSetting, setSetting } from '../edit/gunicorn.ts';
import { fileIn, replace } from '../edit/lines.ts';
import { type Running, runningPrograms } from './programs.ts';

/** gunicorn's settings as a program starts it, or as a file gives them that nobody at hand starts. */
export interface GunicornUse {
  /** How a message names it: `'web'`, or `gunicorn`. */
  readonly label: string;
  readonly running: Running | null;
  readonly server: AppServer | null;
  readonly file: GunicornFile | null;
  /** Instances that supervisord starts; 1 where nobody says. */
  readonly instances: number;
  readonly settings: ReadonlyMap<string, Value<Plain>>;
}

/** Every use of gunicorn in a deployment: each program once, then the files that no program uses. */
export const gunicornUses: (deployment: Deployment) => readonly GunicornUse[] = memo(
  (deployment: Deployment) => {
    const launched = launchedUses(deployment);
    const used = new Set(launched.map(({ file }) => file?.file));
    return [...launched, ...deployment.gunicorn.filter(({ file }) => !used.has(file)).map(loneUse)];
  },
);

function launchedUses(deployment: Deployment): readonly GunicornUse[] {
  const running = new Map(runningPrograms(deployment).map((one) => [one.program, one]));
  return deployment.programs.flatMap((program) => {
    const server = program.instances[0]?.server;
    if (server?.kind !== 'gunicorn') return [];
    return [
      {
        label: `'${program.name}'`,
        running: running.get(program) ?? null,
        server,
        file: server.configFile,
        instances: Math.max(1, program.instances.length),
        settings: server.settings,
      },
    ];
  });
}

function loneUse(file: GunicornFile): GunicornUse {
  const settings = new Map<string, Value<Plain>>();
  for (const [name, assignment] of file.settings) {
    const info = gunicornSetting(name);
    if (info) settings.set(name, withPlace(plainSetting(info, assignment.value), assignment.valuePlace));
  }
  const threads = ifKnown(settings.get('threads'));
  const name = settings.get('worker_class');
  if ((!name || ifKnown(name) === 'sync') && typeof threads === 'number' && threads > 1) {
    settings.set('worker_class', known('gthread', 'config file', settings.get('threads')?.places ?? []));
  }
  return { label: 'gunicorn', running: null, server: null, file, instances: 1, settings };
}

const withPlace = (value: Value<Plain>, at: Place): Value<Plain> => ({ ...value, places: [at] });

/** The effective value; the default where nothing sets it, undefined where it cannot be told. */
export function valueIn({ settings }: GunicornUse, name: string): Plain | undefined {
  const value = settings.get(name);
  if (value) return ifKnown(value);
  const standard = gunicornSetting(name)?.default;
  return standard?.kind === 'value' ? (standard.value as Plain) : undefined;
}

/** The effective value of a number; undefined where it is none or cannot be told. */
export function numberIn(use: GunicornUse, name: string): number | undefined {
  const value = valueIn(use, name);
  return typeof value === 'number' ? value : undefined;
}

/** Where a setting is written; undefined for a default and for what cannot be told. */
export function writtenAt({ settings }: GunicornUse, name: string): Place | undefined {
  const value = settings.get(name);
  return value?.known && value.from !== 'default' ? value.places[0] : undefined;
}

/** The worker class that runs: its usual name for gunicorn's own, else as written; undefined when unknown. */
export function classIn(use: GunicornUse): string | undefined {
  const name = valueIn(use, 'worker_class');
  if (typeof name !== 'string') return undefined;
  return workerClass(name)?.name ?? name;
}

/** What bounds the requests of one worker; undefined for an unknown class, `none` for classes of others. */
export function boundOf(use: GunicornUse): 'one' | 'threads' | 'worker_connections' | 'none' | undefined {
  const name = classIn(use);
  return name === undefined ? undefined : (workerClass(name)?.bound ?? 'none');
}

/** The known binds; of a lone file those that can be told without a launch. */
export const bindsIn = ({ server }: GunicornUse): readonly Bind[] =>
  server ? (ifKnown(server.binds) ?? []) : [];

/** Writes another value where a setting stands. `python` is its text in a file, `flag` on a command line. */
export function changeTo(use: GunicornUse, name: string, python: string, flag = python): Edit | undefined {
  const at = writtenAt(use, name);
  if (!at) return use.file ? setSetting(use.file, name, python) : undefined;
  return replace(at, isInFile(use, at) ? python : flag);
}

/**
 * Gives another worker class: where one is written, else in the file, else as a flag. Undefined where `threads` made
 * it gthread, or where the command is not at hand.
 */
export function changeClass(use: GunicornUse, deployment: Deployment, name: string): Edit | undefined {
  const at = writtenAt(use, 'worker_class');
  if (at && sourceAt(deployment, at).replace(/^['"]|['"]$/g, '') !== valueIn(use, 'worker_class'))
    return undefined;
  const command = use.server?.words[0]?.place;
  if (at || !command) return changeTo(use, 'worker_class', `'${name}'`, name);
  return appendWords(command, `-k ${name}`);
}

const sourceAt = (deployment: Deployment, { uri, span }: Place): string =>
  sliceOf(fileIn(deployment, uri)?.text ?? '', span);

/** Takes a setting out of the file or the command line that gives it. */
export function takeOut(deployment: Deployment, use: GunicornUse, name: string): Edit | undefined {
  const at = writtenAt(use, name);
  if (!at) return undefined;
  const assignment = use.file?.settings.get(name);
  if (assignment && isInFile(use, at)) return removeSetting(deployment, assignment);
  return use.server ? removeFlag(deployment, use.server, at) : undefined;
}

const isInFile = ({ file }: GunicornUse, { uri }: Place): boolean => file?.file.uri === uri;

/** Takes a flag and its value out of a command, given the place of either. */
export function removeFlag(deployment: Deployment, { words }: AppServer, at: Place): Edit | undefined {
  const index = words.findIndex(({ place }) => place && covers(place, at));
  const word = words[index];
  if (!word?.place) return undefined;
  const flag = /^-/.test(word.text) ? word : words[index - 1];
  if (!flag?.place || !/^-/.test(flag.text)) return undefined;
  return removeWords(deployment, flag.place, word.place);
}

const covers = (outer: Place, inner: Place): boolean =>
  outer.uri === inner.uri && outer.span.start <= inner.span.start && inner.span.end <= outer.span.end;
