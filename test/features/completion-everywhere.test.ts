import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uriOf } from '../support/fixture.ts';
import { type Opened, openFixture } from '../support/service.ts';

const examples = join(import.meta.dirname, '../../examples');

const filesOf = (
  folder: string,
): readonly { readonly path: string; readonly text: string; readonly marks: [] }[] =>
  readdirSync(join(examples, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.slice(examples.length), text: readFileSync(path, 'utf8'), marks: [] }));

/** Asks everything at one offset; what comes back must stand around the offset, on one line. */
function askAt({ service }: Opened, uri: string, text: string, offset: number): void {
  const { snapshot } = service.workspace;
  const hover = service.hover(snapshot, uri, offset);
  if (hover) {
    expect(hover.span.start).toBeLessThanOrEqual(offset);
    expect(hover.span.end).toBeGreaterThanOrEqual(offset);
    expect(hover.markdown).not.toMatch(/undefined|\[object|NaN/);
  }
  const completion = service.completion(snapshot, uri, offset);
  if (!completion) return;
  const { start, end } = completion.span;
  expect(start).toBeLessThanOrEqual(offset);
  expect(end).toBeGreaterThanOrEqual(offset);
  expect(text.slice(start, end)).not.toMatch(/[\r\n]/);
  expect(completion.items.map(({ label, insert }) => label + insert).join('\n')).not.toMatch(/\[object|NaN/);
}

test.each(['shop', 'monolith', 'async-chat', 'microservices', 'ports'])(
  'every offset of %s has an answer that stands around it',
  async (folder) => {
    const files = filesOf(folder);
    const opened = await openFixture({ files, cursor: undefined });
    for (const { path, text } of files)
      for (let offset = 0; offset <= text.length; offset += 2) askAt(opened, uriOf(path), text, offset);
    expect(opened.errors).toEqual([]);
  },
  60_000,
);

const pieces = [
  '[',
  ']',
  '\n',
  '=',
  ' ',
  '{',
  '}',
  ';',
  '"',
  "'",
  '%(',
  '$',
  '#',
  '\t',
  '\\',
  '(',
  'é',
  '-',
  '%',
  '${',
  'numprocs',
  'server',
  'workers',
];

test('broken texts have answers as well', async () => {
  const files = filesOf('shop').filter(({ path }) => !path.endsWith('.ini'));
  const opened = await openFixture({ files, cursor: undefined });
  const edit = fc.record({
    file: fc.constantFrom(...files),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(40),
    put: fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((list) => list.join('')),
    cut: fc.boolean(),
  });
  fc.assert(
    fc.property(edit, ({ file, from, length, put, cut }) => {
      const start = Math.floor(from * file.text.length);
      const text = file.text.slice(0, start) + put + (cut ? '' : file.text.slice(start + length));
      opened.service.workspace.open(uriOf(file.path), text);
      for (const offset of [start + put.length, text.length])
        askAt(opened, uriOf(file.path), text, Math.min(offset, text.length));
      opened.service.workspace.open(uriOf(file.path), file.text);
    }),
    { numRuns: 100, interruptAfterTimeLimit: 30_000 },
  );
}, 60_000);
