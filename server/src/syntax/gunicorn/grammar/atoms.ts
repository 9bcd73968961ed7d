import type { Token } from '../tokens.ts';
import { readClauses } from './clauses.ts';
import { forgottenComma } from './comma.ts';
import { checkFormatString } from './format-string.ts';
import type { ReadExpressions } from './read.ts';
import { type Shape, type ShapeKind, shapeFrom } from './shape.ts';
import {
  accept,
  expect,
  isName,
  next,
  peek,
  previous,
  type Reader,
  refuse,
  refuseAt,
  sees,
} from './state.ts';
import { checkString } from './string-token.ts';

const constants = new Set(['True', 'False', 'None']);

/** A name, a constant or anything in brackets. */
export function readAtom(reader: Reader, read: ReadExpressions): Shape {
  const token = peek(reader);
  if (isName(token)) {
    next(reader);
    return { ...shapeFrom(reader, 'name', token), name: token.text };
  }
  if (token.kind === 'name' && constants.has(token.text)) {
    next(reader);
    return shapeFrom(reader, token.text as ShapeKind, token);
  }
  if (token.kind === 'number') {
    next(reader);
    return shapeFrom(reader, 'literal', token);
  }
  if (token.kind === 'string') return readStrings(reader, read);
  if (token.kind !== 'op') refuse(reader);
  if (accept(reader, '...')) return shapeFrom(reader, 'ellipsis', token);
  if (token.text === '(') return readParentheses(reader, read);
  if (token.text === '[') return readList(reader, read);
  if (token.text === '{') return readBraces(reader, read);
  return refuse(reader);
}

function readStrings(reader: Reader, read: ReadExpressions): Shape {
  const first = peek(reader);
  let format = false;
  let bytes: boolean | undefined;
  while (peek(reader).kind === 'string') {
    const token = next(reader);
    const prefix = /^[A-Za-z]*/.exec(token.text)?.[0].toLowerCase() ?? '';
    if (bytes !== undefined && bytes !== prefix.includes('b')) {
      refuseAt(reader, 'cannot mix bytes and nonbytes literals', first);
    }
    bytes = prefix.includes('b');
    checkString(reader, token, prefix);
    if (prefix.includes('f')) {
      format = true;
      checkFormatString(reader, token, read.named, read.yielded);
    }
  }
  return shapeFrom(reader, format ? 'f-string expression' : 'literal', first);
}

function readParentheses(reader: Reader, read: ReadExpressions): Shape {
  const open = next(reader);
  if (accept(reader, ')')) return shapeFrom(reader, 'tuple', open);
  if (sees(reader, 'yield')) {
    const value = read.yielded(reader);
    expect(reader, ')');
    return { ...value, grouped: true };
  }
  const first = read.starNamed(reader);
  if (sees(reader, 'for') || sees(reader, 'async')) {
    refuseStarred(reader, first);
    readClauses(reader, read);
    closeBracket(reader, ')', first);
    return shapeFrom(reader, 'generator expression', open);
  }
  if (!sees(reader, ',')) {
    closeBracket(reader, ')', first);
    if (first.kind === 'starred') refuseAt(reader, 'cannot use starred expression here', first);
    return { ...first, grouped: true };
  }
  return shapeFrom(reader, 'tuple', open, readRest(reader, read, first, ')'));
}

function refuseStarred(reader: Reader, first: Shape): void {
  if (first.kind === 'starred') refuseAt(reader, 'iterable unpacking cannot be used in comprehension', first);
}

/** The items after the first, up to the closing bracket. */
function readRest(reader: Reader, read: ReadExpressions, first: Shape, closer: string): Shape[] {
  const items = [first];
  let last = first;
  while (accept(reader, ',')) {
    if (sees(reader, closer)) break;
    last = read.starNamed(reader);
    items.push(last);
  }
  closeBracket(reader, closer, last);
  return items;
}

function readList(reader: Reader, read: ReadExpressions): Shape {
  const open = next(reader);
  if (accept(reader, ']')) return shapeFrom(reader, 'list', open);
  const first = read.starNamed(reader);
  if (sees(reader, 'for') || sees(reader, 'async')) {
    refuseStarred(reader, first);
    readClauses(reader, read);
    closeBracket(reader, ']', first);
    return shapeFrom(reader, 'list comprehension', open);
  }
  return shapeFrom(reader, 'list', open, readRest(reader, read, first, ']'));
}

function readBraces(reader: Reader, read: ReadExpressions): Shape {
  const open = next(reader);
  if (accept(reader, '}')) return shapeFrom(reader, 'dict literal', open);
  if (sees(reader, '**')) return readDictionary(reader, read, open);
  const first = read.starNamed(reader);
  if (sees(reader, ':') && first.kind !== 'starred') {
    next(reader);
    const value = readEntryValue(reader, read);
    if (sees(reader, 'for') || sees(reader, 'async')) {
      readClauses(reader, read);
      expect(reader, '}');
      return shapeFrom(reader, 'dict comprehension', open);
    }
    if (!sees(reader, ',') && !sees(reader, '}')) forgottenComma(reader, value);
    return readDictionary(reader, read, open);
  }
  if (sees(reader, 'for') || sees(reader, 'async')) {
    refuseStarred(reader, first);
    readClauses(reader, read);
    closeBracket(reader, '}', first);
    return shapeFrom(reader, 'set comprehension', open);
  }
  readRest(reader, read, first, '}');
  return shapeFrom(reader, 'set display', open);
}

/** The value after a key's colon. */
function readEntryValue(reader: Reader, read: ReadExpressions): Shape {
  if (sees(reader, '}') || sees(reader, ',')) {
    refuseAt(reader, "expression expected after dictionary key and ':'", previous(reader));
  }
  return read.expression(reader);
}

/** The entries of a dictionary; the first one's value may have been read already. */
function readDictionary(reader: Reader, read: ReadExpressions, open: Token): Shape {
  for (let first = sees(reader, '**'); first || accept(reader, ','); first = false) {
    if (sees(reader, '}')) break;
    if (accept(reader, '**')) {
      read.bitwise(reader);
      if (sees(reader, 'for')) refuseAt(reader, 'dict unpacking cannot be used in dict comprehension', open);
      continue;
    }
    const key = read.expression(reader);
    if (!sees(reader, ':')) {
      if (sees(reader, '}') || sees(reader, ',')) {
        refuseAt(reader, "':' expected after dictionary key", previous(reader));
      }
      forgottenComma(reader, key);
    }
    expect(reader, ':');
    const value = readEntryValue(reader, read);
    if (!sees(reader, ',') && !sees(reader, '}')) forgottenComma(reader, value);
  }
  expect(reader, '}');
  return shapeFrom(reader, 'dict literal', open);
}

function closeBracket(reader: Reader, closer: string, last: Shape): void {
  if (accept(reader, closer)) return;
  forgottenComma(reader, last);
  refuse(reader);
}
