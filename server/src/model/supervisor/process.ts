import { ifKnown, type Value } from '../../base/known.ts';
import type { MappedText } from '../../base/mapped-text.ts';
import type { FormatValue } from '../../syntax/supervisor/evaluate.ts';
import { strip } from '../../syntax/supervisor/python-text.ts';
import { readCommand } from './command.ts';
import { processName, text } from './convert.ts';
import { asName } from './daemon.ts';
import { type ReadEnvironment, readEnvironment } from './environment.ts';
import { refuse } from './loader.ts';
import { readLogs } from './logs.ts';
import { trimMapped } from './mapped.ts';
import type { MergedOption } from './merge.ts';
import { namesOf, type OptionNames } from './names.ts';
import { type ProgramSettings, readSettings } from './program-settings.ts';
import { expandText, headerOf, optionIn, readOption, refuseValue, type SectionReader } from './read.ts';
import { placeholderOf } from './template.ts';
import type { SupervisorInstance } from './types.ts';

/** What a program's section makes: its processes, or why their number is unknown. */
export interface ReadProgram {
  readonly numprocs: Value<number>;
  readonly numprocsStart: Value<number>;
  readonly instances: readonly ReadInstance[];
}

/** A process, and whether its name is certain; else it is the text of process_name with the number. */
export interface ReadInstance extends SupervisorInstance {
  readonly hasKnownName: boolean;
}

/** More processes than any machine runs; beyond, the number counts as unknown. */
const maxProcesses = 5_000;

/** Reads the section of a program as `_processes_from_section` does, problems in its order. */
export function readProgram(
  reader: SectionReader,
  programName: string,
  groupName: string,
  daemon: ReadEnvironment,
): ReadProgram {
  const { loader } = reader;
  const table = new Map<string, FormatValue>([
    ['here', loader.here],
    ['program_name', programName],
    ['host_node_name', loader.nodeName],
    ['group_name', groupName],
  ]);
  const program: Program = {
    reader,
    daemon,
    table,
    names: namesOf(loader.environment, table),
    tableNames: namesOf(loader.environment, table, 'own first'),
    settings: readSettings(reader, namesOf(loader.environment, table)),
    processName: readProcessName(reader),
  };
  checkNumprocs(program);
  checkStopAsGroup(program);
  return readInstances(program);
}

interface Program {
  readonly reader: SectionReader;
  readonly daemon: ReadEnvironment;
  /** The names of the program's options; each process adds its own, and they stay for the next. */
  readonly table: Map<string, FormatValue>;
  readonly names: OptionNames;
  readonly tableNames: OptionNames;
  readonly settings: ProgramSettings;
  readonly processName: ProcessName;
}

interface ProcessName {
  readonly text: MappedText;
  /** Undefined for the default. */
  readonly merged: MergedOption | undefined;
  readonly isPlaceholder: boolean;
}

const defaultProcessName: MappedText = { text: '%(program_name)s', pieces: [] };

function readProcessName(reader: SectionReader): ProcessName {
  const merged = optionIn(reader, 'process_name');
  if (!merged) return { text: defaultProcessName, merged, isPlaceholder: false };
  const { loader } = reader;
  const isPlaceholder =
    loader.options.templates !== 'literal' &&
    placeholderOf(merged.value.text, loader.percentNames) !== undefined;
  const checked = processName(merged.value.text);
  if (!checked.ok && !isPlaceholder)
    refuseValue(reader, 'process_name', checked.message, merged.option.valuePlace);
  return { text: trimMapped(merged.value, strip), merged, isPlaceholder };
}

function checkNumprocs({ reader, settings, processName: name }: Program): void {
  const count = ifKnown(settings.numprocs);
  if (count === undefined || count <= 1 || name.isPlaceholder) return;
  if (name.text.text.includes('%(process_num)')) return;
  const place = optionIn(reader, 'numprocs')?.option.valuePlace ?? headerOf(reader);
  const reason = '%(process_num) must be present within process_name when numprocs > 1';
  refuse(reader.loader, 'supervisor/numprocs-without-process-num', reason + reader.suffix, place, {
    section: reader.section.name,
    option: 'numprocs',
  });
}

function checkStopAsGroup({ reader, settings }: Program): void {
  const { stopasgroup, killasgroup } = settings;
  if (ifKnown(stopasgroup) !== true || ifKnown(killasgroup) !== false) return;
  const place = optionIn(reader, 'killasgroup')?.option.valuePlace ?? headerOf(reader);
  const reason = 'Cannot set stopasgroup=true and killasgroup=false';
  refuse(reader.loader, 'supervisor/stopasgroup-killasgroup-conflict', reason + reader.suffix, place, {
    section: reader.section.name,
    option: 'killasgroup',
  });
}

/**
 * Reads one process after the other. Where their number is unknown one is read all the same, with an unknown
 * number, so that what every process would be refused for is seen.
 */
function readInstances(program: Program): ReadProgram {
  const { numprocs, numprocsStart } = program.settings;
  const count = ifKnown(numprocs);
  const start = ifKnown(numprocsStart);
  if (count === undefined || start === undefined || count > maxProcesses) {
    const why = 'the number of processes is unknown';
    readInstance(program, { type: 'int', why }, { type: 'int', why }, 0);
    const isMany = count !== undefined && count > maxProcesses;
    const unknown = { known: false, why: 'too many processes to list', places: numprocs.places } as const;
    return { numprocs: isMany ? unknown : numprocs, numprocsStart, instances: [] };
  }
  const first = BigInt(start);
  const instances = Array.from({ length: Math.max(0, count) }, (_, i) =>
    readInstance(program, first + BigInt(i), BigInt(count), start + i),
  );
  return { numprocs, numprocsStart, instances };
}

function readInstance(
  program: Program,
  processNum: FormatValue,
  numprocs: FormatValue,
  number: number,
): ReadInstance {
  const { reader, table, names, tableNames, settings, daemon } = program;
  table.set('process_num', processNum);
  table.set('numprocs', numprocs);
  for (const [name, value] of reader.loader.environment.values) table.set(name, value);
  const own = readOwnEnvironment(program);
  for (const [name, value] of own.variables) table.set(`ENV_${name}`, asName(value));
  const directory = readOption<string | null>(reader, 'directory', names, text, null);
  const logs = readLogs(reader, names, tableNames, settings.redirectStderr);
  const command = readCommand(reader, names);
  const name = readName(program);
  return {
    name: name ?? `${program.processName.text.text}#${number}`,
    hasKnownName: name !== undefined,
    processNum: number,
    command,
    directory,
    user: settings.user,
    environment: new Map([...daemon.variables, ...own.variables]),
    environmentComplete: daemon.complete && own.complete,
    autostart: settings.autostart,
    startsecs: settings.startsecs,
    stopsignal: settings.stopsignal,
    stopwaitsecs: settings.stopwaitsecs,
    stdoutLogfile: logs.stdout,
    stderrLogfile: logs.stderr,
    values: new Map([...settings.values, ...logs.values]),
  };
}

function readOwnEnvironment({ reader, tableNames }: Program): ReadEnvironment {
  const merged = optionIn(reader, 'environment');
  if (!merged) return { variables: new Map(), complete: true };
  return readEnvironment(reader, merged, tableNames);
}

/** The name of a process; undefined where it cannot be told. */
function readName({ reader, processName: name, tableNames, table }: Program): string | undefined {
  const { text, merged, isPlaceholder } = name;
  if (!merged) return String(table.get('program_name') ?? '');
  if (isPlaceholder) return undefined;
  const expanded = expandText(reader, merged, text, tableNames, 'process_name');
  return expanded.kind === 'text' && expanded.unknown.length === 0 ? expanded.text.text : undefined;
}
