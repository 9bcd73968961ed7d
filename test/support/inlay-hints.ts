import { expect } from 'vitest';
import type { InlayHint } from '../../server/src/features/inlay-hints/inlay-hints.ts';
import { pathOf, readFixture, uriOf } from './fixture.ts';
import { openFixture } from './service.ts';

/** The hints of a file of a fixture. */
export async function hintsOf(
  literal: string,
  path: string,
): Promise<{ readonly hints: readonly InlayHint[]; readonly text: string }> {
  const { service, snapshot, errors } = await openFixture(readFixture(literal));
  const text = [...snapshot.files.values()].find(({ uri }) => pathOf(uri) === path)?.text ?? '';
  const hints = service.inlayHints(snapshot, uriOf(path), { start: 0, end: text.length });
  expect(errors).toEqual([]);
  return { hints, text };
}

/** The lines of a file that have a hint, with the hints in «»; a tooltip behind `|`. */
export async function checkHints(
  literal: string,
  path: string,
  ...expected: readonly string[]
): Promise<void> {
  const { hints, text } = await hintsOf(literal, path);
  let shown = text;
  for (const { offset, text: hint, tooltip } of [...hints].sort((a, b) => b.offset - a.offset)) {
    const label = tooltip === undefined ? hint : `${hint}|${tooltip.replace(/\n/g, '; ')}`;
    shown = `${shown.slice(0, offset)} «${label}»${shown.slice(offset)}`;
  }
  expect(shown.split('\n').filter((line) => line.includes('«'))).toEqual(expected);
}
