import type { TextFile } from '../../base/file.ts';
import { memo } from '../../base/memo.ts';
import { placeholdersIn } from '../../base/template.ts';
import { parseFormat } from '../../syntax/supervisor/format.ts';
import { supervisorTreeOf } from '../../syntax/supervisor/parse.ts';

/** What a file tells about the template engine that makes supervisord's file of it. */
export interface TemplateFacts {
  /** True when statements (`{% if %}`, `<% if %>`) choose or repeat lines, so that what is missing may be there. */
  readonly statements: boolean;
  /** True when any placeholder stands in it. */
  readonly placeholders: boolean;
  /** Names of `%(name)s` that Fabric or another program fills in before supervisord reads the file. */
  readonly percentNames: ReadonlySet<string>;
}

/** The template facts of a file, computed once for each text. */
export const templateFactsOf: (file: TextFile) => TemplateFacts = memo((file) => {
  const found = placeholdersIn(file.text);
  const percentNames = percentNamesOf(file);
  return {
    statements: found.some(({ kind }) => kind === 'statement' || kind === 'erb'),
    placeholders: found.some(({ kind }) => kind !== 'variable') || percentNames.size > 0,
    percentNames,
  };
});

const supervisorNames: ReadonlySet<string> = new Set([
  'here',
  'host_node_name',
  'program_name',
  'group_name',
  'process_num',
  'numprocs',
]);

/**
 * Names that supervisord does not know, where they are the mark of a template: one in a header, which supervisord
 * never expands, or at least two different words of three letters and more without any `%(ENV_…)s`. A lone one is a
 * misspelling, and the letters of an access log format (`%(h)s`) are no words.
 */
function percentNamesOf(file: TextFile): ReadonlySet<string> {
  if (!file.text.includes('%(')) return new Set();
  const { sections } = supervisorTreeOf(file).tree;
  const inHeaders = keysOf(sections.map((section) => section.name));
  const keys = keysOf(sections.flatMap((section) => section.options.map((option) => option.value)));
  const unknown = [...inHeaders, ...keys].filter((key) => !supervisorNames.has(key));
  const words = new Set(
    unknown.filter((key) => /^[a-z][a-z0-9_.-]{2,}$/i.test(key) && !key.startsWith('ENV_')),
  );
  const usesEnvironment = unknown.some((key) => key.startsWith('ENV_'));
  return inHeaders.length > 0 || (words.size >= 2 && !usesEnvironment) ? words : new Set();
}

const keysOf = (texts: readonly string[]): readonly string[] =>
  texts
    .filter((text) => text.includes('%('))
    .flatMap((text) =>
      parseFormat(text).flatMap((piece) => ('key' in piece && piece.key ? [piece.key.text] : [])),
    );

/** The placeholders of a value: its first one's text where it holds one; undefined for a plain value. */
export function placeholderOf(text: string, percentNames: ReadonlySet<string>): string | undefined {
  const [first] = placeholdersIn(text);
  if (first) return text;
  if (percentNames.size === 0 || !text.includes('%(')) return undefined;
  return keysOf([text]).some((key) => percentNames.has(key)) ? text : undefined;
}
