import type { Token } from '../tokens.ts';
import { readCompound } from './compound.ts';
import { readExpression, readStarExpressions, readYield, startsExpression } from './expressions.ts';
import { checkAssigned, invalidTarget, type Shape } from './shape.ts';
import {
  accept,
  expect,
  expectName,
  isName,
  next,
  peek,
  previous,
  type Reader,
  refuse,
  refuseAt,
  sees,
} from './state.ts';

/** Reads statements until `closer`, which stays: the end of the file, or of a block. */
export function readStatements(reader: Reader, closer: 'end' | 'dedent'): void {
  while (peek(reader).kind !== closer) {
    if (peek(reader).kind === 'newline') {
      next(reader);
      continue;
    }
    readStatement(reader);
  }
}

function readStatement(reader: Reader): void {
  if (readCompound(reader, readStatements, readSimpleLine)) return;
  readSimpleLine(reader);
}

/** Simple statements with semicolons between, to the end of the line. */
function readSimpleLine(reader: Reader): void {
  for (;;) {
    readSimple(reader);
    if (!accept(reader, ';')) break;
    if (peek(reader).kind === 'newline') break;
  }
  if (peek(reader).kind !== 'newline') refuseEndOfStatement(reader);
  next(reader);
}

function refuseEndOfStatement(reader: Reader): never {
  const last = previous(reader);
  const before = reader.tokens[reader.at - 2];
  const opens = before === undefined || before.kind !== 'name' || !isName(before);
  const starts = startsExpression(reader) && !sees(reader, '(');
  if ((last.text === 'print' || last.text === 'exec') && last.kind === 'name' && starts && opens) {
    refuseLegacy(reader, last);
  }
  return refuse(reader);
}

/** `print x` of Python 2. */
function refuseLegacy(reader: Reader, name: Token): never {
  const at = reader.at;
  readStarExpressions(reader);
  const end = previous(reader).end;
  reader.at = at;
  const message = `Missing parentheses in call to '${name.text}'. Did you mean ${name.text}(...)?`;
  return refuseAt(reader, message, { ...name, end });
}

const simple: Readonly<Record<string, (reader: Reader) => void>> = {
  pass: () => {},
  break: () => {},
  continue: () => {},
  return: (reader) => {
    if (startsExpression(reader)) readStarExpressions(reader);
  },
  raise: readRaise,
  global: readNames,
  nonlocal: readNames,
  del: readDelete,
  assert: readAssert,
  import: readImport,
  from: readFrom,
};

function readSimple(reader: Reader): void {
  const token = peek(reader);
  const read = token.kind === 'name' && Object.hasOwn(simple, token.text) ? simple[token.text] : undefined;
  if (read) {
    next(reader);
    read(reader);
  } else if (isTypeAlias(reader)) readTypeAlias(reader);
  else readExpressionStatement(reader);
}

function readRaise(reader: Reader): void {
  if (!startsExpression(reader) || sees(reader, '*')) return;
  readExpression(reader);
  if (accept(reader, 'from')) readExpression(reader);
}

function readNames(reader: Reader): void {
  do expectName(reader);
  while (accept(reader, ','));
}

function readAssert(reader: Reader): void {
  readExpression(reader);
  if (accept(reader, ',')) readExpression(reader);
}

function readDelete(reader: Reader): void {
  const targets = readStarExpressions(reader);
  const listed = targets.kind === 'tuple' && !targets.grouped ? targets.items : [targets];
  for (const target of listed) {
    const invalid = invalidTarget(target, 'delete');
    if (invalid) refuseAt(reader, `cannot delete ${invalid.kind}`, invalid);
  }
}

function readImport(reader: Reader): void {
  do {
    readDotted(reader);
    if (accept(reader, 'as')) expectName(reader);
  } while (accept(reader, ','));
}

function readDotted(reader: Reader): void {
  do expectName(reader);
  while (accept(reader, '.'));
}

function readFrom(reader: Reader): void {
  let dots = 0;
  while (accept(reader, '.') || accept(reader, '...')) dots++;
  if (dots === 0 || !sees(reader, 'import')) readDotted(reader);
  expect(reader, 'import');
  if (accept(reader, '*')) return;
  const grouped = accept(reader, '(');
  do {
    if (grouped && sees(reader, ')')) break;
    if (!grouped && previous(reader).text === ',' && peek(reader).kind === 'newline') {
      refuseAt(reader, 'trailing comma not allowed without surrounding parentheses', previous(reader));
    }
    expectName(reader);
    if (accept(reader, 'as')) expectName(reader);
  } while (accept(reader, ','));
  if (grouped) expect(reader, ')');
}

/** Python 3.12's `type Name = …`; read so that a newer file draws no error. */
const isTypeAlias = (reader: Reader): boolean => {
  const after = peek(reader, 2).text;
  return sees(reader, 'type') && isName(peek(reader, 1)) && (after === '=' || after === '[');
};

function readTypeAlias(reader: Reader): void {
  next(reader);
  readStarExpressions(reader);
  expect(reader, '=');
  readExpression(reader);
}

const updates = new Set(['+=', '-=', '*=', '/=', '//=', '%=', '@=', '&=', '|=', '^=', '>>=', '<<=', '**=']);

/** An expression, an assignment, an annotation or `+=` and its like. */
function readExpressionStatement(reader: Reader): void {
  const yields = sees(reader, 'yield');
  const shape = yields ? readYield(reader) : readStarExpressions(reader);
  const token = peek(reader);
  if (token.kind !== 'op') return;
  if (token.text === ':') readAnnotation(reader, shape);
  else if (updates.has(token.text)) readUpdate(reader, shape);
  else if (token.text === '=') readAssignment(reader, shape);
  else if (token.text === ':=' && shape.kind === 'name') refuse(reader);
}

function readAnnotation(reader: Reader, shape: Shape): void {
  const targets = shape.kind === 'name' || shape.kind === 'attribute' || shape.kind === 'subscript';
  if (!targets) {
    if (sees(reader, ':') && peek(reader, 1).kind === 'newline') refuse(reader);
    refuseAnnotation(reader, shape);
  }
  next(reader);
  readExpression(reader);
  if (!accept(reader, '=')) return;
  if (sees(reader, 'yield')) readYield(reader);
  else readStarExpressions(reader);
}

function refuseAnnotation(reader: Reader, shape: Shape): never {
  const at = reader.at;
  next(reader);
  readExpression(reader);
  reader.at = at;
  const only = shape.kind === 'list' || shape.kind === 'tuple';
  const message = only
    ? `only single target (not ${shape.kind}) can be annotated`
    : 'illegal target for annotation';
  return refuseAt(reader, message, shape);
}

function readUpdate(reader: Reader, shape: Shape): void {
  const single = shape.kind === 'name' || shape.kind === 'attribute' || shape.kind === 'subscript';
  next(reader);
  if (sees(reader, 'yield')) readYield(reader);
  else readStarExpressions(reader);
  if (single) return;
  refuseAt(reader, `'${shape.kind}' is an illegal expression for augmented assignment`, shape);
}

function readAssignment(reader: Reader, target: Shape): void {
  let shape = target;
  let first = true;
  while (accept(reader, '=')) {
    const before = shape;
    const invalid = invalidTarget(before, 'assign');
    // Python names an impossible target only when what follows `=` is an expression.
    const at = reader.at;
    shape = sees(reader, 'yield') ? readYield(reader) : readStarExpressions(reader);
    if (invalid) {
      reader.at = at;
      checkAssigned(reader, before, first);
    }
    first = false;
  }
}
