import { expect } from 'vitest';
import type { Hover } from '../../server/src/features/hover/hover.ts';
import { cursorOf, pathOf } from './fixture.ts';
import { openFixture } from './service.ts';

/** The hover at the cursor and the text it stands on; undefined where there is none. */
export async function hoverAt(
  literal: string,
): Promise<(Hover & { readonly token: string; readonly title: string }) | undefined> {
  const { service, snapshot, fixture, errors } = await openFixture(literal);
  const { uri, offset } = cursorOf(fixture);
  const found = service.hover(snapshot, uri, offset);
  expect(errors).toEqual([]);
  const text = fixture.files.find(({ path }) => path === pathOf(uri))?.text ?? '';
  return (
    found && {
      ...found,
      token: text.slice(found.span.start, found.span.end),
      title: found.markdown.split('\n')[0] ?? '',
    }
  );
}

/** The token at the cursor has a hover with this first line, which also says each of `parts`. */
export async function checkHover(literal: string, title: string, ...parts: readonly string[]): Promise<void> {
  const found = await hoverAt(literal);
  expect(found?.title).toBe(title);
  for (const part of parts) expect(found?.markdown).toContain(part);
}

/** The hover at the cursor stands on exactly this text. */
export const checkHoverToken = async (literal: string, token: string): Promise<void> =>
  expect((await hoverAt(literal))?.token).toBe(token);

/** Nothing is shown at the cursor. */
export const checkNoHover = async (literal: string): Promise<void> =>
  expect(await hoverAt(literal)).toBeUndefined();
