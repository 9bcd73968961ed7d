import { previous, type Reader, refuseAt } from './state.ts';

/** What an expression is, as far as its use as a target matters. */
export interface Shape {
  /** Python's own word for it in messages, or one of the forms that may be assigned to. */
  readonly kind: ShapeKind;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** The items of a list, tuple or starred expression. */
  readonly items: readonly Shape[];
  /** True when it stands in parentheses of its own. */
  readonly grouped: boolean;
  /** The text of a name. */
  readonly name: string;
}

export type ShapeKind =
  | 'name'
  | 'attribute'
  | 'subscript'
  | 'list'
  | 'tuple'
  | 'starred'
  | 'lambda'
  | 'function call'
  | 'expression'
  | 'generator expression'
  | 'yield expression'
  | 'await expression'
  | 'list comprehension'
  | 'set comprehension'
  | 'dict comprehension'
  | 'dict literal'
  | 'set display'
  | 'f-string expression'
  | 'True'
  | 'False'
  | 'None'
  | 'ellipsis'
  | 'literal'
  | 'comparison'
  | 'conditional expression'
  | 'named expression';

/** Where a shape begins and ends: from the start of `first` to the end of the last token taken. */
export function shapeFrom(
  reader: Reader,
  kind: ShapeKind,
  first: { readonly start: number; readonly line: number },
  items: readonly Shape[] = [],
): Shape {
  const { start, line } = first;
  return { kind, start, end: previous(reader).end, line, items, grouped: false, name: '' };
}

const assignable = new Set<ShapeKind>(['name', 'attribute', 'subscript']);

/** The part of a target that cannot be assigned to; undefined when all of it can. */
export function invalidTarget(shape: Shape, use: 'assign' | 'delete'): Shape | undefined {
  if (assignable.has(shape.kind)) return undefined;
  if (shape.kind === 'list' || shape.kind === 'tuple') {
    for (const item of shape.items) {
      const invalid = invalidTarget(item, use);
      if (invalid) return invalid;
    }
    return undefined;
  }
  if (shape.kind === 'starred' && use === 'assign') {
    const value = shape.items[0];
    return value && invalidTarget(value, use);
  }
  return shape;
}

const plainWords = new Set<ShapeKind>(['list', 'tuple', 'generator expression', 'True', 'None', 'False']);

/** Stops where a shape before `=` is no target, with Python's two wordings. */
export function checkAssigned(reader: Reader, shape: Shape, first: boolean): void {
  const invalid = invalidTarget(shape, 'assign');
  if (!invalid) return;
  if (invalid.kind === 'yield expression')
    refuseAt(reader, 'assignment to yield expression not possible', invalid);
  const whole = invalid === shape && first && !plainWords.has(shape.kind) && isBitwise(shape.kind);
  const hint = whole ? " here. Maybe you meant '==' instead of '='?" : '';
  refuseAt(reader, `cannot assign to ${invalid.kind}${hint}`, invalid);
}

/** The kinds that Python's grammar reads as one operand, for which it offers `==`. */
const isBitwise = (kind: ShapeKind): boolean =>
  kind !== 'lambda' && kind !== 'comparison' && kind !== 'conditional expression' && kind !== 'starred';
