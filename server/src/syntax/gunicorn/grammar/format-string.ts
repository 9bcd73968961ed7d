import { splitString } from '../literals.ts';
import { type Token, tokenize } from '../tokens.ts';
import { forgottenComma } from './comma.ts';
import type { Shape } from './shape.ts';
import { peek, type Reader, Refusal, refuseAt, sees } from './state.ts';

type ReadExpression = (reader: Reader) => Shape;

const deepest = 4;
const hash = "f-string expression part cannot include '#'";

/** Stops at an f-string whose replacement fields are no expressions, with Python 3.11's words. */
export function checkFormatString(
  reader: Reader,
  token: Token,
  named: ReadExpression,
  yielded: ReadExpression,
): void {
  if (reader.nesting >= deepest) return;
  const problem = checkBody(splitString(token.text).body, reader.nesting, { named, yielded });
  if (problem === hash) refuseAt(reader, problem, token);
  if (problem !== undefined) refuseAt(reader, `f-string: ${problem}`, token);
}

interface Readers {
  readonly named: ReadExpression;
  readonly yielded: ReadExpression;
}

/** What is wrong with the text of an f-string; undefined when nothing is. */
function checkBody(body: string, nesting: number, readers: Readers): string | undefined {
  for (let at = 0; at < body.length; at++) {
    const mark = body[at];
    if (mark === '\\' && body[at + 1] === 'N' && body[at + 2] === '{') at = body.indexOf('}', at);
    else if (mark === '}') {
      if (body[at + 1] !== '}') return "single '}' is not allowed";
      at++;
    } else if (mark === '{') {
      if (body[at + 1] === '{') at++;
      else {
        const field = checkField(body, at + 1, nesting, readers);
        if (typeof field === 'string') return field;
        at = field;
      }
    }
    if (at < 0) return undefined;
  }
  return undefined;
}

/** Checks the field that begins after a brace; the offset of its closing brace, or what is wrong. */
function checkField(body: string, start: number, nesting: number, readers: Readers): string | number {
  const end = endOfExpression(body, start);
  if (typeof end === 'string') return end;
  const expression = body.slice(start, end).replace(/\s*=\s*$/, (mark) => (body[end] === '=' ? mark : ''));
  if (expression.trim() === '') return 'empty expression not allowed';
  const problem = checkExpression(expression, nesting, readers);
  if (problem !== undefined) return problem;
  let at = end;
  if (body[at] === '=') {
    at++;
    while (/\s/.test(body[at] ?? '')) at++;
  }
  if (body[at] === '!') {
    const conversion = body[at + 1] ?? '';
    if (!/[sra]/.test(conversion)) return "invalid conversion character: expected 's', 'r', or 'a'";
    at += 2;
  }
  if (body[at] === ':') return checkSpec(body, at + 1, nesting, readers);
  return body[at] === '}' ? at : "expecting '}'";
}

function checkSpec(body: string, start: number, nesting: number, readers: Readers): string | number {
  for (let at = start; at < body.length; at++) {
    if (body[at] === '}') return at;
    if (body[at] !== '{') continue;
    if (nesting >= deepest) return body.length;
    const field = checkField(body, at + 1, nesting + 1, readers);
    if (typeof field === 'string') return field;
    at = field;
  }
  return "expecting '}'";
}

/** Where the expression of a field ends: at `!`, `:`, `=` or `}` outside brackets and strings. */
function endOfExpression(body: string, start: number): number | string {
  const open: string[] = [];
  for (let at = start; at < body.length; at++) {
    const mark = body[at] ?? '';
    if (mark === '"' || mark === "'") {
      const end = endOfString(body, at);
      if (end === undefined) return 'unterminated string';
      at = end;
    } else if ('([{'.includes(mark)) open.push(mark);
    else if (open.length > 0) {
      if (')]}'.includes(mark)) open.pop();
    } else if (mark === '}' || mark === ':') return at;
    else if (mark === '!' && body[at + 1] !== '=') return at;
    else if (mark === '#') return hash;
    else if (mark === '=' && isSelfDocumenting(body, at)) return at;
    else if (mark === ')' || mark === ']') return `unmatched '${mark}'`;
  }
  return "expecting '}'";
}

const isSelfDocumenting = (body: string, at: number): boolean =>
  body[at + 1] !== '=' && !/[=!<>]/.test(body[at - 1] ?? '') && /^\s*[!:}]/.test(body.slice(at + 1, at + 40));

function endOfString(body: string, start: number): number | undefined {
  const mark = body[start] ?? '';
  const triple = body.startsWith(mark.repeat(3), start);
  const closer = triple ? mark.repeat(3) : mark;
  const end = body.indexOf(closer, start + closer.length);
  return end < 0 ? undefined : end + closer.length - 1;
}

function checkExpression(expression: string, nesting: number, readers: Readers): string | undefined {
  const cut = tokenize(`(${expression})`);
  if (cut.error) return cut.error.message;
  const reader: Reader = { tokens: cut.tokens, at: 1, nesting: nesting + 1 };
  try {
    if (sees(reader, 'yield')) readers.yielded(reader);
    else readItems(reader, readers.named);
    const token = peek(reader);
    return token.text === ')' && reader.at >= cut.tokens.length - 3 ? undefined : 'invalid syntax';
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal.error.message;
    throw refusal;
  }
}

function readItems(reader: Reader, named: ReadExpression): void {
  for (;;) {
    if (sees(reader, '*')) reader.at++;
    const item = named(reader);
    if (!sees(reader, ',')) {
      forgottenComma(reader, item);
      return;
    }
    reader.at++;
    if (sees(reader, ')')) return;
  }
}
