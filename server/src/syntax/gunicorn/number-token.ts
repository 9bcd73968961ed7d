/** True when an identifier may begin at `at`: XID_Start or an underscore, as Python defines it. */
export function isIdentifierStart(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit < 128) return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95;
  const point = text.codePointAt(at);
  return point !== undefined && /^[\p{XID_Start}]$/u.test(String.fromCodePoint(point));
}

/** True when the character at `at` may continue an identifier. */
export function isIdentifierPart(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit < 128) return isIdentifierStart(text, at) || isDigit(unit);
  const point = text.codePointAt(at);
  return point !== undefined && /^[\p{XID_Continue}]$/u.test(String.fromCodePoint(point));
}

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;

interface NumberScan {
  readonly end: number;
  readonly message: string | undefined;
}

const radixes: Readonly<Record<string, { readonly name: string; readonly digits: RegExp }>> = {
  x: { name: 'hexadecimal', digits: /[0-9a-fA-F]/ },
  o: { name: 'octal', digits: /[0-7]/ },
  b: { name: 'binary', digits: /[01]/ },
};

const leadingZeros =
  'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers';

/** Reads the number that begins at `start`, with CPython's words for one it refuses. */
export function scanNumber(text: string, start: number): NumberScan {
  const radix = text[start] === '0' ? radixes[(text[start + 1] ?? '').toLowerCase()] : undefined;
  return radix ? scanRadix(text, start + 2, radix) : scanDecimal(text, start);
}

function scanRadix(text: string, from: number, radix: { name: string; digits: RegExp }): NumberScan {
  let at = from;
  for (;;) {
    if (text[at] === '_') at++;
    const next = text[at] ?? '';
    if (!radix.digits.test(next)) {
      const digit = isDigit(next.charCodeAt(0));
      const message = digit
        ? `invalid digit '${next}' in ${radix.name} literal`
        : `invalid ${radix.name} literal`;
      return { end: at + 1, message };
    }
    while (radix.digits.test(text[at] ?? '')) at++;
    if (text[at] !== '_') break;
  }
  const next = text[at] ?? '';
  if (isDigit(next.charCodeAt(0))) {
    return { end: at + 1, message: `invalid digit '${next}' in ${radix.name} literal` };
  }
  return endOfNumber(text, at, radix.name);
}

/** The end of a run of digits with single underscores; -1 when an underscore ends it. */
function scanDigits(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (isDigit(text.charCodeAt(at))) at++;
    if (text[at] !== '_') return at;
    at++;
    if (!isDigit(text.charCodeAt(at))) return -1;
  }
}

function scanDecimal(text: string, start: number): NumberScan {
  let at = start;
  if (text[at] !== '.') {
    at = scanDigits(text, start);
    if (at < 0) return { end: start + 1, message: 'invalid decimal literal' };
  }
  const digits = text.slice(start, at);
  const next = (text[at] ?? '').toLowerCase();
  if (next === '.' || next === 'e' || next === 'j') return scanFraction(text, at);
  if (/^0[0_]*[1-9]/.test(digits)) return { end: at, message: leadingZeros };
  return endOfNumber(text, at, 'decimal');
}

function scanFraction(text: string, from: number): NumberScan {
  let at = from;
  if (text[at] === '.') {
    at++;
    if (isDigit(text.charCodeAt(at))) at = scanDigits(text, at);
    if (at < 0) return { end: from + 1, message: 'invalid decimal literal' };
  }
  const exponent = /^[eE][+-]?[0-9]/.exec(text.slice(at, at + 3));
  if (exponent) {
    at = scanDigits(text, at + exponent[0].length - 1);
    if (at < 0) return { end: from + 1, message: 'invalid decimal literal' };
  }
  if ((text[at] ?? '').toLowerCase() === 'j') return endOfNumber(text, at + 1, 'imaginary');
  return endOfNumber(text, at, 'decimal');
}

const keywordAfter = /^(?:i[fns]|(?:and|else|for|or|not)(?![\w\u0080-\uffff]))/;

/** A name may not follow a number at once, except a keyword such as `1if x else y`. */
function endOfNumber(text: string, at: number, kind: string): NumberScan {
  if (keywordAfter.test(text.slice(at, at + 5))) return { end: at, message: undefined };
  if (at < text.length && isIdentifierPart(text, at))
    return { end: at + 1, message: `invalid ${kind} literal` };
  return { end: at, message: undefined };
}
