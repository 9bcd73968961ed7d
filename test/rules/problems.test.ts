import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allRules } from '../../server/src/rules/index.generated.ts';

/** The sources that may make a `Problem`, relative to the repository. */
const folders = ['server/src/model', 'server/src/workspace', 'server/src/syntax'];

const sources = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(folder, name), 'utf8') })),
);

const code = /'((?:supervisor|gunicorn|uvicorn|nginx|xfile|profile)\/[a-z0-9]+(?:-[a-z0-9]+)*)'/g;

test('every code that a loader gives has a rule that reports it', () => {
  const given = new Map(
    sources.flatMap(({ name, text }) =>
      [...text.matchAll(code)].map((match) => [match[1] ?? '', name] as const),
    ),
  );
  const ids = new Set(allRules.map(({ id }) => id));
  const unreported = [...given].filter(([id]) => !ids.has(id)).map(([id, name]) => `${id} (${name})`);
  expect(unreported).toEqual([]);
});

test('no loader puts a code together, so that the list above is whole', () => {
  const built = sources.filter(({ text }) =>
    /`(?:supervisor|gunicorn|uvicorn|nginx|xfile|profile)\/\$\{/.test(text),
  );
  expect(built.map(({ name }) => name)).toEqual([]);
});
