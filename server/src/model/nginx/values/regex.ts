/** The names of the named groups of a regular expression, in order: `(?<name>…)`, `(?P<name>…)`, `(?'name'…)`. */
export function namedGroups(pattern: string): readonly string[] {
  return [...pattern.matchAll(/\(\?(?:P?<|')([A-Za-z_]\w*)[>']/g)].map((match) => match[1] ?? '');
}

/** How many groups a pattern captures; undefined where that takes more than counting parentheses. */
export function groupCount(pattern: string): number | undefined {
  if (/\\Q|\(\*|\(\?\||\[/.test(pattern)) return undefined;
  return pattern.replace(/\\./gs, '').split(/\((?!\?)|\(\?P?<(?![=!])|\(\?'/).length - 1;
}

/**
 * What PCRE2 says of a pattern that surely does not compile: its words and the offset it stops at. Undefined for
 * everything that may compile; only mistakes that need no knowledge of the rest of the pattern are looked for.
 */
export function regexMistake(
  pattern: string,
): { readonly error: string; readonly offset: number } | undefined {
  if (/\(\?[a-zA-Z^]*x|\\Q|\(\*/.test(pattern)) return undefined;
  let depth = 0;
  let at = 0;
  while (at < pattern.length) {
    const unit = pattern.charAt(at);
    if (unit === '\\') {
      if (at + 1 === pattern.length) return { error: '\\ at end of pattern', offset: pattern.length };
      at += 2;
    } else if (unit === '[') {
      const end = classEnd(pattern, at);
      if (end === -1) return { error: 'missing terminating ] for character class', offset: pattern.length };
      at = end;
    } else {
      if (pattern.startsWith('(?#', at)) return undefined;
      if (unit === '(') depth++;
      if (unit === ')' && --depth < 0) return { error: 'unmatched closing parenthesis', offset: at };
      at++;
    }
  }
  return depth > 0 ? { error: 'missing closing parenthesis', offset: pattern.length } : undefined;
}

/** The end of a character class; a `]` right after the opening belongs to it. */
function classEnd(pattern: string, start: number): number {
  let at = start + 1;
  if (pattern.charAt(at) === '^') at++;
  if (pattern.charAt(at) === ']') at++;
  while (at < pattern.length) {
    const unit = pattern.charAt(at);
    if (unit === ']') return at + 1;
    if (unit === '[' && /[:.=]/.test(pattern.charAt(at + 1))) at = posixEnd(pattern, at);
    else at += unit === '\\' ? 2 : 1;
  }
  return -1;
}

/** Steps over `[:alpha:]`; a bracket that is never closed so is a plain character. */
function posixEnd(pattern: string, at: number): number {
  const close = pattern.indexOf(`${pattern.charAt(at + 1)}]`, at + 2);
  return close === -1 || pattern.slice(at + 2, close).includes(']') ? at + 1 : close + 2;
}
