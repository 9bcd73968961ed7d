import { compareByCodePoint, parseInteger, repr, strip } from '../../syntax/supervisor/python-text.ts';

/** What a conversion of supervisor/datatypes.py gives, or the words of its ValueError. */
export type Converted<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string };

/** A conversion of an option's text. */
export type Convert<T> = (text: string) => Converted<T>;

const ok = <T>(value: T): Converted<T> => ({ ok: true, value });
const refused = (message: string): { readonly ok: false; readonly message: string } => ({
  ok: false,
  message,
});

export const text: Convert<string> = ok;

/** `integer`, exact up to 2^53. */
export const integer: Convert<number> = (value) => mapConverted(parseInteger(value), Number);

export function mapConverted<A, B>(converted: Converted<A>, map: (value: A) => B): Converted<B> {
  return converted.ok ? ok(map(converted.value)) : converted;
}

const truthy = ['yes', 'true', 'on', '1'];
const falsy = ['no', 'false', 'off', '0'];

export const boolean: Convert<boolean> = (value) => {
  const word = value.toLowerCase();
  if (truthy.includes(word)) return ok(true);
  if (falsy.includes(word)) return ok(false);
  return refused(`not a valid boolean value: ${repr(value)}`);
};

export type AutoRestart = 'true' | 'false' | 'unexpected';

export const autoRestart: Convert<AutoRestart> = (value) => {
  const word = value.toLowerCase();
  if (truthy.includes(word)) return ok<AutoRestart>('true');
  if (falsy.includes(word)) return ok<AutoRestart>('false');
  if (word === 'unexpected') return ok<AutoRestart>('unexpected');
  return refused(`invalid 'autorestart' value ${repr(word)}`);
};

const suffixes: Readonly<Record<string, bigint>> = { kb: 1024n, mb: 1024n ** 2n, gb: 1024n ** 3n };

/** `byte_size`, in bytes: a number, perhaps with kb, mb or gb (the message shows the text without the suffix). */
export const bytes: Convert<number> = (value) => {
  const lower = value.toLowerCase();
  const factor = suffixes[lower.slice(-2)];
  const number = parseInteger(factor === undefined ? lower : lower.slice(0, -2));
  return mapConverted(number, (count) => Number(count * (factor ?? 1n)));
};

export const octal: Convert<number> = (value) => {
  const number = parseInteger(value, 8);
  return number.ok ? ok(Number(number.value)) : refused(`${value} can not be converted to an octal type`);
};

export const exitCodes: Convert<readonly number[]> = (value) => {
  const codes = value === '' ? [] : value.split(',').map((code) => parseInteger(code));
  const numbers = codes.flatMap((code) => (code.ok ? [Number(code.value)] : []));
  const valid = numbers.length === codes.length && numbers.every((code) => code >= 0 && code <= 255);
  return valid ? ok(numbers) : refused(`not a valid list of exit codes: ${repr(value)}`);
};

/**
 * Signal numbers of Linux by their name without SIG, the usual name of a number first. The words that begin with an
 * underscore are no signals, but Supervisor takes every name of Python's signal module that begins with SIG.
 */
const signals = new Map<string, number>(
  (
    'HUP=1 INT=2 QUIT=3 ILL=4 TRAP=5 ABRT=6 BUS=7 FPE=8 KILL=9 USR1=10 SEGV=11 USR2=12 PIPE=13 ALRM=14 TERM=15 ' +
    'STKFLT=16 CHLD=17 CONT=18 STOP=19 TSTP=20 TTIN=21 TTOU=22 URG=23 XCPU=24 XFSZ=25 VTALRM=26 PROF=27 WINCH=28 ' +
    'IO=29 PWR=30 SYS=31 RTMIN=34 RTMAX=64 IOT=6 CLD=17 POLL=29 _BLOCK=0 _DFL=0 _IGN=1 _SETMASK=2 _UNBLOCK=1'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, entry.indexOf('=')), Number(entry.slice(entry.indexOf('=') + 1))]),
);

const signalNumbers: ReadonlySet<number> = new Set(signals.values());

/** The usual name of a signal number without SIG, such as `TERM`; the number itself for 0. */
export function signalName(number: number): string {
  for (const [name, value] of signals) if (value === number && !name.startsWith('_')) return name;
  return String(number);
}

/** `signal_number`: a number or a name, with or without SIG. */
export const signal: Convert<number> = (value) => {
  const number = parseInteger(value);
  if (number.ok)
    return signalNumbers.has(Number(number.value))
      ? ok(Number(number.value))
      : refused(`value ${repr(value)} is not a valid signal number`);
  const named = signals.get(strip(value).toUpperCase().replace(/^SIG/, ''));
  return named === undefined ? refused(`value ${repr(value)} is not a valid signal name`) : ok(named);
};

const levels = ['critical', 'error', 'warn', 'info', 'debug', 'trace', 'blather'];

export const logLevel: Convert<string> = (value) => {
  const level = value.toLowerCase();
  return levels.includes(level) ? ok(level) : refused(`bad logging level name ${repr(value)}`);
};

/** `process_or_group_name`: no blank, colon or slash inside. */
export const processName: Convert<string> = (value) => {
  const name = strip(value);
  const character = [...' :/'].find((one) => name.includes(one));
  if (character === undefined) return ok(name);
  return refused(`Invalid name: ${repr(value)} because of character: ${repr(character)}`);
};

/** `list_of_strings`: the parts between commas, stripped, each with its place in the text. */
export function listOfStrings(value: string): readonly { readonly text: string; readonly start: number }[] {
  if (value === '') return [];
  let at = 0;
  return value.split(',').map((part) => {
    const name = strip(part);
    const start = at + Math.max(0, part.indexOf(name));
    at += part.length + 1;
    return { text: name, start };
  });
}

function port(value: string): Converted<number> {
  const number = parseInteger(value);
  if (!number.ok) return number;
  if (number.value < 1n) return refused(`${number.value} is below lower bound (1)`);
  if (number.value > 65535n) return refused(`${number.value} is above upper bound (65535)`);
  return ok(Number(number.value));
}

export interface InetAddress {
  /** In lower case; empty for every address. */
  readonly host: string;
  readonly port: number;
}

/** `inet_address`: `port`, `:port`, `*:port` or `host:port`. */
export const inetAddress: Convert<InetAddress> = (value) => {
  const colon = value.lastIndexOf(':');
  if (colon === -1) {
    const number = port(value);
    return number.ok
      ? ok({ host: '', port: number.value })
      : refused(`not a valid port number: ${repr(value)} `);
  }
  const rest = value.slice(colon + 1);
  if (rest === '') return refused("no port number specified in ''");
  const host = value.slice(0, colon).toLowerCase();
  return mapConverted(port(rest), (number) => ({ host: host === '*' ? '' : host, port: number }));
};

/** The socket of an fcgi-program: its url, and whether it is a unix one. */
export interface FcgiSocket {
  readonly kind: 'unix' | 'tcp';
  readonly url: string;
}

/**
 * `parse_fcgi_socket` without its owner and mode. The messages show a Python tuple, since Supervisor hands the value
 * to ValueError as a second argument.
 */
export const fcgiSocket: Convert<FcgiSocket> = (value) => {
  if (value.startsWith('unix://')) {
    const path = value.slice('unix://'.length);
    if (!path.startsWith('/'))
      return refused(`('Unix socket path %s is not an absolute path', ${repr(path)})`);
    return ok({ kind: 'unix', url: `unix://${normPath(path)}` });
  }
  const match = tcpSocket.exec(value);
  if (!match?.[1] || !match[2]) return refused(`('Bad socket format %s', ${repr(value)})`);
  const host = match[1].toLowerCase();
  return mapConverted(port(match[2]), (number) => ({ kind: 'tcp', url: `tcp://${host}:${number}` }));
};

/** White space as Python's `\s` has it, any script's digits, and a line break allowed at the end. */
const tcpSocket = /^tcp:\/\/([^\s\u001c-\u001f\u0085:]+):(\p{Nd}+)\n?$/u;

/** `os.path.normpath` of an absolute path: two leading slashes stay two. */
export function normPath(path: string): string {
  const lead = /^\/\/(?!\/)/.test(path) ? '//' : path.startsWith('/') ? '/' : '';
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    const last = segments[segments.length - 1];
    if (segment === '..' && (lead !== '' || (last !== undefined && last !== '..'))) segments.pop();
    else segments.push(segment);
  }
  return lead + segments.join('/') || '.';
}

/** The classes of Supervisor's events by the names that `events=` takes. */
const eventNames =
  'EVENT PROCESS_STATE PROCESS_STATE_STOPPED PROCESS_STATE_EXITED PROCESS_STATE_STARTING PROCESS_STATE_STOPPING ' +
  'PROCESS_STATE_BACKOFF PROCESS_STATE_FATAL PROCESS_STATE_RUNNING PROCESS_STATE_UNKNOWN PROCESS_COMMUNICATION ' +
  'PROCESS_COMMUNICATION_STDOUT PROCESS_COMMUNICATION_STDERR PROCESS_LOG PROCESS_LOG_STDOUT PROCESS_LOG_STDERR ' +
  'REMOTE_COMMUNICATION SUPERVISOR_STATE_CHANGE SUPERVISOR_STATE_CHANGE_RUNNING SUPERVISOR_STATE_CHANGE_STOPPING ' +
  'TICK TICK_5 TICK_60 TICK_3600 PROCESS_GROUP PROCESS_GROUP_ADDED PROCESS_GROUP_REMOVED';

const events: ReadonlySet<string> = new Set(eventNames.split(' '));

/** True for a name that `events=` takes; case does not matter. */
export const isEvent = (name: string): boolean => events.has(name.toUpperCase());

/** Sorts by priority, then by name in code points, as Supervisor starts groups and processes. */
export const byPriority = (
  a: { readonly priority: number; readonly name: string },
  b: { readonly priority: number; readonly name: string },
): number => a.priority - b.priority || compareByCodePoint(a.name, b.name);

/**
 * The shape of a Python callable that setuptools takes: `module:attribute`. Supervisor 4.2 hands setuptools two
 * values, so the message shows a tuple. Whether it can be imported only the machine knows.
 */
export const callable: Convert<string> = (value) => {
  const bracket = value.indexOf('[');
  const head = bracket === -1 ? value : value.slice(0, bracket);
  const spec = head.slice(head.lastIndexOf('=') + 1);
  const [module = '', ...attributes] = spec.split(':');
  const closes = bracket === -1 || strip(value).endsWith(']');
  const isOneLine = !head.slice(0, head.length - spec.length).includes('\n');
  const isDotted = [module, ...attributes].every((part) => /^[\p{L}\p{N}_.]+$/u.test(strip(part)));
  if (closes && isOneLine && isDotted && attributes.length < 2) return moduleNamed(strip(module), value);
  const message = "EntryPoint must be in 'name=module:attrs [extras]' format";
  return refused(`(${repr(message)}, ${repr(`x=${value}`)})`);
};

/** The shape that Python's `importlib.metadata` takes, in Supervisor's words since 4.3. */
export const importable = (value: string, section: string): Converted<string> =>
  /^[\p{L}\p{N}_.]+\s*(?::\s*[\p{L}\p{N}_.]+\s*)?(?:\[.*\]\s*)?$/u.test(value)
    ? ok(value)
    : refused(`${value} cannot be resolved within [${section}]`);

/** Dots stand between the parts of a module's name, not around them. */
const moduleNamed = (module: string, value: string): Converted<string> =>
  module.split('.').includes('') ? refused(`('Invalid module name', ${repr(module)})`) : ok(value);
