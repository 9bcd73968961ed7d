import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import textmate from 'vscode-textmate';
import { loadGrammar, tokenize } from './tokenize.ts';

/** An editor stops tokenizing a line at 20,000 units; half of that has to be quick. */
const LONG = 10_000;
/** A line may take so many times what an ordinary one of its length takes; a quadratic pattern takes more. */
const TIMES = 10;

/** Milliseconds of the best of a few runs: a busy machine makes one run slow, not all. */
function fastest(enough: number, run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 4 && best > enough; turn++) {
    const began = performance.now();
    run();
    best = Math.min(best, performance.now() - began);
  }
  return best;
}

const repeat = (text: string) => text.repeat(Math.ceil(LONG / text.length)).slice(0, LONG);

const pieces = [
  'a',
  ' ',
  ';',
  '#',
  '{',
  '}',
  '"',
  "'",
  '\\',
  '$',
  '${',
  '{{ ',
  '{% ',
  '{# ',
  '<% ',
  '%(',
  '%(a',
  '%',
  '[',
  '(',
  '~ ',
  '~* "',
  '= ',
  ', ',
  '"a ',
  "'a\\",
  'a=b ',
  'A="1",',
  '1.',
  '1:',
  '[::',
  'unix:',
  'http://',
  'a/',
  '--a ',
  '-',
  '@A',
  '%%A',
  'server ',
  'location ~ ',
  'if ($a ~ ',
  'map ',
  'a_by_lua_block {',
  '[[',
  '--[=[',
  '{"',
  '\t;',
];
const openings = {
  'source.nginx': ['', 'map $a $b {', 'if (', 'a_by_lua_block {'],
  'source.supervisord': ['', 'command=', 'environment=', 'user='],
};

/** Of the same length, and as people write. */
const ordinary = { 'source.nginx': 'server_name a.b;', 'source.supervisord': 'A="1",' };

describe.each(Object.entries(openings))('%s', (scopeName, starts) => {
  test('no line takes long', async () => {
    const grammar = await loadGrammar(scopeName);
    tokenize(grammar, pieces.join('\n'));
    const slow: string[] = [];
    const plain = repeat(ordinary[scopeName as keyof typeof ordinary]);
    const limit = TIMES * fastest(0, () => grammar.tokenizeLine2(plain, textmate.INITIAL));
    for (const start of starts) {
      for (const piece of pieces) {
        const took = fastest(limit, () => grammar.tokenizeLine2(start + repeat(piece), textmate.INITIAL));
        if (took > limit) slow.push(`${start}${piece}: ${Math.round(took)} ms`);
      }
    }
    expect(slow).toEqual([]);
  }, 120_000);

  test('every character stays, whatever the text', async () => {
    const grammar = await loadGrammar(scopeName);
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let run = 0; run < 300; run++) {
      const text = Array.from({ length: 40 }, () =>
        next(8) === 0 ? '\n' : pieces[next(pieces.length)],
      ).join('');
      const lines = tokenize(grammar, text);
      expect(lines.map((line) => line.tokens.map((token) => token.text).join('')).join('\n')).toBe(text);
    }
  });
});
