interface StringScan {
  readonly end: number;
  /** Line breaks inside it. */
  readonly lines: number;
  /** CPython's words when it never ends, from the lines on which it starts and was given up. */
  readonly message: ((startLine: number, endLine: number) => string) | undefined;
}

const isBreak = (unit: number): boolean => unit === 10 || unit === 13;

/** Reads the string whose prefix begins at `start` and whose first quote is at `quote`. */
export function scanString(text: string, start: number, quote: number): StringScan {
  const plain = scanPlain(text, quote);
  const isFormat = /f/i.test(text.slice(start, quote));
  if (!isFormat || (plain.message === undefined && balanced(text.slice(quote, plain.end)))) return plain;
  // Python 3.12 reads quotes inside a replacement field as a string of their own; 3.11 ends the string there.
  return scanNested(text, quote) ?? plain;
}

const quoteLength = (text: string, quote: number): number => {
  const mark = text[quote] ?? '';
  return text.startsWith(mark.repeat(3), quote) ? 3 : 1;
};

function scanPlain(text: string, quote: number): StringScan {
  const length = quoteLength(text, quote);
  const closer = (text[quote] ?? '').repeat(length);
  let lines = 0;
  for (let at = quote + length; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 92) {
      at++;
      if (isBreak(text.charCodeAt(at))) {
        lines++;
        if (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10) at++;
      }
    } else if (isBreak(unit)) {
      if (length === 1) return { end: at, lines, message: unterminated };
      lines++;
      if (unit === 13 && text.charCodeAt(at + 1) === 10) at++;
    } else if (text.startsWith(closer, at)) return { end: at + length, lines, message: undefined };
  }
  const last = isBreak(text.charCodeAt(text.length - 1)) ? Math.max(0, lines - 1) : lines;
  return { end: text.length, lines: last, message: length === 3 ? unterminatedTriple : unterminated };
}

const unterminated = (_start: number, end: number): string =>
  `unterminated string literal (detected at line ${end})`;

const unterminatedTriple = (_start: number, end: number): string =>
  `unterminated triple-quoted string literal (detected at line ${end})`;

/** True when every `{` of a replacement field has its `}`, doubled braces aside. */
function balanced(body: string): boolean {
  let depth = 0;
  for (let at = 0; at < body.length; at++) {
    const mark = body[at];
    if (mark === '{') {
      if (depth === 0 && body[at + 1] === '{') at++;
      else depth++;
    } else if (mark === '}' && depth > 0) depth--;
  }
  return depth === 0;
}

/** The string with replacement fields that may hold its own quote; undefined when that does not end either. */
function scanNested(text: string, quote: number): StringScan | undefined {
  const length = quoteLength(text, quote);
  const closer = (text[quote] ?? '').repeat(length);
  let depth = 0;
  let lines = 0;
  for (let at = quote + length; at < text.length; at++) {
    const mark = text[at] ?? '';
    if (isBreak(mark.charCodeAt(0))) {
      if (length === 1 && depth === 0) return undefined;
      if (mark === '\n' || text[at + 1] !== '\n') lines++;
    } else if (depth > 0 && (mark === '"' || mark === "'")) {
      const inner = scanPlain(text, at);
      if (inner.message) return undefined;
      at = inner.end - 1;
      lines += inner.lines;
    } else if (depth > 0 && mark === '{') depth++;
    else if (depth > 0 && mark === '}') depth--;
    else if (depth > 0) continue;
    else if (mark === '\\') at++;
    else if (mark === '{' && text[at + 1] === '{') at++;
    else if (mark === '{') depth++;
    else if (text.startsWith(closer, at)) return { end: at + length, lines, message: undefined };
  }
  return undefined;
}
