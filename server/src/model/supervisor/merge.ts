import type { TextFile } from '../../base/file.ts';
import type { MappedText } from '../../base/mapped-text.ts';
import type { Place } from '../../base/span.ts';
import { mappedValueOf } from '../../syntax/supervisor/at.ts';
import type { OptionNode, SectionNode, SupervisorTree } from '../../syntax/supervisor/tree.ts';
import { replaceMapped } from './mapped.ts';
import type { SupervisorOption, SupervisorSection } from './types.ts';

/** An option after merging, and its value after `%(here)s` was put in (which [include] makes happen first). */
export interface MergedOption {
  readonly option: SupervisorOption;
  readonly value: MappedText;
  /** The list behind `option.overrides`; it grows with each definition, so that none copies those before it. */
  readonly overrides: Overridden[];
}

type Overridden = SupervisorOption['overrides'][number];

export interface MergedSection {
  readonly name: string;
  readonly headers: Place[];
  readonly options: Map<string, MergedOption>;
  /** Path of the file in which its first header stands; undefined for the main file. */
  readonly file: string | undefined;
}

/** What ConfigParser holds after reading files one after the other. */
export interface Sections {
  readonly byName: Map<string, MergedSection>;
  /** [DEFAULT], whose options every section has unless it sets them itself. */
  readonly defaults: MergedSection;
}

const newSection = (name: string, file: string | undefined): MergedSection => ({
  name,
  headers: [],
  options: new Map(),
  file,
});

export const newSections = (): Sections => ({
  byName: new Map(),
  defaults: newSection('DEFAULT', undefined),
});

/** Reads one more file: its sections join those of the same name, its options win. */
export function addFile(
  sections: Sections,
  tree: SupervisorTree,
  file: TextFile,
  includedAs: string | undefined,
): void {
  for (const node of tree.sections) {
    const section = node.name === 'DEFAULT' ? sections.defaults : sectionFor(sections, node, includedAs);
    section.headers.push({ uri: file.uri, span: node.headerSpan });
    for (const option of node.options) addOption(section, option, file.uri);
  }
}

function sectionFor(sections: Sections, node: SectionNode, includedAs: string | undefined): MergedSection {
  const known = sections.byName.get(node.name);
  if (known) return known;
  const section = newSection(node.name, includedAs);
  sections.byName.set(node.name, section);
  return section;
}

function addOption(section: MergedSection, node: OptionNode, uri: string): void {
  const before = section.options.get(node.name);
  const overrides = before?.overrides ?? [];
  if (before) overrides.push({ namePlace: before.option.namePlace, valuePlace: before.option.valuePlace });
  const value = mappedValueOf(node, uri);
  const option: SupervisorOption = {
    name: node.name,
    raw: value,
    namePlace: { uri, span: node.nameSpan },
    valuePlace: { uri, span: node.valueSpan },
    overrides,
  };
  section.options.set(node.name, { option, value, overrides });
}

/** The option of a section, its own or that of [DEFAULT]. */
export const optionOf = (
  sections: Sections,
  section: MergedSection,
  name: string,
): MergedOption | undefined => section.options.get(name) ?? sections.defaults.options.get(name);

/** All options of a section, its own first, then those of [DEFAULT]. */
export const optionsOf = (sections: Sections, section: MergedSection): ReadonlyMap<string, MergedOption> =>
  sections.defaults.options.size === 0
    ? section.options
    : new Map([...section.options, ...missing(section, sections.defaults)]);

const missing = (section: MergedSection, defaults: MergedSection) =>
  [...defaults.options].filter(([name]) => !section.options.has(name));

const hereFormat = '%(here)s';

/** True when reading the file may have left something to `expandHere`, after which nothing was left before. */
export const leavesHere = ({ defaults }: Sections, file: TextFile): boolean =>
  file.text.includes(hereFormat) ||
  [...defaults.options.values()].some(({ value }) => value.text.includes(hereFormat));

/** `expand_here`: puts a folder in for every `%(here)s`; one from [DEFAULT] becomes the section's own. */
export function expandHere(sections: Sections, here: string): void {
  for (const section of sections.byName.values()) {
    for (const [name, merged] of optionsOf(sections, section)) {
      if (!merged.value.text.includes(hereFormat)) continue;
      section.options.set(name, { ...merged, value: replaceMapped(merged.value, hereFormat, here) });
    }
  }
}

/** A section as the model shows it. */
export const sectionOf = ({ name, headers, options }: MergedSection): SupervisorSection => ({
  name,
  headers,
  options: new Map([...options].map(([key, { option }]) => [key, option])),
});
