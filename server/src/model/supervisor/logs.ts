import { ifKnown, known, type Value } from '../../base/known.ts';
import { boolean, bytes, type Convert, type Converted, integer } from './convert.ts';
import { note, warn } from './loader.ts';
import { existingFolderOf, needsHome } from './machine.ts';
import type { OptionNames } from './names.ts';
import { convertText, expandOption, expandText, optionIn, readOption, type SectionReader } from './read.ts';
import type { SupervisorValue } from './types.ts';

/** Where one output of a process goes. */
interface Log {
  /** `AUTO`, null for none, or a path. */
  readonly file: Value<string | null>;
  readonly backups: Value<number>;
  readonly maxBytes: Value<number>;
  readonly syslog: Value<boolean>;
}

/** Where the outputs of a process go. */
export interface Logs {
  readonly stdout: Value<string | null>;
  readonly stderr: Value<string | null>;
  /** The other log options by name. */
  readonly values: readonly (readonly [string, Value<SupervisorValue>])[];
}

/**
 * Reads the log options of one process. `names` are those of an ordinary option, `table` those of the second
 * expansion that Supervisor makes of a logfile.
 */
export function readLogs(
  reader: SectionReader,
  names: OptionNames,
  table: OptionNames,
  redirected: Value<boolean>,
): Logs {
  const stdout = readLog(reader, 'stdout', names, table);
  const stderr = readLog(reader, 'stderr', names, table);
  const isRedirected = ifKnown(redirected) === true;
  if (isRedirected) warnOfRedirect(reader, stderr);
  return {
    stdout: stdout.file,
    stderr: isRedirected ? known(null, 'config file', redirected.places) : stderr.file,
    values: [...valuesOf('stdout', stdout), ...valuesOf('stderr', stderr)],
  };
}

const valuesOf = (channel: string, { backups, maxBytes, syslog }: Log) =>
  [
    [`${channel}_logfile_backups`, backups],
    [`${channel}_logfile_maxbytes`, maxBytes],
    [`${channel}_syslog`, syslog],
  ] as const;

const defaultMaxBytes = 50 * 1024 * 1024;

function readLog(
  reader: SectionReader,
  channel: 'stdout' | 'stderr',
  names: OptionNames,
  table: OptionNames,
): Log {
  const file = readLogfile(reader, `${channel}_logfile`, names, table);
  const backups = readOption(reader, `${channel}_logfile_backups`, names, integer, 10);
  const maxBytes = readOption(reader, `${channel}_logfile_maxbytes`, names, bytes, defaultMaxBytes);
  const syslog = readOption(reader, `${channel}_syslog`, names, boolean, false);
  const isSyslog = ifKnown(file) === 'syslog';
  if (isSyslog) warnOfSyslog(reader, channel);
  if (ifKnown(file) === 'AUTO' && ifKnown(maxBytes) === 0) warnOfRollover(reader, channel);
  if (!isSyslog) return { file, backups, maxBytes, syslog };
  const places = file.places;
  return {
    file: known(null, 'config file', places),
    backups,
    maxBytes,
    syslog: known(true, 'config file', places),
  };
}

/** `logfile_name`; `syslog` stays a word here. A path below `~` is known to the machine alone. */
function readLogfile(
  reader: SectionReader,
  name: string,
  names: OptionNames,
  table: OptionNames,
): Value<string | null> {
  const merged = optionIn(reader, name);
  if (!merged) return known('AUTO', 'default');
  const first = expandOption(reader, merged, names);
  const second = first.kind === 'text' ? expandText(reader, merged, first.text, table, name) : first;
  const doubtful = first.kind === 'text' && second.kind === 'text' && first.unknown.length > 0;
  const expanded = doubtful ? { ...second, unknown: first.unknown } : second;
  const value = convertText(reader, merged, expanded, logfileName(reader));
  return value.known && value.value !== null && needsHome(reader.loader, value.value)
    ? { known: false, why: '~ is a home folder of the machine', places: value.places }
    : value;
}

const logfileName =
  ({ loader }: SectionReader): Convert<string | null> =>
  (value): Converted<string | null> => {
    const word = value.toLowerCase();
    if (word === 'none' || word === 'off') return { ok: true, value: null };
    if (word === 'auto') return { ok: true, value: 'AUTO' };
    if (word === 'syslog') return { ok: true, value: 'syslog' };
    return existingFolderOf(loader)(value);
  };

const placeIn = (reader: SectionReader, name: string) =>
  optionIn(reader, name)?.option.valuePlace ?? reader.section.headers[0];

function warnOfSyslog(reader: SectionReader, channel: string): void {
  const place = placeIn(reader, `${channel}_logfile`);
  const [file, option] = [`${channel}_logfile`, `${channel}_syslog`];
  const message =
    `For [${reader.section.name}], ${file}=syslog but this is deprecated and will be removed.  ` +
    `Use ${option}=true to enable syslog instead.`;
  if (place) warn(reader.loader, message, place);
}

function warnOfRollover(reader: SectionReader, channel: string): void {
  const place = placeIn(reader, `${channel}_logfile_maxbytes`);
  const message =
    `For [${reader.section.name}], AUTO logging used for ${channel}_logfile without rollover, ` +
    'set maxbytes > 0 to avoid filling up filesystem unintentionally';
  if (place) warn(reader.loader, message, place);
}

function warnOfRedirect(reader: SectionReader, { file }: Log): void {
  const path = ifKnown(file);
  const place = placeIn(reader, 'stderr_logfile');
  if (path === undefined || path === null || path === 'AUTO' || !place) return;
  const message =
    `For [${reader.section.name}], redirect_stderr=true but stderr_logfile has also been set to a filename, ` +
    'the filename has been ignored';
  warn(reader.loader, message, place);
  note(reader.loader, {
    code: 'supervisor/redirect-stderr-conflict',
    message,
    place,
    related: [],
    refusedBy: null,
    data: { section: reader.section.name, option: 'stderr_logfile' },
  });
}
