import { applyEdits, overlaps } from '../base/edits.ts';
import type { Edit } from '../base/span.ts';
import type { Finding } from '../model/finding.ts';
import type { Loaded } from './load.ts';

/** Texts before and after, of the files that the safe fixes change. */
export interface Change {
  readonly uri: string;
  readonly before: string;
  readonly after: string;
}

/** A fix may uncover another; the rounds end here even if two fixes undo each other. */
const mostRounds = 10;

/**
 * Applies all safe fixes in memory until none is left. Files outside what was asked for, and files with bytes that
 * are no text, are never changed.
 */
export async function applySafeFixes(
  { service, asked }: Loaded,
  find: () => readonly Finding[],
): Promise<readonly Change[]> {
  const { workspace } = service;
  const before = new Map<string, string>();
  const mayChange = (uri: string): boolean =>
    asked(uri) && workspace.file(uri) !== undefined && workspace.file(uri)?.undecodableAt === undefined;
  for (let round = 0; round < mostRounds; round++) {
    const edits = editsOf(find(), mayChange);
    if (edits.length === 0) break;
    for (const uri of new Set(edits.map((edit) => edit.uri))) {
      const text = workspace.file(uri)?.text ?? '';
      if (!before.has(uri)) before.set(uri, text);
      const own = edits.filter((edit) => edit.uri === uri);
      workspace.open(uri, applyEdits(text, own));
    }
    await workspace.settle();
  }
  return [...before]
    .map(([uri, text]) => ({ uri, before: text, after: workspace.file(uri)?.text ?? text }))
    .filter((change) => change.before !== change.after)
    .sort((a, b) => (a.uri < b.uri ? -1 : 1));
}

/** The edits of every safe fix that fits beside those before it; what does not fit waits for the next round. */
function editsOf(findings: readonly Finding[], mayChange: (uri: string) => boolean): readonly Edit[] {
  const taken: Edit[] = [];
  for (const { fixes } of findings) {
    const fix = fixes.find(({ safe }) => safe);
    if (!fix || fix.edits.length === 0 || !fix.edits.every(({ uri }) => mayChange(uri))) continue;
    if (fix.edits.some((edit) => taken.some((other) => overlaps(edit, other)))) continue;
    taken.push(...fix.edits);
  }
  return taken;
}

/** The changes as one unified diff that `patch -p1` and `git apply` take. */
export async function diffOf(changes: readonly Change[], shown: (uri: string) => string): Promise<string> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff');
  const patches = changes.map(({ uri, before, after }) => {
    const path = shown(uri);
    return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
      headerOptions: FILE_HEADERS_ONLY,
    });
  });
  return patches.join('');
}
