/** A variable in a value, with its place in the text: `$host`, `${host}`. */
export interface ScriptVariable {
  /** Without the dollar sign and braces. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** What nginx makes of a value that may hold variables (`ngx_http_script_compile`). */
export interface Script {
  /** Without captures (`$1`); in order. */
  readonly variables: readonly ScriptVariable[];
  /** True when the value holds any variable or capture: it is then known only while a request runs. */
  readonly dynamic: boolean;
  /** nginx's words where it refuses the value. */
  readonly error?: string;
}

const constant: Script = { variables: [], dynamic: false };
const nameLetter = /[A-Za-z0-9_]/;

/** Takes a value apart; variables before an error are kept, as nginx has counted them by then. */
export function parseScript(text: string): Script {
  if (!text.includes('$')) return constant;
  const variables: ScriptVariable[] = [];
  let at = text.indexOf('$');
  while (at !== -1) {
    const found = variableAt(text, at);
    if ('error' in found) return { variables, dynamic: true, error: found.error };
    if (found.name !== '') variables.push({ name: found.name, start: at, end: found.end });
    at = text.indexOf('$', found.end);
  }
  return { variables, dynamic: true };
}

const invalidName = { error: 'invalid variable name' };

/** The variable at a dollar sign; a capture has no name. */
function variableAt(text: string, at: number) {
  const first = text.charAt(at + 1);
  if (first >= '1' && first <= '9') return { name: '', end: at + 2 };
  const start = first === '{' ? at + 2 : at + 1;
  if (start >= text.length) return invalidName;
  let end = start;
  while (end < text.length && nameLetter.test(text.charAt(end))) end++;
  const name = text.slice(start, end);
  if (first === '{' && text.charAt(end) !== '}') {
    return { error: `the closing bracket in "${name}" variable is missing` };
  }
  return name === '' ? invalidName : { name, end: first === '{' ? end + 1 : end };
}

/** True for a value with a dollar sign: what nginx counts as variables (`ngx_http_script_variables_count`). */
export const hasDollar = (text: string): boolean => text.includes('$');
