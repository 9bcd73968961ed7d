import type { Span } from '../../base/span.ts';

/** An expression of Python. `broken` stands for text that is no expression, or that nests too deeply. */
export type Expression =
  | NameExpression
  | Literal
  | FormatString
  | Sequence
  | Dictionary
  | Unary
  | Binary
  | Logic
  | Comparison
  | Conditional
  | Call
  | Attribute
  | Subscript
  | Slice
  | Comprehension
  | Lambda
  | Starred
  | Walrus
  | { readonly kind: 'yield' | 'await'; readonly value: Expression | undefined; readonly span: Span }
  | { readonly kind: 'broken'; readonly span: Span };

export interface NameExpression {
  readonly kind: 'name';
  readonly name: string;
  readonly span: Span;
}

/** A constant. Integers beyond 2^53 and imaginary numbers are `other`, as is a string that cannot be decoded. */
export type Literal =
  | { readonly kind: 'none' | 'ellipsis' | 'other'; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'integer' | 'float'; readonly value: number; readonly span: Span }
  | { readonly kind: 'string' | 'bytes'; readonly value: string; readonly span: Span };

export interface FormatString {
  readonly kind: 'format';
  readonly parts: readonly (string | Replacement)[];
  readonly span: Span;
}

/** `{value!r:spec}` of an f-string; `label` is the text before `=` in `{value=}`. */
export interface Replacement {
  readonly value: Expression;
  readonly conversion: string;
  readonly spec: readonly (string | Replacement)[];
  readonly label: string | undefined;
}

export interface Sequence {
  readonly kind: 'list' | 'tuple' | 'set';
  readonly items: readonly Expression[];
  readonly span: Span;
}

/** A key that is undefined is `**value`. */
export interface Dictionary {
  readonly kind: 'dictionary';
  readonly entries: readonly { readonly key: Expression | undefined; readonly value: Expression }[];
  readonly span: Span;
}

export interface Unary {
  readonly kind: 'unary';
  readonly operator: string;
  readonly operand: Expression;
  readonly span: Span;
}

/** Operators applied from left to right, whatever their precedence: `((first a x) b y)`. */
export interface Binary {
  readonly kind: 'binary';
  readonly first: Expression;
  readonly rest: readonly { readonly operator: string; readonly operand: Expression }[];
  readonly span: Span;
}

export interface Logic {
  readonly kind: 'logic';
  readonly operator: 'and' | 'or';
  readonly operands: readonly Expression[];
  readonly span: Span;
}

export interface Comparison {
  readonly kind: 'comparison';
  readonly first: Expression;
  readonly rest: readonly { readonly operator: string; readonly operand: Expression }[];
  readonly span: Span;
}

export interface Conditional {
  readonly kind: 'conditional';
  readonly test: Expression;
  readonly yes: Expression;
  readonly no: Expression;
  readonly span: Span;
}

export interface Argument {
  /** The keyword; undefined for a positional argument. */
  readonly name: string | undefined;
  readonly spread: '' | '*' | '**';
  readonly value: Expression;
}

export interface Call {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
  readonly span: Span;
}

export interface Attribute {
  readonly kind: 'attribute';
  readonly object: Expression;
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
}

export interface Subscript {
  readonly kind: 'subscript';
  readonly object: Expression;
  readonly index: Expression;
  readonly span: Span;
}

export interface Slice {
  readonly kind: 'slice';
  readonly lower: Expression | undefined;
  readonly upper: Expression | undefined;
  readonly step: Expression | undefined;
  readonly span: Span;
}

export interface Clause {
  readonly target: Expression;
  readonly source: Expression;
  readonly conditions: readonly Expression[];
}

export interface Comprehension {
  readonly kind: 'comprehension';
  readonly form: 'list' | 'set' | 'dictionary' | 'generator';
  /** Undefined for all forms but `dictionary`. */
  readonly key: Expression | undefined;
  readonly element: Expression;
  readonly clauses: readonly Clause[];
  readonly span: Span;
}

export interface Parameter {
  readonly name: string;
  readonly form: 'positional-only' | 'normal' | 'keyword-only' | 'rest' | 'keywords';
  readonly fallback: Expression | undefined;
  readonly span: Span;
}

export interface Lambda {
  readonly kind: 'lambda';
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
  readonly span: Span;
}

export interface Starred {
  readonly kind: 'starred';
  readonly value: Expression;
  readonly span: Span;
}

export interface Walrus {
  readonly kind: 'walrus';
  readonly target: NameExpression;
  readonly value: Expression;
  readonly span: Span;
}

export type Statement =
  | Assignment
  | Augmented
  | { readonly kind: 'expression'; readonly value: Expression; readonly span: Span }
  | { readonly kind: 'delete'; readonly targets: readonly Expression[]; readonly span: Span }
  | { readonly kind: 'pass' | 'break' | 'continue' | 'broken'; readonly span: Span }
  | { readonly kind: 'return'; readonly value: Expression | undefined; readonly span: Span }
  | { readonly kind: 'raise'; readonly value: Expression | undefined; readonly span: Span }
  | { readonly kind: 'assert'; readonly test: Expression; readonly span: Span }
  | { readonly kind: 'global' | 'nonlocal'; readonly names: readonly NameExpression[]; readonly span: Span }
  | { readonly kind: 'import'; readonly names: readonly ImportedName[]; readonly span: Span }
  | ImportFrom
  | If
  | While
  | For
  | Try
  | With
  | FunctionDefinition
  | ClassDefinition
  | Match;

export interface Assignment {
  readonly kind: 'assignment';
  readonly targets: readonly Expression[];
  /** Undefined for a bare annotation, `name: int`. */
  readonly value: Expression | undefined;
  readonly annotated: boolean;
  readonly span: Span;
}

export interface Augmented {
  readonly kind: 'augmented';
  readonly target: Expression;
  /** Without the `=`. */
  readonly operator: string;
  readonly value: Expression;
  readonly span: Span;
}

export interface ImportedName {
  /** Dotted in an `import` statement. */
  readonly name: string;
  readonly alias: string | undefined;
  /** Where the bound name stands. */
  readonly span: Span;
}

export interface ImportFrom {
  readonly kind: 'import-from';
  /** Dotted; with leading dots when relative. */
  readonly module: string;
  /** Undefined for `import *`. */
  readonly names: readonly ImportedName[] | undefined;
  readonly span: Span;
}

export interface If {
  readonly kind: 'if';
  readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[];
  readonly otherwise: readonly Statement[];
  readonly span: Span;
}

export interface While {
  readonly kind: 'while';
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
  readonly span: Span;
}

export interface For {
  readonly kind: 'for';
  readonly target: Expression;
  readonly source: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
  readonly isAsync: boolean;
  readonly span: Span;
}

export interface Handler {
  /** Undefined for a bare `except:`. */
  readonly type: Expression | undefined;
  readonly name: NameExpression | undefined;
  readonly body: readonly Statement[];
}

export interface Try {
  readonly kind: 'try';
  readonly body: readonly Statement[];
  readonly handlers: readonly Handler[];
  readonly otherwise: readonly Statement[];
  readonly finally: readonly Statement[];
  readonly span: Span;
}

export interface With {
  readonly kind: 'with';
  readonly items: readonly { readonly value: Expression; readonly target: Expression | undefined }[];
  readonly body: readonly Statement[];
  readonly span: Span;
}

export interface FunctionDefinition {
  readonly kind: 'function';
  readonly name: string;
  readonly nameSpan: Span;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly isAsync: boolean;
  readonly span: Span;
}

export interface ClassDefinition {
  readonly kind: 'class';
  readonly name: string;
  readonly nameSpan: Span;
  readonly bases: readonly Argument[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly span: Span;
}

/** Its patterns are not modelled: only what its clauses may bind and do. */
export interface Match {
  readonly kind: 'match';
  readonly subject: Expression;
  readonly clauses: readonly {
    readonly names: readonly NameExpression[];
    readonly body: readonly Statement[];
  }[];
  readonly span: Span;
}

/** The statements of one file. */
export interface Module {
  readonly body: readonly Statement[];
}
