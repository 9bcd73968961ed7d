import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import textmate from 'vscode-textmate';
import { loadGrammar, tokenize } from './tokenize.ts';

/** An editor stops tokenizing a line at 20,000 units; half of that has to be quick. */
const LONG = 10_000;
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
  'source.nginx': [
    '',
    'map $a $b {',
    'types {',
    'location ~ ',
    'if (',
    'rewrite ',
    'a_by_lua_block {',
    'x "',
  ],
  'source.supervisord': ['', 'command=', 'environment=', 'programs=', 'user=', '[', 'x "'],
};

describe.each(Object.entries(openings))('%s', (scopeName, starts) => {
  test('no line takes long', async () => {
    const grammar = await loadGrammar(scopeName);
    tokenize(grammar, pieces.join('\n'));
    const slow: string[] = [];
    for (const start of starts) {
      for (const piece of pieces) {
        const began = performance.now();
        grammar.tokenizeLine2(start + repeat(piece), textmate.INITIAL);
        const took = performance.now() - began;
        if (took > 1000) slow.push(`${start}${piece}: ${Math.round(took)} ms`);
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
