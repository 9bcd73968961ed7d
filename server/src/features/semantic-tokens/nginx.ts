import type { TextFile } from '../../base/file.ts';
import { memo } from '../../base/memo.ts';
import type { Span } from '../../base/span.ts';
import { directivesNamed } from '../../catalog/nginx.ts';
import { isBuiltInVariable, otherDirective } from '../../catalog/nginx-other.ts';
import { nginxSyntaxOf } from '../../model/nginx/say.ts';
import { hasRawBody, type NginxStatement, type NginxToken } from '../../syntax/nginx/tree.ts';
import { pairOf } from '../shared/at/nginx.ts';
import { type SemanticToken, token } from './token.ts';

/** Directives, variables, parameters, numbers and regular expressions; names are left to who knows them. */
export const nginxTokens = memo((file: TextFile): readonly SemanticToken[] => {
  const { tree } = nginxSyntaxOf(file);
  const tokens = tree.comments.map((span) => token('comment', span));
  const open: { readonly statement: NginxStatement; readonly raw: boolean }[] = tree.statements.map(
    (statement) => ({ statement, raw: false }),
  );
  for (let next = open.pop(); next; next = open.pop()) {
    const { statement, raw } = next;
    tokens.push(...(raw ? rawTokens(file, statement) : directiveTokens(file, statement)));
    const [name] = statement.words;
    const isRaw = raw || hasRawBody(name?.text ?? '');
    if (statement.body && !statement.body.lua)
      for (const inner of statement.body.statements) open.push({ statement: inner, raw: isRaw });
  }
  return tokens;
});

function directiveTokens({ text }: TextFile, { words, body }: NginxStatement): readonly SemanticToken[] {
  const [name, ...args] = words;
  if (!name) return [];
  const isKnown = directivesNamed(name.text).length > 0 || otherDirective(name.text) !== undefined;
  const first = isKnown ? [token(body ? 'keyword' : 'property', name)] : [];
  return [...first, ...args.flatMap((word, index) => argumentTokens(text, name.text, word, index))];
}

/** A line of a `map` or its like: its keys may be regular expressions. */
function rawTokens({ text }: TextFile, { words }: NginxStatement): readonly SemanticToken[] {
  const [key, ...values] = words;
  if (!key) return [];
  const first =
    key.quote === '' && key.text.startsWith('~') ? [token('regexp', key)] : plainTokens(text, key);
  return [...first, ...values.flatMap((word) => plainTokens(text, word))];
}

function argumentTokens(
  text: string,
  name: string,
  word: NginxToken,
  index: number,
): readonly SemanticToken[] {
  if (isPattern(name, word, index)) return [token('regexp', word)];
  const pair = pairOf(word);
  if (!pair || !/^[a-z_]+$/.test(pair.name)) return plainTokens(text, word);
  const key = { start: word.start, end: pair.value.start - 1 };
  return [token('parameter', key), ...valueTokens(text, pair.value), ...variablesIn(text, pair.value)];
}

/** `location ~ …`, `if ($x ~ …)`, `rewrite …` and `server_name ~…` take regular expressions. */
function isPattern(name: string, { text }: NginxToken, index: number): boolean {
  if (name === 'rewrite') return index === 0;
  if (name === 'server_name') return text.startsWith('~');
  return name === 'location' && (/^(?:~\*?|=|\^~)$/.test(text) ? false : text.startsWith('~'));
}

function plainTokens(text: string, word: NginxToken): readonly SemanticToken[] {
  const whole = word.quote === '' ? valueTokens(text, word) : [token('string', word)];
  return [...whole, ...variablesIn(text, word)];
}

/** Numbers with their unit, and the words that switch something. */
function valueTokens(text: string, span: Span): readonly SemanticToken[] {
  const value = text.slice(span.start, span.end);
  if (/^\d+(?:\.\d+)?(?:ms|[a-zA-Z]|%)?$/.test(value)) return [token('number', span)];
  return /^(?:on|off|auto|default)$/.test(value) ? [token('enumMember', span)] : [];
}

const variable = /\$(?:\{(\w+)\}|(\w+))/g;

function variablesIn(text: string, { start, end }: Span): readonly SemanticToken[] {
  const word = text.slice(start, end);
  if (!word.includes('$')) return [];
  return [...word.matchAll(variable)].map((match) => {
    const span = { start: start + match.index, end: start + match.index + match[0].length };
    const name = match[1] ?? match[2] ?? '';
    const isOwn = isBuiltInVariable(name, 'http') || isBuiltInVariable(name, 'stream');
    return isOwn ? token('variable', span, 'defaultLibrary') : token('variable', span);
  });
}
