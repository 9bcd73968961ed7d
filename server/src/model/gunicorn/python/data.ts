import type { Place } from '../../../base/span.ts';
import type { Expression, Parameter, Statement } from '../../../syntax/gunicorn/ast.ts';
import { type Basis, joinBasis, plain } from './basis.ts';
import type { Cell } from './cell.ts';

/** A value of Python during evaluation: what it is, and what it rests on. */
export interface Val {
  readonly data: Data;
  readonly basis: Basis;
}

/** Integers are safe integers of JavaScript; a larger one is unknown. */
export type Data =
  | { readonly type: 'none' | 'ellipsis' | 'not-implemented' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int' | 'float'; readonly value: number }
  | { readonly type: 'str' | 'bytes'; readonly value: string }
  | ListData
  | TupleData
  | SetData
  | DictData
  | { readonly type: 'range'; readonly start: number; readonly stop: number; readonly step: number }
  | { readonly type: 'path'; readonly value: string }
  | ViewData
  | LazyData
  | { readonly type: 'environ' }
  | { readonly type: 'exception'; readonly name: string; readonly text: string | undefined }
  | FunctionData
  | BuiltinData
  | ClassData
  | InstanceData
  | ModuleData
  | OpaqueData
  | UnknownData;

export interface TupleData {
  readonly type: 'tuple';
  readonly items: readonly Val[];
}

/** Contents are replaced as a whole, so that a branch can be undone. Undefined once they cannot be told. */
export interface Contents<T> {
  readonly of: T;
  /** What the number and choice of items rest on. */
  readonly basis: Basis;
}

export interface ListData {
  readonly type: 'list';
  readonly cell: Cell<Contents<readonly Val[]> | undefined>;
}

/** By the hash key of `hashKey`. */
export interface SetData {
  readonly type: 'set';
  readonly cell: Cell<Contents<ReadonlyMap<string, Val>> | undefined>;
}

export interface DictData {
  readonly type: 'dict';
  readonly cell: Cell<Contents<ReadonlyMap<string, { readonly key: Val; readonly value: Val }>> | undefined>;
}

/** What `keys()`, `values()` and `items()` give: it follows its dictionary. */
export interface ViewData {
  readonly type: 'view';
  readonly part: 'keys' | 'values' | 'items';
  readonly dict: DictData;
}

/** An iterator: its items are computed when they are asked for, once. */
export interface LazyData {
  readonly type: 'lazy';
  readonly cell: Cell<(() => Items | undefined) | undefined>;
}

/** The items that a loop sees, and what their number and order rest on. */
export interface Items {
  readonly items: readonly Val[];
  readonly basis: Basis;
}

/** A function of the file. */
export interface FunctionData {
  readonly type: 'function';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Defaults, evaluated where the function was defined; by parameter name. */
  readonly fallbacks: ReadonlyMap<string, Val>;
  readonly body: readonly Statement[] | Expression;
  readonly scope: Scope;
  /** `generator` and `async` functions are not run when called. */
  readonly style: 'plain' | 'generator' | 'async';
  /** The first argument when it is a method of an instance or class. */
  readonly bound: Val | undefined;
  /** How a class gives it out. */
  readonly binding: 'method' | 'static' | 'class' | 'property';
}

/** A function of Python's own, by its full name: `len`, `os.path.join`, `str.upper`. */
export interface BuiltinData {
  readonly type: 'builtin';
  readonly name: string;
  readonly self: Val | undefined;
}

export interface ClassData {
  readonly type: 'class';
  readonly name: string;
  /** Built-in bases by name; those that cannot be told make it opaque. */
  readonly bases: readonly Data[];
  readonly opaque: boolean;
  readonly attributes: Cell<Attributes>;
}

export type Attributes = ReadonlyMap<string, Val> | undefined;

export interface InstanceData {
  readonly type: 'instance';
  readonly of: ClassData;
  readonly attributes: Cell<Attributes>;
}

export interface ModuleData {
  readonly type: 'module';
  readonly name: string;
  /** Attributes that the file itself sets on the module. */
  readonly overlay: Cell<Attributes>;
}

/** Something of which only its kind is known: a class of a library, one of two functions. */
export interface OpaqueData {
  readonly type: 'opaque';
  readonly name: string;
  /** Number of positional parameters; undefined when it is no function or not known. */
  readonly parameters: number | undefined;
  readonly isClass: boolean;
}

export interface UnknownData {
  readonly type: 'unknown';
  readonly why: string;
  readonly places: readonly Place[];
  readonly placeholder?: string;
  /** True where it may be a list, dictionary or object that the file also knows by another name. */
  readonly alias?: true;
}

/** Names of one scope. A class body's names are not seen from the functions in it. */
export interface Scope {
  readonly kind: 'module' | 'function' | 'class' | 'comprehension';
  readonly names: Map<string, Cell<Slot>>;
  readonly outer: Scope | undefined;
  /** Names that `global` or `nonlocal` sends to an outer scope. */
  readonly elsewhere: Map<string, Scope>;
  /** Names that the scope binds anywhere, so that reading them earlier is an error and not an outer name. */
  readonly local: ReadonlySet<string>;
}

/** A variable: its value, or undefined while it is not bound, and where it got it. */
export interface Slot {
  readonly value: Val | undefined;
  readonly site: Site | undefined;
}

/** Where a name gets a value: offsets of the file. */
export interface Site {
  readonly name: { readonly start: number; readonly end: number };
  readonly value: { readonly start: number; readonly end: number };
  readonly statement: { readonly start: number; readonly end: number };
}

export const val = (data: Data, basis: Basis = plain): Val => ({ data, basis });

export const none: Val = val({ type: 'none' });
export const boolOf = (value: boolean, basis: Basis = plain): Val => val({ type: 'bool', value }, basis);
export const strOf = (value: string, basis: Basis = plain): Val => val({ type: 'str', value }, basis);
export const floatOf = (value: number, basis: Basis = plain): Val => val({ type: 'float', value }, basis);
export const tupleOf = (items: readonly Val[], basis: Basis = plain): Val =>
  val({ type: 'tuple', items }, basis);

/** An integer; unknown when it is larger than is exact here. */
export function intOf(value: number, basis: Basis = plain): Val {
  if (!Number.isSafeInteger(value)) return unknownOf('a number this large is not followed');
  return val({ type: 'int', value: value + 0 }, basis);
}

export const unknownOf = (why: string, places: readonly Place[] = []): Val =>
  val({ type: 'unknown', why, places });

/** An unknown value that may be something the file has another name for: changing it may change that. */
export const aliasOf = (why: string, places: readonly Place[] = []): Val =>
  val({ type: 'unknown', why, places, alias: true });

/** An unknown value taken out of another: it may be known by another name when that may. */
export function partOf(whole: Val, why: string, places: readonly Place[] = []): Val {
  const { data } = whole;
  if (data.type !== 'unknown') return aliasOf(why, places);
  return data.alias ? aliasOf(data.why, data.places) : unknownOf(data.why, data.places);
}

export const isAlias = ({ data }: Val): boolean => data.type === 'unknown' && data.alias === true;

/** The same value, resting on `basis` as well. */
export const resting = (value: Val, basis: Basis): Val =>
  basis === plain || value.data.type === 'unknown'
    ? value
    : { data: value.data, basis: joinBasis(value.basis, basis) };

/** What a value made of all these rests on. */
export const basisOf = (...values: readonly Val[]): Basis =>
  values.reduce((basis, value) => joinBasis(basis, value.basis), plain);

export const isUnknown = (value: Val): boolean => value.data.type === 'unknown';

/** The first unknown of some values; undefined when all are known. */
export const firstUnknown = (values: readonly Val[]): Val | undefined => values.find(isUnknown);
