/** A stretch of one text, in UTF-16 units from its start; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span of one file. */
export interface Place {
  readonly uri: string;
  readonly span: Span;
}

/** A place with a sentence that says what stands there. */
export interface Related {
  readonly place: Place;
  readonly message: string;
}

/** Replaces `span` of `uri` by `newText`. An empty span inserts, an empty text deletes. */
export interface Edit {
  readonly uri: string;
  readonly span: Span;
  readonly newText: string;
}

export const span = (start: number, end: number): Span => ({ start, end });

export const place = (uri: string, start: number, end: number): Place => ({ uri, span: { start, end } });

/** True when `offset` lies in the span or at one of its edges, as a cursor does. */
export const touches = (s: Span, offset: number): boolean => s.start <= offset && offset <= s.end;

/** True when `offset` lies in the span, its end excluded. */
export const contains = (s: Span, offset: number): boolean => s.start <= offset && offset < s.end;

export const sliceOf = (text: string, s: Span): string => text.slice(s.start, s.end);
