import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar, type StateStack } from 'vscode-textmate';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Lua is the editor's own; this much of it shows that the embedded text is given to it. */
const lua = {
  name: 'Lua',
  scopeName: 'source.lua',
  patterns: [
    { match: '\\b(?:local|function|end|if|then|return)\\b', name: 'keyword.control.lua' },
    { match: '\\b\\d+\\b', name: 'constant.numeric.lua' },
  ],
};

const files: Readonly<Record<string, string>> = {
  'source.nginx': 'syntaxes/nginx.tmLanguage.json',
  'source.supervisord': 'syntaxes/supervisord.tmLanguage.json',
};

async function readGrammar(scopeName: string) {
  if (scopeName === 'source.lua') return textmate.parseRawGrammar(JSON.stringify(lua), 'lua.json');
  const path = files[scopeName];
  return path ? textmate.parseRawGrammar(readFileSync(root + path, 'utf8'), path) : null;
}

let registry: textmate.Registry | undefined;

async function onigLib() {
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM({ data: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) });
  return {
    createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text: string) => new oniguruma.OnigString(text),
  };
}

/** The grammar as an editor loads it. */
export async function loadGrammar(scopeName: string): Promise<IGrammar> {
  registry ??= new textmate.Registry({ onigLib: onigLib(), loadGrammar: readGrammar });
  const grammar = await registry.loadGrammar(scopeName);
  if (!grammar) throw new Error(`no grammar ${scopeName}`);
  return grammar;
}

export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Outermost first, without the grammar's own scope. */
  readonly scopes: readonly string[];
}

export interface Line {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Rules that are open at the end of the line; 1 is none. */
  readonly depth: number;
}

/** The tokens of every line. */
export function tokenize(grammar: IGrammar, text: string): readonly Line[] {
  let state: StateStack = textmate.INITIAL;
  return text.split(/\r\n|\n/).map((line) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    const tokens = result.tokens.map((token) => ({
      text: line.slice(token.startIndex, token.endIndex),
      start: token.startIndex,
      end: Math.min(token.endIndex, line.length),
      scopes: token.scopes.slice(1),
    }));
    return { text: line, tokens, depth: state.depth };
  });
}

/** The innermost scope of the first token that holds `part` from its beginning. */
export function scopeOf(lines: readonly Line[], part: string): string {
  for (const line of lines) {
    const at = line.text.indexOf(part);
    if (at < 0) continue;
    const token = line.tokens.find(({ start, end }) => start <= at && at < end);
    return token?.scopes.at(-1) ?? '';
  }
  throw new Error(`${part} is not in the text`);
}

/** Every line with carets under its tokens and their innermost scopes. */
export const drawn = (lines: readonly Line[]): string =>
  lines
    .map(({ text, tokens }) => {
      const marks = tokens
        .filter(({ text: part, scopes }) => part.trim() !== '' && scopes.length > 0)
        .map(({ start, end, scopes }) => `${' '.repeat(start)}${'^'.repeat(end - start)} ${scopes.at(-1)}`);
      return [text, ...marks].join('\n');
    })
    .join('\n');
