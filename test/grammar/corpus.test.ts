import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadGrammar, tokenize } from './tokenize.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

/** Real files that the real program accepts as they are; none without ../shared/corpus. */
function accepted(kind: 'nginx' | 'supervisor'): readonly string[] {
  const file = `${corpus}verdicts-${kind}.jsonl`;
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter((verdict) => verdict.lenient_category === 'ok' && !verdict.templated)
    .map((verdict) => verdict.file);
}

describe.skipIf(!existsSync(corpus))('real files (../shared/corpus)', () => {
  test('nginx closes what it opens in a file that nginx accepts', async () => {
    const grammar = await loadGrammar('source.nginx');
    const files = accepted('nginx');
    const open = files.filter((file) => {
      const lines = tokenize(grammar, readFileSync(corpus + file, 'utf8'));
      return lines.at(-1)?.depth !== 1;
    });
    expect(files.length).toBeGreaterThan(100);
    expect(open).toEqual([]);
  }, 60_000);

  test('every section of a file that supervisord accepts is told as one', async () => {
    const grammar = await loadGrammar('source.supervisord');
    const files = accepted('supervisor');
    const missed = files.filter((file) => {
      const lines = tokenize(grammar, readFileSync(corpus + file, 'utf8'));
      const headers = lines.filter(({ text }) => /^\[(program|supervisord|group|include)\b/.test(text));
      return !headers.every(({ tokens }) =>
        tokens[0]?.scopes.at(-1)?.startsWith('punctuation.definition.section'),
      );
    });
    expect(files.length).toBeGreaterThan(50);
    expect(missed).toEqual([]);
  }, 60_000);
});
