import type { Shape } from './shape.ts';
import type { Reader } from './state.ts';

/** The readers above atoms, handed down: brackets hold whole expressions. */
export interface ReadExpressions {
  readonly expression: (reader: Reader) => Shape;
  readonly named: (reader: Reader) => Shape;
  readonly starNamed: (reader: Reader) => Shape;
  readonly disjunction: (reader: Reader) => Shape;
  readonly bitwise: (reader: Reader) => Shape;
  readonly yielded: (reader: Reader) => Shape;
  readonly targets: (reader: Reader) => Shape;
}
