import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { drawn, loadGrammar, tokenize } from './tokenize.ts';

const fixtures = fileURLToPath(new URL('fixtures/', import.meta.url));

test.each(readdirSync(fixtures))('%s keeps its scopes', async (name) => {
  const grammar = await loadGrammar(`source.${name.split('.').pop()}`);
  const lines = tokenize(grammar, readFileSync(fixtures + name, 'utf8'));
  await expect(drawn(lines)).toMatchFileSnapshot(`snapshots/${name}.scopes`);
  if (name.endsWith('.nginx')) expect(lines.at(-1)?.depth).toBe(1);
});
