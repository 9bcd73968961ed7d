import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import textmate from 'vscode-textmate';
import { loadGrammar, tokenize } from './tokenize.ts';

/** An editor stops tokenizing a line at 20,000 units; half of that shows what grows too fast. */
const LONG = 10_000;
/** Four times the length takes four times as long where a pattern is linear, and sixteen times where it is quadratic. */
const GROWTH = 9;

/** Milliseconds that are too few to measure growth by. */
const QUICK = 100;

function milliseconds(run: () => void): number {
  const began = performance.now();
  run();
  return performance.now() - began;
}

/** The growth from a quarter of a line to the whole, each at its best: a busy machine slows some runs down, not all. */
function growth(tokenizeLength: (length: number) => void): number {
  let whole = Number.POSITIVE_INFINITY;
  let quarter = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 20 && whole > QUICK && !(whole / quarter < GROWTH); turn++) {
    whole = Math.min(
      whole,
      milliseconds(() => tokenizeLength(LONG)),
    );
    quarter = Math.min(
      quarter,
      milliseconds(() => tokenizeLength(LONG / 4)),
    );
  }
  return whole <= QUICK ? 1 : whole / quarter;
}

const repeat = (text: string, length: number) =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length);

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

describe.each(Object.entries(openings))('%s', (scopeName, starts) => {
  test('no line takes long', async () => {
    const grammar = await loadGrammar(scopeName);
    tokenize(grammar, pieces.join('\n'));
    const slow: string[] = [];
    for (const start of starts) {
      for (const piece of pieces) {
        const line = (length: number) => start + repeat(piece, length);
        const grown = growth((length) => grammar.tokenizeLine2(line(length), textmate.INITIAL));
        if (grown >= GROWTH) slow.push(`${start}${piece}: ${grown.toFixed(1)} times as long`);
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
