import type { Language } from '../../base/file.ts';
import type { Span } from '../../base/span.ts';
import { languageOf, type Question } from '../shared/question.ts';
import { gunicornCompletion } from './gunicorn.ts';
import type { Completion, Topic } from './item.ts';
import { nginxCompletion } from './nginx.ts';
import { supervisorCompletion } from './supervisor.ts';

export type { Completion, CompletionItem, DocKey, ItemKind } from './item.ts';

const byLanguage: Readonly<Record<Language, (question: Question) => Completion | undefined>> = {
  supervisor: supervisorCompletion,
  gunicorn: gunicornCompletion,
  nginx: nginxCompletion,
};

/** The characters after which each kind of place opens its list by itself. */
const openers: Readonly<Record<Topic, string>> = {
  name: '',
  section: '[',
  expansion: '%(',
  value: '= ',
  list: ',= ',
  flag: '-',
  'flag value': '= :/',
  variable: '$',
  argument: ' =:/',
  string: '"\':/',
};

/** All characters that may open a list, for what a server announces. */
export const triggerCharacters: readonly string[] = [...new Set(Object.values(openers).join(''))];

export interface CompletionOptions {
  /** The character that was typed just now and made the editor ask; absent when the user did, or goes on typing a word. */
  readonly trigger?: string | undefined;
  /** `left out` where another extension lists nginx's directives already; snippets of ours stay. */
  readonly nginxDirectives?: 'offered' | 'left out';
}

/** What may be written at an offset; undefined where there is nothing to offer. */
export function completion(
  question: Question,
  { trigger, nginxDirectives = 'offered' }: CompletionOptions = {},
): Completion | undefined {
  const language = languageOf(question.file);
  const all = language && byLanguage[language](question);
  const found = all && nginxDirectives === 'left out' ? withoutDirectives(all) : all;
  if (!found || found.items.length === 0) return undefined;
  if (trigger !== undefined && !openers[found.topic].includes(trigger)) return undefined;
  return { ...found, span: onLine(question, found.span) };
}

const withoutDirectives = (found: Completion): Completion => ({
  ...found,
  items: found.items.filter(({ kind }) => kind !== 'directive' && kind !== 'block'),
});

/** The part of a span on the cursor's line: editors replace nothing beyond it. */
function onLine({ file, offset }: Question, span: Span): Span {
  const isLineBreak = (unit: string | undefined): boolean => unit === '\n' || unit === '\r';
  let { start, end } = { start: offset, end: offset };
  while (start > span.start && !isLineBreak(file.text[start - 1])) start--;
  while (end < span.end && !isLineBreak(file.text[end])) end++;
  return { start, end };
}
