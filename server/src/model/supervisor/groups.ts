import { ifKnown, type Value } from '../../base/known.ts';
import { type MappedText, sourceOf } from '../../base/mapped-text.ts';
import type { Place } from '../../base/span.ts';
import type { FormatValue } from '../../syntax/supervisor/evaluate.ts';
import { repr, strip } from '../../syntax/supervisor/python-text.ts';
import { byPriority, integer, listOfStrings, processName } from './convert.ts';
import type { ReadEnvironment } from './environment.ts';
import { readFcgi } from './fcgi.ts';
import { fileShown } from './files.ts';
import { type Loader, refuse } from './loader.ts';
import type { MergedSection } from './merge.ts';
import { sectionOf } from './merge.ts';
import { namesOf, type OptionNames } from './names.ts';
import { readPool } from './pool.ts';
import { type ReadInstance, readProgram } from './process.ts';
import { expandOption, headerOf, optionIn, readOption, type SectionReader } from './read.ts';
import { placeholderOf } from './template.ts';
import type { SupervisorGroup, SupervisorProgram, SupervisorProgramKind } from './types.ts';

/** A program with its processes as they were read. */
export interface LoadedProgram extends SupervisorProgram {
  readonly instances: readonly ReadInstance[];
}

/** A group of processes: a [group:x] section, or what a lone program forms. */
export interface LoadedGroup extends SupervisorGroup {
  readonly kind: 'group' | SupervisorProgramKind;
  readonly members: readonly LoadedProgram[];
}

/** Reads all groups as `process_groups_from_parser` does, problems in its order; sorted as they start. */
export function readGroups(loader: Loader, daemon: ReadEnvironment): readonly LoadedGroup[] {
  const sections = [...loader.sections.byName.values()];
  const context: Context = { loader, daemon, sections, grouped: new Set() };
  const of = (kind: string) => sections.filter(({ name }) => name.startsWith(`${kind}:`));
  const groups = of('group').map((section) => readGroup(context, section));
  const lone = (kind: 'program' | 'fcgi-program') =>
    of(kind).filter(({ name }) => !context.grouped.has(name));
  const programs = lone('program').map((section) => readLone(context, section, 'program'));
  const listeners = of('eventlistener').map((section) => readListener(context, section));
  const fcgi = lone('fcgi-program').map((section) => readLone(context, section, 'fcgi-program'));
  return [...groups, ...programs, ...listeners, ...fcgi].sort((a, b) => byPriority(orderOf(a), orderOf(b)));
}

const orderOf = ({ priority, name }: LoadedGroup) => ({ priority: ifKnown(priority) ?? 999, name });

interface Context {
  readonly loader: Loader;
  readonly daemon: ReadEnvironment;
  readonly sections: readonly MergedSection[];
  /** Sections of programs that a [group:x] lists; they form no group of their own. */
  readonly grouped: Set<string>;
}

const readerOf = (loader: Loader, section: MergedSection): SectionReader => ({ loader, section, suffix: '' });

/** How errors of one program's own options end. */
const programReader = (loader: Loader, section: MergedSection): SectionReader => ({
  loader,
  section,
  suffix: ` in section ${repr(section.name)} (file: ${fileShown(loader, section)})`,
});

const hereNames = (loader: Loader, more: readonly (readonly [string, FormatValue])[] = []): OptionNames =>
  namesOf(loader.environment, new Map<string, FormatValue>([...more, ['here', loader.here]]));

/** The text after the first colon of a section's name. */
const nameIn = (section: MergedSection): string => section.name.slice(section.name.indexOf(':') + 1);

/** The name a section gives, checked as `process_or_group_name` does. */
function checkedName(reader: SectionReader): string {
  const raw = nameIn(reader.section);
  const checked = processName(raw);
  if (checked.ok) return checked.value;
  if (!isTemplated(reader.loader, raw))
    refuse(reader.loader, 'supervisor/invalid-name', checked.message + reader.suffix, headerOf(reader), {
      section: reader.section.name,
    });
  return strip(raw);
}

const isTemplated = ({ options, percentNames }: Loader, text: string): boolean =>
  options.templates !== 'literal' && placeholderOf(text, percentNames) !== undefined;

function readGroup(context: Context, section: MergedSection): LoadedGroup {
  const { loader } = context;
  const reader = readerOf(loader, section);
  const name = checkedName(reader);
  const listed = readListed(reader);
  const priority = readOption<number>(reader, 'priority', hereNames(loader), integer, 999);
  const members: LoadedProgram[] = [];
  let shown = section.name;
  for (const { name: program, place } of listed) {
    const found = findProgram(context, program, shown, place);
    if (!found) continue;
    shown = found.name;
    context.grouped.add(found.name);
    const kind = found.name.startsWith('program:') ? 'program' : 'fcgi-program';
    members.push(readMember(context, found, kind, name));
  }
  return {
    kind: 'group',
    name,
    explicit: true,
    priority,
    programs: listed,
    place: headerOf(reader),
    members,
  };
}

/** The names that `programs=` lists, with their places. */
function readListed(reader: SectionReader): readonly { readonly name: string; readonly place: Place }[] {
  const merged = optionIn(reader, 'programs');
  if (!merged) return [];
  const expanded = expandOption(reader, merged, hereNames(reader.loader));
  const text: MappedText = expanded.kind === 'text' ? expanded.text : merged.value;
  if (expanded.kind === 'refused') return [];
  return listOfStrings(text.text).map(({ text: name, start }) => ({
    name,
    place: sourceOf(text, start, start + name.length) ?? merged.option.valuePlace,
  }));
}

/**
 * The section of a listed program. `shown` is the section that the message names: from the second program on it is
 * the one before, since Supervisor uses one variable for both.
 */
function findProgram(
  context: Context,
  program: string,
  shown: string,
  place: Place,
): MergedSection | undefined {
  const { byName } = context.loader.sections;
  const plain = byName.get(`program:${program}`);
  const fcgi = byName.get(`fcgi-program:${program}`);
  const data = { section: shown, name: program };
  if (plain && fcgi) {
    const reason = `[${shown}] name ${program} is ambiguous (exists as program and fcgi-program)`;
    refuse(context.loader, 'supervisor/ambiguous-program-in-group', reason, place, data);
  }
  if (!plain && !fcgi && allProgramsAreKnown(context, program)) {
    const reason = `[${shown}] names unknown program or fcgi-program ${program}`;
    refuse(context.loader, 'supervisor/unknown-program-in-group', reason, place, data);
  }
  return plain ?? fcgi;
}

/** False where the program may stand in a file that is not at hand, or is named by a template. */
function allProgramsAreKnown({ loader, sections }: Context, program: string): boolean {
  const { options, sections: merged } = loader;
  if (options.templates === 'literal') return true;
  if (!loader.complete || loader.statements || isTemplated(loader, program)) return false;
  if (sections.some(({ name }) => isTemplated(loader, name))) return false;
  return (
    merged.byName.has('supervisord') || (options.siblings !== undefined && !isInSibling(loader, program))
  );
}

const isInSibling = ({ options }: Loader, program: string): boolean =>
  (options.siblings ?? []).some(({ text }) => text.includes(`program:${program}`) || text.includes('{{'));

function readMember(
  context: Context,
  section: MergedSection,
  kind: SupervisorProgramKind,
  groupName: string | null,
): LoadedProgram {
  const { loader, daemon } = context;
  const reader = programReader(loader, section);
  const name = checkedName(reader);
  const program = readProgram(reader, name, groupName ?? groupNameOf(kind, section, name), daemon);
  return { kind, name, group: groupName, section: sectionOf(section), ...program };
}

/** An eventlistener's group keeps the name as it is written, blanks around it included. */
const groupNameOf = (kind: SupervisorProgramKind, section: MergedSection, name: string): string =>
  kind === 'eventlistener' ? nameIn(section) : name;

function readLone(context: Context, section: MergedSection, kind: 'program' | 'fcgi-program'): LoadedGroup {
  const { loader } = context;
  const reader = readerOf(loader, section);
  const name = checkedName(reader);
  const priority = readOption<number>(reader, 'priority', hereNames(loader), integer, 999);
  if (kind === 'fcgi-program')
    readFcgi(reader, hereNames(loader), hereNames(loader, [['program_name', name]]));
  return loneGroup(reader, kind, name, priority, readMember(context, section, kind, null));
}

function readListener(context: Context, section: MergedSection): LoadedGroup {
  const reader = readerOf(context.loader, section);
  const priority = readPool(reader, hereNames(context.loader));
  const member = readMember(context, section, 'eventlistener', null);
  return loneGroup(reader, 'eventlistener', nameIn(section), priority, member);
}

function loneGroup(
  reader: SectionReader,
  kind: SupervisorProgramKind,
  name: string,
  priority: Value<number>,
  member: LoadedProgram,
): LoadedGroup {
  const place = headerOf(reader);
  return {
    kind,
    name,
    explicit: false,
    priority,
    programs: [{ name: member.name, place }],
    place,
    members: [member],
  };
}
