import { readClauses } from './clauses.ts';
import { forgottenComma } from './comma.ts';
import type { ReadExpressions } from './read.ts';
import type { Shape } from './shape.ts';
import { accept, isName, next, peek, previous, type Reader, refuse, refuseAt, sees } from './state.ts';

type Last = 'positional' | 'keyword' | 'keywords';

/** The arguments of a call up to its closing parenthesis; the opening one has been taken. */
export function readArguments(reader: Reader, read: ReadExpressions): void {
  let last: Last = 'positional';
  let count = 0;
  while (!sees(reader, ')')) {
    last = readArgument(reader, read, last, count);
    count++;
    if (!accept(reader, ',')) break;
  }
  if (accept(reader, ')')) return;
  forgottenComma(reader, previous(reader));
  refuse(reader);
}

function readArgument(reader: Reader, read: ReadExpressions, last: Last, count: number): Last {
  const token = peek(reader);
  if (accept(reader, '**')) {
    read.expression(reader);
    return 'keywords';
  }
  if (accept(reader, '*')) {
    if (last === 'keywords') {
      refuseAt(reader, 'iterable argument unpacking follows keyword argument unpacking', token);
    }
    read.expression(reader);
    return last;
  }
  if (token.kind === 'name' && peek(reader, 1).text === '=' && peek(reader, 1).kind === 'op') {
    return readKeyword(reader, read);
  }
  const value = readValue(reader, read);
  if (sees(reader, '=')) {
    const message = 'expression cannot contain assignment, perhaps you meant "=="?';
    refuseAt(reader, message, value);
  }
  if (sees(reader, 'for') || sees(reader, 'async')) readGenerator(reader, read, value, count);
  if (last === 'positional') return last;
  const unpacking = last === 'keywords' ? ' unpacking' : '';
  return refuseAt(reader, `positional argument follows keyword argument${unpacking}`, previous(reader));
}

/** `name := value` or an expression; a `=` after it is judged by the caller. */
function readValue(reader: Reader, read: ReadExpressions): Shape {
  return peek(reader, 1).text === ':=' ? read.named(reader) : read.expression(reader);
}

function readKeyword(reader: Reader, read: ReadExpressions): Last {
  const name = peek(reader);
  if (!isName(name)) {
    if (!/^(?:True|False|None)$/.test(name.text)) refuse(reader);
    refuseAt(reader, `cannot assign to ${name.text}`, name);
  }
  next(reader);
  next(reader);
  if (sees(reader, ',') || sees(reader, ')')) {
    refuseAt(reader, 'expected argument value expression', { ...name, end: previous(reader).end });
  }
  const value = read.expression(reader);
  if (sees(reader, 'for')) {
    const message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
    refuseAt(reader, message, { ...name, end: value.end });
  }
  return 'keyword';
}

function readGenerator(reader: Reader, read: ReadExpressions, value: Shape, count: number): void {
  readClauses(reader, read);
  const alone = count === 0 && (sees(reader, ')') || (sees(reader, ',') && peek(reader, 1).text === ')'));
  if (alone) return;
  refuseAt(reader, 'Generator expression must be parenthesized', { ...value, end: previous(reader).end });
}
