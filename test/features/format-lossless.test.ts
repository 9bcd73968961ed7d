// The formatter touches white space alone: proven over generated files and, where it is present, the whole corpus.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TextFile } from '../../server/src/base/file.ts';
import { loadSupervisor } from '../../server/src/model/supervisor/load.ts';
import { parseNginx } from '../../server/src/syntax/nginx/parse.ts';
import { nginxPieces } from '../../server/src/syntax/nginx/tokens.ts';
import { parseSupervisor } from '../../server/src/syntax/supervisor/parse.ts';
import { kindOf } from '../../server/src/workspace/kind/kind.ts';
import { directiveCase } from '../conformance/nginx-generate.ts';
import { lexicalCase } from '../conformance/nginx-lexical.ts';
import { mutationCase } from '../conformance/nginx-mutate.ts';
import { randomFrom } from '../conformance/random.ts';
import { generatedConfig } from '../conformance/supervisor-configs.ts';
import { formatted } from '../support/format.ts';

type Kind = 'nginx' | 'supervisor';

const nginxWords = (text: string): readonly string[] =>
  nginxPieces(parseNginx(text).tree)
    .filter(({ kind }) => kind !== 'space')
    .map(({ start, end }) => text.slice(start, end));

/** What supervisord makes of a text: sections, options and values, comments and errors. */
function supervisorWords(text: string): readonly unknown[] {
  const { tree, errors } = parseSupervisor(text);
  const comments = tree.lines.map(({ comment, end }) =>
    comment < 0 ? '' : text.slice(comment, end).trimEnd(),
  );
  return [
    tree.sections.map(({ name, options }) => [name, options.map((option) => [option.name, option.value])]),
    comments.filter((comment) => comment !== ''),
    errors.map(({ kind }) => kind),
  ];
}

const wordsOf = { nginx: nginxWords, supervisor: supervisorWords } as const;
const withoutSpace = (text: string): string => text.replace(/\s+/g, '');

/** True when the text was changed; fails where more than white space was, or where a second run changes it again. */
function checkLossless(kind: Kind, text: string): boolean {
  const after = formatted(kind, text);
  expect(withoutSpace(after)).toBe(withoutSpace(text));
  expect(wordsOf[kind](after)).toEqual(wordsOf[kind](text));
  expect(formatted(kind, after)).toBe(after);
  return after !== text;
}

test.each([
  ['lexical', lexicalCase],
  ['directives', directiveCase],
  ['mutations', mutationCase],
] as const)('generated nginx files: %s', (_, generate) => {
  const random = randomFrom(7);
  const changed = Array.from({ length: 1500 }, () => checkLossless('nginx', generate(random, '1.22.1')));
  expect(changed.filter(Boolean).length).toBeGreaterThan(10);
});

test('generated files of supervisord, by its own loader', () => {
  let changed = 0;
  fc.assert(
    fc.property(generatedConfig, ({ files }) => {
      for (const text of Object.values(files)) {
        if (checkLossless('supervisor', text)) changed++;
        expect(loaded(formatted('supervisor', text))).toEqual(loaded(text));
      }
    }),
    { numRuns: 400 },
  );
  expect(changed).toBeGreaterThan(100);
});

const nothing = (): readonly TextFile[] => [];

/** The processes that supervisord would start, without places; the reasons where it would not. */
function loaded(text: string): unknown {
  const file: TextFile = { uri: 'file:///etc/supervisord.conf', kind: 'supervisor', text };
  const { programs, groups, problems } = loadSupervisor(file, nothing, {});
  const processes = programs.flatMap(({ instances }) =>
    instances.map(({ name, command, directory, environment, values }) => [
      name,
      command.known ? command.value.text : command.why,
      directory.known ? directory.value : directory.why,
      [...environment].map(([key, value]) => [key, value.known ? value.value : value.why]),
      [...values].map(([key, value]) => [key, value.known ? value.value : value.why]),
    ]),
  );
  return [processes, groups.map(({ name }) => name), problems.map(({ code, message }) => [code, message])];
}

const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

describe.skipIf(!existsSync(corpus))('real files (../shared/corpus)', () => {
  test('every file of both languages', () => {
    const counts = { nginx: 0, supervisor: 0, changed: 0 };
    for (const name of readdirSync(corpus, { recursive: true, encoding: 'utf8' })) {
      const text = textOf(corpus + name);
      const kind = text === undefined ? undefined : kindOf(`file:///${name}`, text);
      if (text === undefined || (kind !== 'nginx' && kind !== 'supervisor')) continue;
      counts[kind]++;
      if (checkLossless(kind, text)) counts.changed++;
    }
    console.log(`formatted: ${JSON.stringify(counts)}`);
    expect(counts.nginx).toBeGreaterThan(300);
    expect(counts.supervisor).toBeGreaterThan(150);
    expect(counts.changed).toBeGreaterThan(200);
  }, 60_000);
});

/** The text of a file; undefined for a folder. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
