import type { Place, Span } from '../../../base/span.ts';
import type { Expression, Statement } from '../../../syntax/gunicorn/ast.ts';
import type { Assumptions } from '../types.ts';
import type { Basis } from './basis.ts';
import { type Cell, cellOf, type Trail, type Writes } from './cell.ts';
import type { Attributes, ModuleData, Scope, Val } from './data.ts';
import { ancestorsOf } from './exceptions.ts';

/** How a block of statements ends. `dead`: only ways that were left earlier lead out of it. */
export type Completion =
  | { readonly kind: 'normal' | 'break' | 'continue' | 'dead' }
  | { readonly kind: 'return'; readonly value: Val };

/** A way that left a function, loop or try earlier under a condition that cannot be told. */
export interface Way {
  readonly writes: Writes;
  /** The value returned; undefined for other ways. */
  readonly value: Val | undefined;
  /** The exception; undefined when its type cannot be told, or for other ways. */
  readonly raised: Raised | undefined;
}

/** A call at work, or the module. Marks are lengths of the trail. */
export interface Frame {
  readonly scope: Scope;
  readonly mark: number;
  readonly returns: Way[];
  readonly loops: Loop[];
  /** What the rest of the body rests on, after a branch that would have left it. */
  control: Basis;
}

export interface Loop {
  readonly mark: number;
  readonly breaks: Way[];
  readonly continues: Way[];
}

/** A `try` whose body is at work. */
export interface Attempt {
  readonly mark: number;
  readonly raises: Way[];
  /** True when more ways led out than are kept apart. */
  overflow: boolean;
}

/** One evaluation of one file. */
export interface Run {
  readonly assumptions: Assumptions;
  readonly uri: string;
  /** The file's text, for the words of a template's hole. */
  readonly text: string;
  readonly trail: Trail;
  /** Work left; at 0 everything that is still asked is unknown. */
  budget: number;
  /** Why nothing can be told any more; undefined while all is well. */
  lost: string | undefined;
  /** Why names may be set that no one can list. */
  openEnded: string | undefined;
  /** What all that is done now rests on. */
  control: Basis;
  readonly frames: Frame[];
  readonly attempts: Attempt[];
  /** What the values of the statement at work rest on, and where the last expression stands. */
  seen: Basis;
  here: Span;
  /** Above 0 inside a branch that may not be taken. */
  uncertain: number;
  readonly modules: Map<string, ModuleData>;
  /** The scope of the file itself. */
  readonly module: Scope;
  readonly environ: Cell<Environ>;
  /** Bodies of functions that unseen code may call. */
  readonly unseen: Set<object>;
  /** Contents of dictionaries that `globals()` gave: changing one sets names. */
  readonly namespaces: Set<Cell<unknown>>;
  /** Called when any name of the module may have been set. */
  readonly changeNamespace: () => void;
  readonly evaluate: (expression: Expression, scope: Scope) => Val;
  readonly execute: (block: readonly Statement[], scope: Scope) => Completion;
  readonly call: (callee: Val, args: Args, at: Span) => Val;
  readonly attribute: (object: Val, name: string, at: Span) => Val;
  readonly assign: (
    target: Expression,
    value: Val,
    scope: Scope,
    site: { value: Span; statement: Span },
  ) => void;
}

/** The arguments of a call. */
export interface Args {
  readonly positional: readonly Val[];
  readonly named: ReadonlyMap<string, Val>;
  /** True when `*` or `**` of an unknown value may add more. */
  readonly open: boolean;
}

export const argsOf = (...positional: readonly Val[]): Args => ({
  positional,
  named: new Map(),
  open: false,
});

/** Variables that the file itself sets or deletes; `dotenv` once a library may have set any. */
export interface Environ {
  readonly changes: ReadonlyMap<string, Val | undefined>;
  readonly others: 'as given' | 'unknown';
}

export const placeOf = (run: Run, at: Span): Place => ({
  uri: run.uri,
  span: { start: at.start, end: at.end },
});

/** Spends some of the budget; false when there is none left. */
export function spend(run: Run, amount: number): boolean {
  run.budget -= amount;
  if (run.budget >= 0) return true;
  run.lost ??= 'the file does more than is followed here';
  return false;
}

/** An exception of Python that certainly happens; caught by `try` statements and at the top of the evaluation. */
export class Raised {
  readonly type: string;
  readonly message: string;
  /** The class and all it derives from. */
  readonly ancestors: readonly string[];

  constructor(type: string, message: string, ancestors: readonly string[]) {
    this.type = type;
    this.message = message;
    this.ancestors = ancestors;
  }
}

export function raise(type: string, message: string): never {
  throw new Raised(type, message, ancestorsOf(type));
}

const mergeAttributes = (a: Attributes, b: Attributes, merge: (a: Val, b: Val) => Val): Attributes => {
  if (!a || !b || a.size !== b.size) return undefined;
  const merged = new Map<string, Val>();
  for (const [name, value] of a) {
    const other = b.get(name);
    if (!other) return undefined;
    merged.set(name, merge(value, other));
  }
  return merged;
};

/** A cell for the attributes of a class, instance or module. */
export const attributesCell = (attributes: Attributes, merge: (a: Val, b: Val) => Val): Cell<Attributes> =>
  cellOf<Attributes>(
    attributes,
    (a, b) => mergeAttributes(a, b, merge),
    () => undefined,
  );
