/**
 * The end of a Lua block: the offset of the `}` that closes the `{` before `from`, or -1 when none does. Strings,
 * long brackets and comments are stepped over, as ngx_http_lua_module's lexer does.
 */
export function luaEnd(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const unit = text[at];
    if (unit === '{') depth++;
    else if (unit === '}') {
      if (depth === 0) return at;
      depth--;
    }
    at = unit === '"' || unit === "'" ? stringEnd(text, at + 1, unit) : next(text, at, unit);
  }
  return -1;
}

function next(text: string, at: number, unit: string | undefined): number {
  if (unit === '[') return longEnd(text, at) ?? at + 1;
  if (unit !== '-' || text[at + 1] !== '-') return at + 1;
  const long = text[at + 2] === '[' ? longEnd(text, at + 2) : undefined;
  if (long !== undefined) return long;
  const lineEnd = text.indexOf('\n', at);
  return lineEnd === -1 ? text.length : lineEnd + 1;
}

/** A Lua string ends at its quote; one that is never closed ends with its line. */
function stringEnd(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at++) {
    const unit = text[at];
    if (unit === quote) return at + 1;
    if (unit === '\\') at++;
    else if (unit === '\n') return at;
  }
  return text.length;
}

/** The end of `[==[ … ]==]` that starts at `at`; undefined when no long bracket starts there. */
function longEnd(text: string, at: number): number | undefined {
  let level = at + 1;
  while (text[level] === '=') level++;
  if (text[level] !== '[') return undefined;
  const close = `]${'='.repeat(level - at - 1)}]`;
  const end = text.indexOf(close, level + 1);
  return end === -1 ? text.length : end + close.length;
}
