import type { Span } from '../../base/span.ts';
import type { NginxStatement, NginxTree } from './tree.ts';

/** `skipped` is text that belongs to no directive: a stray `;` or `}`, or Lua. */
export type NginxPieceKind = 'word' | ';' | '{' | '}' | 'comment' | 'hole' | 'space' | 'skipped';

export interface NginxPiece extends Span {
  readonly kind: NginxPieceKind;
}

/** The whole text in pieces, in order and without gaps: joined they give the text. */
export function nginxPieces(tree: NginxTree): readonly NginxPiece[] {
  const solid = solidPieces(tree).sort((a, b) => a.start - b.start);
  const pieces: NginxPiece[] = [];
  let at = 0;
  for (const piece of solid) {
    addGap(tree.text, pieces, at, piece.start);
    pieces.push(piece);
    at = piece.end;
  }
  addGap(tree.text, pieces, at, tree.text.length);
  return pieces;
}

function solidPieces(tree: NginxTree): NginxPiece[] {
  const pieces: NginxPiece[] = [];
  const waiting: NginxStatement[] = [...tree.statements];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const word of next.words) pieces.push({ kind: 'word', start: word.start, end: word.end });
    if (next.terminator === ';') pieces.push({ kind: ';', start: next.readTo - 1, end: next.readTo });
    if (!next.body) continue;
    pieces.push({ kind: '{', start: next.body.start, end: next.body.start + 1 });
    if (next.body.closed) pieces.push({ kind: '}', start: next.body.end - 1, end: next.body.end });
    for (const inner of next.body.statements) waiting.push(inner);
  }
  for (const { start, end } of tree.comments) pieces.push({ kind: 'comment', start, end });
  for (const { start, end } of tree.holes) pieces.push({ kind: 'hole', start, end });
  return pieces;
}

function addGap(text: string, pieces: NginxPiece[], start: number, end: number): void {
  if (start >= end) return;
  pieces.push({ kind: /[^ \t\r\n]/.test(text.slice(start, end)) ? 'skipped' : 'space', start, end });
}
