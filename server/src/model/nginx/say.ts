import type { TextFile } from '../../base/file.ts';
import { memo } from '../../base/memo.ts';
import type { Place, Related } from '../../base/span.ts';
import { looksTemplated, placeholdersIn } from '../../base/template.ts';
import { parseNginx } from '../../syntax/nginx/parse.ts';
import { firstBytes } from '../../syntax/nginx/reader.ts';
import { type NginxStatement, type NginxSyntax, nginxLine } from '../../syntax/nginx/tree.ts';
import type { Problem } from '../problem.ts';
import type { Call } from './state.ts';
import type { NginxDirective, NginxWord } from './types.ts';

/** The syntax of an nginx file, parsed once. */
export const nginxSyntaxOf: (file: TextFile) => NginxSyntax = memo((file: TextFile) => parseNginx(file.text));

/** True when a template engine decides which lines of the file are there. */
export const hasTemplateLines: (file: TextFile) => boolean = memo(
  (file: TextFile) => nginxSyntaxOf(file).tree.holes.length > 0 || hasWideTemplate(file.text),
);

/** Comments and expressions of a template that go over several lines, in a text that is a template for sure. */
const hasWideTemplate = (text: string): boolean =>
  /(?:^|\s)\{#[^#]*\n|\{\{[^{}]*\n[^{}]*\}\}/.test(text) && looksTemplated(text);

/** True for a template whose braces only its engine can match: nothing in it is certain. */
export const isOpaque = (file: TextFile): boolean =>
  hasTemplateLines(file) && nginxSyntaxOf(file).errors.length > 0;

/** The text of argument `i`, from 0; empty when there is none. */
export const textOf = (call: Call, i: number): string => call.args[i]?.text ?? '';

export const placeOfStatement = (file: TextFile, statement: NginxStatement): Place => ({
  uri: file.uri,
  span: { start: statement.start, end: statement.end },
});

/** Python's own placeholders, which nginx would take for plain text: `%(port)s`. */
const pythonFormat = /%\([A-Za-z_][\w.]*\)[sdirf]/;

const mayHold = /\{\{|\{%|<%|\$\{?[A-Z]|__[A-Z]|@[A-Z]|M4_[A-Z]|<[A-Z]/;
const environmentVariable = /\$(?:[A-Z][A-Z0-9_]*(?![a-z0-9_])|\{[A-Z][A-Z0-9_]*\})/;

/**
 * True for a text of which a part is filled in before nginx reads it. Variables in capitals are the
 * environment's: docker images of nginx fill them in, and nginx itself has none.
 */
export function hasPlaceholder(text: string): boolean {
  if (text.includes('%(') && pythonFormat.test(text)) return true;
  if (!mayHold.test(text)) return false;
  return environmentVariable.test(text) || placeholdersIn(text).some(({ kind }) => kind !== 'variable');
}

/** What a check has to say; `said` are nginx's words, letter by letter, without ` in FILE:LINE`. */
export interface Saying {
  readonly code: string;
  readonly said: string;
  /** What the mark stands under; the directive's name when absent. */
  readonly at?: NginxWord | Place | undefined;
  /** What to do, as a sentence. */
  readonly advice?: string | undefined;
  readonly related?: readonly Related[];
  readonly data?: Readonly<Record<string, string>>;
  /** The line nginx names where it is not the reader's; null when it names none. */
  readonly line?: number | null;
}

/** Says that nginx stops here. */
export function refuse(call: Call, saying: Saying): void {
  call.run.problems.push({ ...problemOf(call, saying), refusedBy: 'nginx' });
}

/** Says something that nginx only warns of, or does not see. */
export function warn(call: Call, saying: Saying): void {
  call.run.problems.push(problemOf(call, saying));
}

/** The line nginx names for a call. */
export const lineOf = (call: Call): number => nginxLine(nginxSyntaxOf(call.file).tree, call.readTo);

/** The line nginx names for a directive without a block that it took before; null when its file is not at hand. */
export function lineOfDirective(call: Call, { place }: NginxDirective): number | null {
  const file = [...call.run.files].find(({ uri }) => uri === place.uri);
  return file ? nginxLine(nginxSyntaxOf(file).tree, place.span.end) : null;
}

/** nginx cuts what it says of a configuration at so many bytes (NGX_MAX_CONF_ERRSTR). */
const longestMessage = 1024;

function problemOf(call: Call, saying: Saying): Problem {
  const { code, at, advice, related = [], data, line = lineOf(call) } = saying;
  const said = firstBytes(saying.said, 0, longestMessage);
  const place = at === undefined ? call.directive.namePlace : 'place' in at ? at.place : at;
  return {
    code,
    message: [said, advice].filter(Boolean).join('. '),
    place,
    related,
    refusedBy: null,
    data: { ...data, said, ...(line === null ? {} : { line: String(line) }) },
  };
}

/** Refuses with `"name" directive …`, as a setter that returns a string makes the dispatcher say. */
export function refuseDirective(call: Call, code: string, reason: string, at?: NginxWord): void {
  refuse(call, { code, said: `"${call.name}" directive ${reason}`, at });
}

/** Refuses a value with words of the setter's own. */
export function refuseValue(call: Call, said: string, at?: NginxWord, advice?: string): void {
  refuse(call, { code: 'nginx/invalid-value', said, at, advice });
}

/**
 * Fills a slot that may be filled once in a block. True when it was free; otherwise nginx refuses the directive
 * as a duplicate, and that is said.
 */
export function takeSlot(call: Call, slot = call.name): boolean {
  const earlier = call.scope.slots.get(slot);
  if (!earlier) {
    call.scope.slots.set(slot, call.directive);
    return true;
  }
  refuseDuplicate(call, earlier);
  return false;
}

/** Says that a directive may stand once, and where it stood first. */
export function refuseDuplicate(call: Call, earlier: NginxDirective | undefined): void {
  if (call.run.templated) return;
  refuse(call, {
    code: 'nginx/duplicate-directive',
    said: `"${call.name}" directive is duplicate`,
    advice: 'Keep one of them.',
    related: earlier ? [{ place: earlier.namePlace, message: `"${earlier.name}" stands here first` }] : [],
  });
}
