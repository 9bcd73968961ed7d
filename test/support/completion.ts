import { expect } from 'vitest';
import type { Completion, CompletionItem } from '../../server/src/features/completion/completion.ts';
import { documentationOf } from '../../server/src/features/completion/documentation.ts';
import { withoutStops } from '../../server/src/features/completion/item.ts';
import { cursorOf, pathOf } from './fixture.ts';
import { openFixture } from './service.ts';

export interface Offered {
  readonly completion: Completion | undefined;
  readonly items: readonly CompletionItem[];
  readonly text: string;
  readonly offset: number;
}

/** What is offered at the cursor; with `trigger`, after that character was typed. */
export async function offeredAt(literal: string, trigger?: string): Promise<Offered> {
  const { service, fixture, errors } = await openFixture(literal);
  const { uri, offset } = cursorOf(fixture);
  const file = fixture.files.find(({ path }) => path === pathOf(uri));
  const text = file && file === fixture.files.at(-1) ? asWritten(file.text, literal) : (file?.text ?? '');
  service.workspace.open(uri, text);
  const completion = service.completion(service.workspace.snapshot, uri, offset, { trigger });
  expect(errors).toEqual([]);
  return { completion, items: completion?.items ?? [], text, offset };
}

/** A fixture ends each file with a line break; a literal that does not end so means a text without one. */
const asWritten = (text: string, literal: string): string =>
  literal.endsWith('\n') ? text : text.replace(/\n$/, '');

/** All of these labels are offered at the cursor, and none that begins with `!`: `!numprocs` must not be. */
export async function checkOffers(literal: string, ...labels: readonly string[]): Promise<void> {
  const offered = new Set((await offeredAt(literal)).items.map(({ label }) => label));
  const wanted = labels.filter((label) => !label.startsWith('!'));
  const unwanted = labels.filter((label) => label.startsWith('!')).map((label) => label.slice(1));
  expect(
    wanted.filter((label) => !offered.has(label)),
    'not offered',
  ).toEqual([]);
  expect(
    unwanted.filter((label) => offered.has(label)),
    'offered',
  ).toEqual([]);
}

/** Exactly these labels are offered, in the order in which an editor lists them. */
export async function checkList(literal: string, ...labels: readonly string[]): Promise<void> {
  const { items } = await offeredAt(literal);
  const sorted = [...items].sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1));
  expect(sorted.map(({ label }) => label)).toEqual(labels);
}

/** Nothing is offered at the cursor; with `trigger`, not after that character. */
export const checkNothingOffered = async (literal: string, trigger?: string): Promise<void> =>
  expect((await offeredAt(literal, trigger)).items.map(({ label }) => label)).toEqual([]);

/** Something is offered after a character was typed. */
export const checkOpens = async (literal: string, trigger: string): Promise<void> =>
  expect((await offeredAt(literal, trigger)).items).not.toEqual([]);

/** Taking an item turns the cursor's file into `after`; places of a snippet keep their first text. */
export async function checkTake(literal: string, label: string, after: string): Promise<void> {
  const { completion, items, text } = await offeredAt(literal);
  const item = items.find((candidate) => candidate.label === label);
  if (!completion || !item)
    return expect.fail(
      `"${label}" is not offered: ${items
        .map((one) => one.label)
        .slice(0, 30)
        .join(', ')}`,
    );
  const written = item.form === 'snippet' ? withoutStops(item.insert ?? label) : (item.insert ?? label);
  const { start, end } = completion.span;
  expect(text.slice(0, start) + written + text.slice(end)).toBe(after);
}

/** The description of an item says each of `parts`. */
export async function checkDescribes(
  literal: string,
  label: string,
  ...parts: readonly string[]
): Promise<void> {
  const doc = (await offeredAt(literal)).items.find((item) => item.label === label)?.doc;
  const text = doc && documentationOf(doc, undefined);
  for (const part of parts) expect(text).toContain(part);
}
