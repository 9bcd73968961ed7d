import type { ReadExpressions } from './read.ts';
import { invalidTarget } from './shape.ts';
import { accept, expect, next, type Reader, refuse, refuseAt, sees } from './state.ts';

/** `for … in … if …`, once or more. */
export function readClauses(reader: Reader, read: ReadExpressions): void {
  while (sees(reader, 'for') || sees(reader, 'async')) {
    if (accept(reader, 'async') && !sees(reader, 'for')) refuse(reader);
    next(reader);
    const target = read.targets(reader);
    const invalid = invalidTarget(target, 'assign');
    if (invalid) refuseAt(reader, `cannot assign to ${invalid.kind}`, invalid);
    expect(reader, 'in');
    read.disjunction(reader);
    while (accept(reader, 'if')) read.disjunction(reader);
  }
}
