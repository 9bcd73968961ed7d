import type { Span } from '../../base/span.ts';

/**
 * One physical line as ConfigParser reads it. `continuation` belongs to the value of the option above it; `garbage`
 * is a line that ConfigParser refuses.
 */
export type LineKind = 'blank' | 'comment' | 'header' | 'option' | 'continuation' | 'garbage';

export interface SupervisorLine {
  readonly kind: LineKind;
  readonly start: number;
  /** The end of the text, before the line break. */
  readonly end: number;
  /** The start of the next line. */
  readonly next: number;
  /** What is left without the comment and the white space around; empty (`from === to`) for a blank or comment. */
  readonly from: number;
  readonly to: number;
  /** Offset of the `;` or `#` that starts a comment; -1 without one. */
  readonly comment: number;
}

/** One physical line of a value, with the comment after it. */
export interface ValuePart {
  readonly span: Span;
  readonly comment: Span | null;
}

export interface OptionNode {
  readonly kind: 'option';
  /** In lower case, as Supervisor folds names. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly delimiter: Span;
  /** The lines of the value, the first one (perhaps empty) on the option's own line; blank ones at the end dropped. */
  readonly parts: readonly ValuePart[];
  /** The value as ConfigParser gives it: lines joined by LF. */
  readonly value: string;
  /** From the first to the last character of the value; empty after the delimiter where there is none. */
  readonly valueSpan: Span;
  /** Whole lines, from the option's own to the last one with text of its value, line break included. */
  readonly lines: Span;
}

/** A header with what follows it up to the next one. A name may come several times; Supervisor merges them. */
export interface SectionNode {
  readonly kind: 'section';
  /** The text between the brackets, as it is: `program:web`. */
  readonly name: string;
  readonly nameSpan: Span;
  /** With the brackets. */
  readonly headerSpan: Span;
  readonly options: readonly OptionNode[];
  /** From the header's line to the next header's line or the end of the text. */
  readonly span: Span;
}

export interface SupervisorTree {
  readonly text: string;
  /** All lines; together they are the text. */
  readonly lines: readonly SupervisorLine[];
  readonly sections: readonly SectionNode[];
}

/**
 * A line that ConfigParser refuses. `no section` (text before the first header) stops it at once; the others are
 * collected to the end of the file: `no delimiter` for a line that is no option, `no name` for `= value`.
 */
export interface SupervisorSyntaxError {
  readonly kind: 'no section' | 'no delimiter' | 'no name';
  readonly span: Span;
  /** From 1, as the message counts. */
  readonly line: number;
  /** The line with its line break as Python reads it (LF for every kind of break). */
  readonly text: string;
}
