import type { Token } from '../tokens.ts';
import type { Shape } from './shape.ts';
import { accept, isName, next, peek, previous, type Reader, refuse, refuseAt, sees } from './state.ts';

type ReadExpression = (reader: Reader) => Shape;

interface Seen {
  slash: boolean;
  star: boolean;
  /** A lone `*` that still waits for a named parameter. */
  bareStar: Token | undefined;
  keywords: boolean;
  fallback: boolean;
}

/** The parameters of a `def`, between its parentheses: annotations are allowed. */
export function readParameters(reader: Reader, read: ReadExpression): void {
  readList(reader, read, ')', true);
}

/** The parameters of a `lambda`, up to its colon. */
export function readLambdaParameters(reader: Reader, read: ReadExpression): void {
  readList(reader, read, ':', false);
}

function readList(reader: Reader, read: ReadExpression, closer: string, annotations: boolean): void {
  const seen: Seen = { slash: false, star: false, bareStar: undefined, keywords: false, fallback: false };
  let count = 0;
  while (!sees(reader, closer)) {
    if (seen.keywords) refuseAt(reader, 'arguments cannot follow var-keyword argument', peek(reader));
    readOne(reader, read, seen, closer, annotations, count);
    count++;
    if (!accept(reader, ',')) break;
  }
  if (seen.bareStar) refuseAt(reader, 'named arguments must follow bare *', seen.bareStar);
}

function readOne(
  reader: Reader,
  read: ReadExpression,
  seen: Seen,
  closer: string,
  annotations: boolean,
  count: number,
): void {
  const token = peek(reader);
  if (accept(reader, '/')) {
    if (count === 0) refuseAt(reader, 'at least one argument must precede /', token);
    if (seen.slash) refuseAt(reader, '/ may appear only once', token);
    if (seen.star) refuseAt(reader, '/ must be ahead of *', token);
    seen.slash = true;
  } else if (accept(reader, '*')) readStar(reader, read, seen, closer, annotations);
  else if (accept(reader, '**')) {
    if (seen.bareStar) refuseAt(reader, 'named arguments must follow bare *', seen.bareStar);
    readName(reader, read, annotations);
    if (sees(reader, '=')) refuseAt(reader, 'var-keyword argument cannot have default value', peek(reader));
    seen.keywords = true;
  } else readPlain(reader, read, seen, annotations);
}

function readStar(
  reader: Reader,
  read: ReadExpression,
  seen: Seen,
  closer: string,
  annotations: boolean,
): void {
  if (seen.star) refuseAt(reader, '* argument may appear only once', previous(reader));
  seen.star = true;
  if (sees(reader, ',') || sees(reader, closer)) {
    seen.bareStar = previous(reader);
    return;
  }
  if (!isName(peek(reader))) refuse(reader);
  next(reader);
  if (annotations && accept(reader, ':')) {
    accept(reader, '*');
    read(reader);
  }
  if (sees(reader, '=')) refuseAt(reader, 'var-positional argument cannot have default value', peek(reader));
}

function readPlain(reader: Reader, read: ReadExpression, seen: Seen, annotations: boolean): void {
  const name = peek(reader);
  if (sees(reader, '(')) refuseGrouped(reader, annotations);
  readName(reader, read, annotations);
  seen.bareStar = undefined;
  if (accept(reader, '=')) {
    if (sees(reader, ',') || sees(reader, ')')) {
      refuseAt(reader, 'expected default value expression', previous(reader));
    }
    read(reader);
    if (!seen.star) seen.fallback = true;
  } else if (seen.fallback && !seen.star) {
    refuseAt(reader, 'non-default argument follows default argument', name);
  }
}

/** Python 2 could unpack a parameter in parentheses. */
function refuseGrouped(reader: Reader, annotations: boolean): never {
  const open = next(reader);
  while (isName(peek(reader)) || sees(reader, ',')) next(reader);
  if (!accept(reader, ')')) refuse(reader);
  const what = annotations ? 'Function parameters' : 'Lambda expression parameters';
  return refuseAt(reader, `${what} cannot be parenthesized`, { ...open, end: previous(reader).end });
}

function readName(reader: Reader, read: ReadExpression, annotations: boolean): void {
  if (!isName(peek(reader))) refuse(reader);
  next(reader);
  if (annotations && accept(reader, ':')) read(reader);
}
