import type { Value } from '../../base/known.ts';
import type { FormatValue } from '../../syntax/supervisor/evaluate.ts';
import { boolean, bytes, type Convert, integer, logLevel, octal, text } from './convert.ts';
import { type ReadEnvironment, readEnvironment } from './environment.ts';
import { isFrom44, type Loader } from './loader.ts';
import { existingFolder, existingFolderOf, userOf } from './machine.ts';
import { namesOf } from './names.ts';
import { optionIn, readOption, refuseValue, type SectionReader } from './read.ts';

/** What [supervisord] itself sets, as far as other sections depend on it. */
export interface Daemon {
  readonly environment: ReadEnvironment;
  /** The check that supervisord makes at its very end. */
  readonly checkUser: () => void;
}

type Check = readonly [name: string, convert: (loader: Loader) => Convert<unknown>];

const always = (convert: Convert<unknown>) => (): Convert<unknown> => convert;

/** In the order in which supervisord reads them. */
const checks: readonly Check[] = [
  ['minfds', always(integer)],
  ['minprocs', always(integer)],
  ['directory', existingFolder],
  ['user', always(text)],
  ['umask', always(octal)],
  ['logfile', existingFolderOf],
  ['logfile_maxbytes', always(bytes)],
  ['logfile_backups', always(integer)],
  ['loglevel', always(logLevel)],
  ['pidfile', existingFolderOf],
  ['identifier', always(text)],
  ['nodaemon', always(boolean)],
  ['silent', always(boolean)],
  ['childlogdir', existingFolder],
  ['nocleanup', always(boolean)],
  ['strip_ansi', always(boolean)],
];

/** Reads [supervisord]; what its environment= sets joins the names of all later sections. */
export function readDaemon(reader: SectionReader): Daemon {
  const { loader } = reader;
  const names = namesOf(loader.environment, new Map([['here', loader.here]]));
  const read = new Map<string, Value<unknown>>();
  for (const [name, convert] of checks)
    read.set(name, readOption<unknown>(reader, name, names, convert(loader), null));
  const environment = readDaemonEnvironment(reader);
  for (const [name, value] of environment.variables)
    loader.environment.values.set(`ENV_${name}`, asName(value));
  return { environment, checkUser: () => checkUser(reader, read.get('user')) };
}

/** A variable as the names of expansions hold it. */
export const asName = (value: Value<string>): FormatValue =>
  value.known ? value.value : { type: 'str', why: value.why };

/** Up to 4.3 the value is expanded twice, the first time without the name of the machine. */
function readDaemonEnvironment(reader: SectionReader): ReadEnvironment {
  const { loader } = reader;
  const merged = optionIn(reader, 'environment');
  if (!merged) return { variables: new Map(), complete: true };
  const here: [string, FormatValue] = ['here', loader.here];
  const all = namesOf(loader.environment, new Map([here, ['host_node_name', loader.nodeName]]), 'own first');
  if (isFrom44(loader)) return readEnvironment(reader, merged, all);
  const first = namesOf(loader.environment, new Map([here]));
  return readEnvironment(reader, merged, all, first);
}

/** `user` is looked up only when everything else was read. */
function checkUser(reader: SectionReader, value: Value<unknown> | undefined): void {
  const merged = optionIn(reader, 'user');
  if (!merged || !value?.known || typeof value.value !== 'string') return;
  const user = userOf(reader.loader)(value.value);
  if (!user.ok) refuseValue(reader, 'user', user.message, merged.option.valuePlace);
}
