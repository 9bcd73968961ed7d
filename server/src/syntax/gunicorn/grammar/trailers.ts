import { readArguments } from './arguments.ts';
import { forgottenComma } from './comma.ts';
import type { ReadExpressions } from './read.ts';
import type { Shape, ShapeKind } from './shape.ts';
import { accept, isName, next, peek, previous, type Reader, refuse, sees } from './state.ts';

/** `.name`, `[…]` and `(…)` after an operand. */
export function readTrailers(reader: Reader, first: Shape, read: ReadExpressions): Shape {
  let current = first;
  for (;;) {
    const token = peek(reader);
    if (token.kind !== 'op') return current;
    if (token.text === '.') {
      next(reader);
      if (!isName(peek(reader))) refuse(reader);
      next(reader);
      current = extend(reader, current, 'attribute');
    } else if (token.text === '(') {
      next(reader);
      readArguments(reader, read);
      current = extend(reader, current, 'function call');
    } else if (token.text === '[') {
      readIndexes(reader, read);
      current = extend(reader, current, 'subscript');
    } else return current;
  }
}

const extend = (reader: Reader, shape: Shape, kind: ShapeKind): Shape => ({
  ...shape,
  kind,
  items: [],
  grouped: false,
  end: previous(reader).end,
});

function readIndexes(reader: Reader, read: ReadExpressions): void {
  next(reader);
  do {
    if (sees(reader, ']') && previous(reader).text === ',') break;
    readIndex(reader, read);
  } while (accept(reader, ','));
  if (!accept(reader, ']')) {
    forgottenComma(reader, previous(reader));
    refuse(reader);
  }
}

function readIndex(reader: Reader, read: ReadExpressions): void {
  if (!sees(reader, ':')) read.starNamed(reader);
  for (let colons = 0; colons < 2 && accept(reader, ':'); colons++) {
    if (!sees(reader, ':') && !sees(reader, ']') && !sees(reader, ',')) read.expression(reader);
  }
}
