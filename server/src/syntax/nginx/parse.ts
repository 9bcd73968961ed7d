import { lineAt } from '../../base/line-index.ts';
import { span } from '../../base/span.ts';
import { type Placeholder, placeholdersIn } from '../../base/template.ts';
import { luaEnd } from './lua.ts';
import { endOfFile, type Reader, readWords, wordsOf } from './reader.ts';
import {
  errorLimit,
  isLuaBlock,
  type NginxBody,
  type NginxStatement,
  type NginxSyntax,
  type NginxSyntaxError,
  type NginxToken,
  nginxLines,
} from './tree.ts';

/**
 * Reads a text as nginx does (`ngx_conf_read_token`, `ngx_conf_parse`): every text gives a tree, and `errors` says
 * where nginx would stop and what it would print. After the first error the tree follows what the author most
 * likely meant. Placeholders of templates are parts of words, template statements are blank.
 */
export function parseNginx(
  text: string,
  placeholders: readonly Placeholder[] = placeholdersIn(text),
): NginxSyntax {
  const parser = newParser(text, placeholders);
  for (;;) {
    const stop = readWords(parser.reader);
    const words = wordsOf(parser.reader);
    if (stop === 'end') {
      finish(parser, words);
      break;
    }
    if (stop === ';') takeSimple(parser, words);
    else if (stop === '{') openBlock(parser, words);
    else closeBlock(parser, words);
  }
  const { comments, holes } = parser.reader;
  return { tree: { text, statements: parser.root, comments, holes }, errors: parser.errors };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A block that is still open. Its statement is complete but for the ends. */
interface Open {
  readonly statement: Mutable<NginxStatement>;
  readonly body: Mutable<NginxBody>;
  readonly statements: NginxStatement[];
}

interface Parser {
  readonly reader: Reader;
  readonly root: NginxStatement[];
  readonly open: Open[];
  readonly errors: NginxSyntaxError[];
}

function newParser(text: string, placeholders: readonly Placeholder[]): Parser {
  const errors: NginxSyntaxError[] = [];
  let lines: readonly number[] | undefined;
  const fail: Reader['fail'] = (message, span, readTo, { lineFrom = readTo, ...more } = {}) => {
    if (errors.length >= errorLimit) return;
    lines ??= nginxLines(text);
    const after = Math.min(reader.pos, readTo);
    errors.push({ message, span, readTo, after, line: lineAt(lines, lineFrom) + 1, ...more });
  };
  // `${X}` and markers such as `@PORT@` hold nothing that ends a word.
  const relevant = placeholders.filter((p) => p.kind !== 'variable' && p.kind !== 'marker');
  const reader: Reader = {
    text,
    pos: 0,
    placeholders: relevant,
    next: 0,
    words: [],
    count: 0,
    comments: [],
    holes: [],
    fail,
  };
  return { reader, root: [], open: [], errors };
}

const statementsOf = (parser: Parser): NginxStatement[] =>
  parser.open[parser.open.length - 1]?.statements ?? parser.root;

function takeSimple(parser: Parser, words: readonly NginxToken[]): void {
  const end = parser.reader.pos;
  const first = words[0];
  if (!first) parser.reader.fail('unexpected ";"', span(end - 1, end), end);
  else statementsOf(parser).push(statement(first.start, end, words, ';'));
}

const statement = (
  start: number,
  end: number,
  words: readonly NginxToken[],
  terminator: NginxStatement['terminator'],
): Mutable<NginxStatement> => ({ start, end, words, terminator, readTo: end, body: null });

function openBlock(parser: Parser, words: readonly NginxToken[]): void {
  const { reader } = parser;
  const brace = reader.pos - 1;
  const first = words[0];
  if (!first) reader.fail('unexpected "{"', span(brace, brace + 1), brace + 1);
  const opened = statement(first?.start ?? brace, brace + 1, words, '{');
  const statements: NginxStatement[] = [];
  const lua = first !== undefined && isLuaBlock(first.text);
  const body = { start: brace, end: brace + 1, statements, closed: false, lua };
  opened.body = body;
  statementsOf(parser).push(opened);
  parser.open.push({ statement: opened, body, statements });
  if (!lua) return;
  const end = luaEnd(reader.text, reader.pos);
  reader.pos = end === -1 ? reader.text.length : end;
}

function closeBlock(parser: Parser, words: readonly NginxToken[]): void {
  const { reader } = parser;
  const brace = reader.pos - 1;
  const last = words[words.length - 1];
  if (last) {
    reader.fail('unexpected "}"', span(brace, brace + 1), brace + 1, { semicolonAt: last.end });
    takeUnterminated(parser, words);
  }
  const block = parser.open.pop();
  if (!block) {
    if (!last) reader.fail('unexpected "}"', span(brace, brace + 1), brace + 1);
    return;
  }
  block.body.closed = true;
  endAt(block, brace + 1);
}

function endAt(block: Open, end: number): void {
  block.body.end = end;
  block.statement.end = end;
}

/** Ends what is still open at the end of the text. */
function finish(parser: Parser, words: readonly NginxToken[]): void {
  const { reader, open } = parser;
  const { length } = reader.text;
  const last = words[words.length - 1];
  const innermost = open[open.length - 1];
  // Behind a quote that is never closed nginx has given up already.
  const quoted = parser.errors[parser.errors.length - 1]?.message === endOfFile;
  if (last && !quoted) reader.fail(endOfFile, span(last.start, last.end), length, { semicolonAt: last.end });
  else if (innermost) failOpenBlock(parser, innermost);
  takeUnterminated(parser, words);
  while (open.length > 0) {
    const block = open.pop();
    if (block) endAt(block, length);
  }
}

function failOpenBlock(parser: Parser, block: Open): void {
  const { start, words } = block.statement;
  const place = span(start, words[words.length - 1]?.end ?? start + 1);
  const { length } = parser.reader.text;
  parser.reader.fail('unexpected end of file, expecting "}"', place, length);
}

const directiveShape = /^[a-z][a-z0-9_]*$/;

/**
 * Takes words that no `;` ends. A word at the start of a line that looks like a directive begins the next one:
 * the `;` before it is missing as well.
 */
function takeUnterminated(parser: Parser, words: readonly NginxToken[]): void {
  const { text } = parser.reader;
  let from = 0;
  for (let i = 1; i <= words.length; i++) {
    const word = words[i];
    const last = words[i - 1];
    const first = words[from];
    if (!last || !first) return;
    const begins = word && directiveShape.test(word.text) && text.slice(last.end, word.start).includes('\n');
    if (word && !begins) continue;
    statementsOf(parser).push(statement(first.start, last.end, words.slice(from, i), 'none'));
    from = i;
  }
}
