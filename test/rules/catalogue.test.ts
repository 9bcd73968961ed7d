import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { allRules } from '../../server/src/rules/index.generated.ts';

const catalogue = fileURLToPath(new URL('../../../shared/rules/rules.json', import.meta.url));
const isHere = existsSync(catalogue);

if (!isHere) console.warn('No catalogue of planned rules beside this checkout, so no id is looked for.');

test.skipIf(!isHere)('every planned rule is here under its id', () => {
  const { rules } = JSON.parse(readFileSync(catalogue, 'utf8')) as { rules: readonly { id: string }[] };
  const ids = new Set(allRules.map(({ id }) => id));
  expect(rules.map(({ id }) => id).filter((id) => !ids.has(id))).toEqual([]);
});

test('at least 100 rules offer a fix', () => {
  expect(allRules.filter(({ fix }) => fix !== null).length).toBeGreaterThanOrEqual(100);
});
