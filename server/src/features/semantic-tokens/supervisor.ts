import type { TextFile } from '../../base/file.ts';
import { memo } from '../../base/memo.ts';
import type { Span } from '../../base/span.ts';
import { type SupervisorSectionKind, sectionKindOf, supervisorOption } from '../../catalog/supervisor.ts';
import { readPairs } from '../../syntax/shell/pairs.ts';
import { mappedValueOf } from '../../syntax/supervisor/at.ts';
import { parseFormat } from '../../syntax/supervisor/format.ts';
import { supervisorTreeOf } from '../../syntax/supervisor/parse.ts';
import type { OptionNode, SectionNode } from '../../syntax/supervisor/tree.ts';
import { commandParts } from '../shared/at/command.ts';
import { type SemanticToken, token } from './token.ts';

/** Sections and options that supervisord reads, the words of commands, expansions and comments. */
export const supervisorTokens = memo((file: TextFile): readonly SemanticToken[] => {
  const { tree } = supervisorTreeOf(file);
  const comments = tree.lines.flatMap(({ comment, end }) =>
    comment < 0 ? [] : [token('comment', { start: comment, end })],
  );
  return [...comments, ...tree.sections.flatMap((section) => sectionTokens(file, section))];
});

function sectionTokens(file: TextFile, { name, nameSpan, options }: SectionNode): readonly SemanticToken[] {
  const kind = sectionKindOf(name);
  const colon = name.indexOf(':');
  const word = { start: nameSpan.start, end: colon < 0 ? nameSpan.end : nameSpan.start + colon };
  return [
    ...(kind ? [token('keyword', word)] : []),
    ...options.flatMap((option) => optionTokens(file, kind, option)),
  ];
}

function optionTokens(
  file: TextFile,
  kind: SupervisorSectionKind | undefined,
  option: OptionNode,
): readonly SemanticToken[] {
  const info = kind && supervisorOption(kind, option.name);
  const name = info ? [token('property', option.nameSpan)] : [];
  const { type, values } = info ?? { type: undefined, values: [] };
  if (type === 'command') return [...name, ...commandTokens(file, option), ...expansions(file, option)];
  if (type === 'environment') return [...name, ...keyTokens(file, option), ...expansions(file, option)];
  return [...name, ...wordTokens(file.text, option.valueSpan, values), ...expansions(file, option)];
}

/** A value that is one number with its unit, or one of the words that the option takes. */
function wordTokens(text: string, span: Span, values: readonly string[]): readonly SemanticToken[] {
  const value = text.slice(span.start, span.end);
  if (/^-?\d+(?:[kKmMgG][bB])?$/.test(value)) return [token('number', span)];
  return values.includes(value) || /^(?:true|false)$/i.test(value) ? [token('enumMember', span)] : [];
}

/** The server that a command starts, and its flags. */
const commandTokens = (file: TextFile, option: OptionNode): readonly SemanticToken[] =>
  commandParts(file, option).flatMap(({ part, word }) => {
    if (part.kind === 'server') return [token('function', word.span)];
    return part.kind === 'flag' ? [token('parameter', part.span)] : [];
  });

const keyTokens = (file: TextFile, option: OptionNode): readonly SemanticToken[] =>
  readPairs(mappedValueOf(option, file.uri), 'classic').pairs.flatMap(({ key }) =>
    key.place ? [token('variable', key.place.span)] : [],
  );

const expansions = ({ text }: TextFile, { parts }: OptionNode): readonly SemanticToken[] =>
  parts.flatMap(({ span }) => {
    const line = text.slice(span.start, span.end);
    if (!line.includes('%(')) return [];
    return parseFormat(line).flatMap((piece) =>
      piece.kind === 'conversion' && piece.key
        ? [
            token('variable', {
              start: span.start + piece.span.start,
              end: span.start + piece.span.end,
            }),
          ]
        : [],
    );
  });
