import { ifKnown, type Value } from '../../base/known.ts';
import { strip } from '../../syntax/supervisor/python-text.ts';
import {
  autoRestart,
  boolean,
  bytes,
  type Convert,
  exitCodes,
  integer,
  mapConverted,
  octal,
  signal,
  signalName,
} from './convert.ts';
import { userOf } from './machine.ts';
import type { OptionNames } from './names.ts';
import { readOption, type SectionReader } from './read.ts';
import type { SupervisorValue } from './types.ts';

/** The options that all processes of a program share. */
export interface ProgramSettings {
  readonly priority: Value<number>;
  readonly autostart: Value<boolean>;
  readonly startsecs: Value<number>;
  readonly stopsignal: Value<string>;
  readonly stopwaitsecs: Value<number>;
  readonly stopasgroup: Value<boolean>;
  readonly killasgroup: Value<boolean>;
  readonly redirectStderr: Value<boolean>;
  readonly numprocs: Value<number>;
  readonly numprocsStart: Value<number>;
  readonly user: Value<string | null>;
  /** All options but those of single processes, by name. */
  readonly values: ReadonlyMap<string, Value<SupervisorValue>>;
}

/** Reads them in Supervisor's order, in which it meets the problems. */
export function readSettings(reader: SectionReader, names: OptionNames): ProgramSettings {
  const values = new Map<string, Value<SupervisorValue>>();
  const read: Read = (name, convert, fallback) => {
    const value = readOption(reader, name, names, convert, fallback);
    values.set(name, value);
    return value;
  };
  const priority = read<number>('priority', integer, 999);
  const autostart = read<boolean>('autostart', boolean, true);
  read<string>('autorestart', autoRestart, 'unexpected');
  const startsecs = read<number>('startsecs', integer, 1);
  read<number>('startretries', integer, 3);
  const stopsignal = read<string>('stopsignal', signalWord, 'TERM');
  const stopwaitsecs = read<number>('stopwaitsecs', integer, 10);
  const stopasgroup = read<boolean>('stopasgroup', boolean, false);
  const killasgroup = read<boolean>('killasgroup', boolean, ifKnown(stopasgroup) ?? false);
  read<readonly number[]>('exitcodes', exitCodes, [0]);
  const redirectStderr = read<boolean>('redirect_stderr', boolean, false);
  const numprocs = readOption(reader, 'numprocs', names, integer, 1);
  const numprocsStart = readOption(reader, 'numprocs_start', names, integer, 0);
  readChannels(read);
  read<string | null>('serverurl', serverUrl, null);
  const user = readOption<string | null>(reader, 'user', names, userOf(reader.loader), null);
  read<number | null>('umask', octal, null);
  return {
    priority,
    autostart,
    startsecs,
    stopsignal,
    stopwaitsecs,
    stopasgroup,
    killasgroup,
    redirectStderr,
    numprocs,
    numprocsStart,
    user,
    values,
  };
}

type Read = <T extends SupervisorValue>(name: string, convert: Convert<T>, fallback: T) => Value<T>;

function readChannels(read: Read): void {
  for (const channel of ['stdout', 'stderr']) {
    read<number>(`${channel}_capture_maxbytes`, bytes, 0);
    read<boolean>(`${channel}_events_enabled`, boolean, false);
  }
}

const signalWord: Convert<string> = (text) => mapConverted(signal(text), signalName);

/** `AUTO` stands for none: supervisord then names its own server. */
const serverUrl: Convert<string | null> = (text) => ({
  ok: true,
  value: strip(text).toUpperCase() === 'AUTO' ? null : text,
});
