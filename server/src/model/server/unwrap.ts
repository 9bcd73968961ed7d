import { ifKnown, known, unknown, type Value } from '../../base/known.ts';
import { asLetters, asWritten, type MappedText, unknownIn } from '../../base/mapped-text.ts';
import { lastCommand, readScript } from '../../syntax/shell/script/read.ts';
import { splitCommand } from '../../syntax/shell/split.ts';
import type { AppServerKind, CommandWord } from './types.ts';

/** A command after everything that only starts it: the server's own words, and what the wrappers changed. */
export interface ServerCommand {
  readonly kind: AppServerKind;
  /** The server's name first. */
  readonly words: readonly CommandWord[];
  readonly environment: ReadonlyMap<string, Value<string>>;
  /** The folder that `cd` in a shell wrapper leads to, relative to the launch's; null without any. */
  readonly directory: Value<string> | null;
  /** Why the words cannot be taken at their word (an unknown expansion in a script); null when they can. */
  readonly doubt: string | null;
}

/** Reads a script at hand; undefined when it is not there. */
export type ScriptReader = (path: string) => MappedText | undefined;

/** Wrappers nested deeper than this are no deployment. */
const maxDepth = 8;

interface Start {
  readonly words: readonly CommandWord[];
  readonly environment: ReadonlyMap<string, Value<string>>;
  readonly directory: Value<string> | null;
  readonly doubt: string | null;
}

/** The application server that a command line starts; null when it starts none that we know. */
export function findServer(
  command: MappedText,
  environment: ReadonlyMap<string, Value<string>>,
  script: ScriptReader,
): ServerCommand | null {
  const { words, error } = splitCommand(command);
  return error ? null : unwrap({ words, environment, directory: null, doubt: null }, script, 0);
}

function unwrap(start: Start, script: ScriptReader, depth: number): ServerCommand | null {
  const first = start.words[0];
  if (!first || depth > maxDepth) return null;
  const name = baseName(first.text);
  const kind = serverNames.get(name);
  if (kind) return { ...start, kind };
  if (name === 'env') return unwrap(afterEnv(start), script, depth + 1);
  if (shells.has(name)) return unwrapShell(start, script, depth);
  if (name === 'su') return unwrapSu(start, script, depth);
  if (name === 'manage.py') return manage(start, 0);
  if (/^(?:python|pypy)[\d.]*$/.test(name)) return unwrapPython(start, script, depth);
  if (/\.(?:sh|bash)$/.test(name))
    return unwrapScript(start, first.text, start.words.slice(1), script, depth);
  const rest = afterWrapper(name, start.words);
  if (rest) return unwrap({ ...start, words: rest }, script, depth + 1);
  return start.doubt === null && !name.includes('.')
    ? unwrapScript(start, first.text, start.words.slice(1), script, depth)
    : null;
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const serverNames: ReadonlyMap<string, AppServerKind> = new Map([
  ['gunicorn', 'gunicorn'],
  ['gunicorn3', 'gunicorn'],
  ['gunicorn2', 'gunicorn'],
  ['gunicorn_django', 'gunicorn'],
  ['gunicorn_paster', 'gunicorn'],
  ['uvicorn', 'uvicorn'],
  ['hypercorn', 'hypercorn'],
  ['daphne', 'daphne'],
  ['granian', 'granian'],
  ['waitress-serve', 'waitress'],
  ['uwsgi', 'uwsgi'],
  ['uwsgi_python3', 'uwsgi'],
  ['uwsgi_python', 'uwsgi'],
]);

const moduleNames: ReadonlyMap<string, AppServerKind> = new Map([
  ['gunicorn', 'gunicorn'],
  ['gunicorn.app.wsgiapp', 'gunicorn'],
  ['uvicorn', 'uvicorn'],
  ['hypercorn', 'hypercorn'],
  ['daphne', 'daphne'],
  ['granian', 'granian'],
  ['waitress', 'waitress'],
]);

const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh']);

/** Words each wrapper takes before the command: its flags with a value, and how many plain words come first. */
const wrappers: ReadonlyMap<
  string,
  { readonly valued: string; readonly plain: number; readonly sub?: string }
> = new Map([
  ['exec', { valued: 'a', plain: 0 }],
  ['command', { valued: '', plain: 0 }],
  ['nohup', { valued: '', plain: 0 }],
  ['setsid', { valued: '', plain: 0 }],
  ['time', { valued: 'fo', plain: 0 }],
  ['nice', { valued: 'n', plain: 0 }],
  ['ionice', { valued: 'cnp', plain: 0 }],
  ['chrt', { valued: '', plain: 1 }],
  ['taskset', { valued: '', plain: 1 }],
  ['numactl', { valued: 'Nmpi', plain: 0 }],
  ['stdbuf', { valued: 'ioe', plain: 0 }],
  ['timeout', { valued: 'ks', plain: 1 }],
  ['chroot', { valued: '', plain: 1 }],
  ['chpst', { valued: 'uUbenmdofclPrt/', plain: 0 }],
  ['envdir', { valued: '', plain: 1 }],
  ['setuidgid', { valued: '', plain: 1 }],
  ['setuser', { valued: '', plain: 1 }],
  ['gosu', { valued: '', plain: 1 }],
  ['su-exec', { valued: '', plain: 1 }],
  ['runuser', { valued: 'ugGs', plain: 0 }],
  ['sudo', { valued: 'ugpCchRrt', plain: 0 }],
  ['authbind', { valued: '', plain: 0 }],
  ['dumb-init', { valued: 'r', plain: 0 }],
  ['tini', { valued: 'pe', plain: 0 }],
  ['catchsegv', { valued: '', plain: 0 }],
  ['xvfb-run', { valued: 'efnps', plain: 0 }],
  ['ddtrace-run', { valued: '', plain: 0 }],
  ['opentelemetry-instrument', { valued: '', plain: 0 }],
  ['pidproxy', { valued: '', plain: 1 }],
  ['newrelic-admin', { valued: '', plain: 0, sub: 'run-program' }],
  ['uv', { valued: 'p', plain: 0, sub: 'run' }],
  ['poetry', { valued: 'C', plain: 0, sub: 'run' }],
  ['pipenv', { valued: '', plain: 0, sub: 'run' }],
  ['pdm', { valued: 'p', plain: 0, sub: 'run' }],
  ['hatch', { valued: 'e', plain: 0, sub: 'run' }],
  ['rye', { valued: '', plain: 0, sub: 'run' }],
  ['conda', { valued: 'np', plain: 0, sub: 'run' }],
  ['micromamba', { valued: 'np', plain: 0, sub: 'run' }],
]);

/** Long wrapper options that take the next word. */
const valuedLong: ReadonlySet<string> = new Set([
  '--adjustment',
  '--class',
  '--classdata',
  '--user',
  '--group',
  '--name',
  '--prefix',
  '--python',
  '--with',
  '--project',
  '--directory',
  '--env-file',
  '--extra',
  '--package',
  '--only-group',
  '--signal',
  '--kill-after',
  '--input',
  '--output',
  '--error',
  '--rewrite',
  '--cpunodebind',
  '--membind',
  '--cwd',
]);

/** The words after a wrapper; null when the name is no wrapper we know or it starts nothing. */
function afterWrapper(name: string, words: readonly CommandWord[]): readonly CommandWord[] | null {
  const wrapper = wrappers.get(name);
  if (!wrapper) return null;
  let at = skipOptions(words, 1, wrapper.valued);
  if (wrapper.sub !== undefined) {
    if (words[at]?.text !== wrapper.sub) return null;
    at = skipOptions(words, at + 1, wrapper.valued);
  }
  return words.slice(at + wrapper.plain);
}

function skipOptions(words: readonly CommandWord[], start: number, valued: string): number {
  let at = start;
  for (; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    if (text === '--') return at + 1;
    if (!/^-./.test(text)) break;
    if (valuedLong.has(text) || (/^-[^-]$/.test(text) && valued.includes(text[1] ?? ''))) at++;
  }
  return at;
}

/** `env -i -u NAME A=b command`: assignments join the environment, `-i` empties it. */
function afterEnv(start: Start): Start {
  let at = 1;
  let environment = new Map(start.environment);
  for (; at < start.words.length; at++) {
    const text = start.words[at]?.text ?? '';
    const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(text);
    if (assignment) environment.set(assignment[1] ?? '', literal(assignment[2] ?? '', start.words[at]));
    else if (text === '-i' || text === '-' || text === '--ignore-environment') environment = new Map();
    else if (text === '-u' || text === '--unset') environment.delete(start.words[++at]?.text ?? '');
    else if (text === '--') return { ...start, words: start.words.slice(at + 1), environment };
    else if (!/^-/.test(text)) break;
  }
  return { ...start, words: start.words.slice(at), environment };
}

function literal(value: string, word: CommandWord | undefined): Value<string> {
  const places = word?.place ? [word.place] : [];
  const why = word && unknownIn(word.mapped);
  return why === undefined ? known(value, 'literal', places) : unknown(why, places);
}

function unwrapShell(start: Start, script: ScriptReader, depth: number): ServerCommand | null {
  const { words } = start;
  for (let at = 1; at < words.length; at++) {
    const word = words[at];
    const text = word?.text ?? '';
    if (!word) return null;
    if (/^-\w*c\w*$/.test(text)) {
      const body = words[at + 1];
      return body ? unwrapBody(start, body.mapped, words.slice(at + 3), script, depth) : null;
    }
    if (text === '-o' || text === '+o' || text === '--rcfile') at++;
    else if (!/^[-+]/.test(text)) return unwrapScript(start, text, words.slice(at + 1), script, depth);
  }
  return null;
}

/** `su USER -c 'command'` */
function unwrapSu(start: Start, script: ScriptReader, depth: number): ServerCommand | null {
  const at = start.words.findIndex(({ text }) => text === '-c' || text === '--command');
  const body = at < 0 ? undefined : start.words[at + 1];
  return body ? unwrapBody(start, body.mapped, [], script, depth) : null;
}

function unwrapScript(
  start: Start,
  path: string,
  positional: readonly CommandWord[],
  script: ScriptReader,
  depth: number,
): ServerCommand | null {
  const body = script(path);
  return body ? unwrapBody(start, body, positional, script, depth) : null;
}

function unwrapBody(
  start: Start,
  body: MappedText,
  positional: readonly CommandWord[],
  script: ScriptReader,
  depth: number,
): ServerCommand | null {
  const read = readScript(asLetters(body), { environment: start.environment, positional });
  const command = lastCommand(read) ?? onlyServer(read.commands);
  if (!command) return null;
  const doubt = command.words.find((word) => word.unknown !== null)?.unknown ?? start.doubt;
  const environment = new Map([...start.environment, ...command.environment]);
  const directory = command.directory ?? start.directory;
  return unwrap({ words: command.words.map(shown), environment, directory, doubt }, script, depth + 1);
}

/** The word with what stands in the file for what cannot be told of it. */
function shown(word: CommandWord): CommandWord {
  if (unknownIn(word.mapped) === undefined) return word;
  const mapped = asWritten(word.mapped);
  return { ...word, text: mapped.text, mapped };
}

/** The one command of a script that starts a server, whatever stands around it; undefined when there are several. */
function onlyServer<Command extends { readonly words: readonly CommandWord[] }>(
  commands: readonly Command[],
): Command | undefined {
  const starting = commands.filter(({ words }) => serverNames.has(baseName(words[0]?.text ?? '')));
  return starting.length === 1 ? starting[0] : undefined;
}

function unwrapPython(start: Start, script: ScriptReader, depth: number): ServerCommand | null {
  const { words } = start;
  let at = 1;
  for (; at < words.length; at++) {
    const text = words[at]?.text ?? '';
    if (text === '-m') return pythonModule(start, at + 1);
    if (text === '-W' || text === '-X') at++;
    else if (!/^-/.test(text)) break;
  }
  const path = words[at]?.text ?? '';
  const name = baseName(path);
  if (name === 'manage.py') return manage(start, at);
  if (serverNames.has(name)) return unwrap({ ...start, words: words.slice(at) }, script, depth + 1);
  return null;
}

function pythonModule(start: Start, at: number): ServerCommand | null {
  const kind = moduleNames.get(start.words[at]?.text ?? '');
  return kind ? { ...start, kind, words: start.words.slice(at) } : null;
}

/** `manage.py run_gunicorn …` of Django packages: gunicorn with the project's own application. */
function manage(start: Start, at: number): ServerCommand | null {
  const isGunicorn = start.words[at + 1]?.text === 'run_gunicorn';
  return isGunicorn ? { ...start, kind: 'gunicorn', words: start.words.slice(at + 1) } : null;
}

/** The value as text, or undefined: for variables that wrappers and launches set. */
export const textIn = (environment: ReadonlyMap<string, Value<string>>, name: string): string | undefined =>
  ifKnown(environment.get(name));
