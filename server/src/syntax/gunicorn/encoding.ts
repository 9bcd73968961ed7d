import type { TextFile } from '../../base/file.ts';
import { type Token, tokenize } from './tokens.ts';

/** Bytes that are no UTF-8 and that Python comes to: where they stand, and what it says of them. */
export interface EncodingFault {
  readonly start: number;
  readonly reason: string;
}

/**
 * The first undecodable bytes that Python 3.11 stops at. It decodes texts and names when it uses them, so in a comment
 * any bytes may stand; a first or second line may name another encoding. Undefined where it reads the file.
 */
export function encodingFault(file: TextFile): EncodingFault | undefined {
  const { text, undecodableAt } = file;
  if (undecodableAt === undefined) return undefined;
  const cookie = /^(?:.*\n)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(text.slice(0, 400));
  if (cookie && !/^utf-?8/i.test(cookie[1] ?? '')) return undefined;
  const { tokens, error } = tokenize(text);
  const readTo = error?.start ?? text.length;
  for (let at = undecodableAt; at !== -1; at = text.indexOf('\ufffd', at + 1)) {
    const token = tokens.find(({ start, end, kind }) => start <= at && at < end && kind !== 'invalid');
    if (token || at >= readTo) return { start: at, reason: reasonAt(file, at, token) };
  }
  return undefined;
}

const isBytes = /^[rR]?[bB]/;

function reasonAt(file: TextFile, at: number, token: Token | undefined): string {
  const { undecodableAt, undecodableReason, text } = file;
  if (token?.kind === 'string' && isBytes.test(token.text))
    return 'bytes can only contain ASCII literal characters';
  const words = at === undecodableAt ? undecodableReason : undefined;
  return `(unicode error) ${(words && inDecoded(words, token ? decodedAtOnce(token, at) : nameAround(text, at))) ?? "'utf-8' codec can't decode a byte of this file"}`;
}

/** The same words with the position in what Python decodes at once: a name, or a text between its quotes. */
function inDecoded(words: string, { text, from }: Decoded): string | undefined {
  const found = /^(.*decode bytes? (?:0x\w\w )?in position )\d+(?:-\d+)?: (.*)$/.exec(words);
  if (!found) return undefined;
  const position = utf8Length(text.slice(0, from));
  const [, head = '', reason = ''] = found;
  const size = /bytes in position (\d+)-(\d+)/.exec(words);
  const last = size ? `-${position + Number(size[2]) - Number(size[1])}` : '';
  const isAtEnd = from + 1 >= text.length && reason === 'invalid continuation byte';
  return `${head}${position}${last}: ${isAtEnd ? 'unexpected end of data' : reason}`;
}

/** A stretch that is decoded as one, and where in it the fault stands. */
interface Decoded {
  readonly text: string;
  readonly from: number;
}

/** The name that undecodable bytes stand in: the tokenizer stops there. */
function nameAround(text: string, at: number): Decoded {
  const before = /[\w\u0080-\uffff]*$/.exec(text.slice(Math.max(0, at - 200), at))?.[0] ?? '';
  const after = /^[\w\u0080-\uffff]*/.exec(text.slice(at, at + 200))?.[0] ?? '';
  return { text: before + after, from: before.length };
}

/** The text between the quotes; of one with escapes only the run of letters beyond ASCII. */
function decodedAtOnce(token: Token, at: number): Decoded {
  const offset = at - token.start;
  if (token.kind !== 'string') return { text: token.text, from: offset };
  const [, prefix = '', quote = ''] = /^(\w*)('''|"""|'|")/.exec(token.text) ?? [];
  const body = token.text.slice(prefix.length + quote.length, token.text.length - quote.length);
  const from = offset - prefix.length - quote.length;
  if (!body.includes('\\') || /r/i.test(prefix)) return { text: body, from };
  const before = /[^\0-\x7f]*$/.exec(body.slice(0, from))?.[0] ?? '';
  const after = /^[^\0-\x7f]*/.exec(body.slice(from))?.[0] ?? '';
  return { text: before + after, from: before.length };
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const letter of text) {
    const point = letter.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
