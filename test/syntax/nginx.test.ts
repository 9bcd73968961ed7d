import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseNginx } from '../../server/src/syntax/nginx/parse.ts';
import { nginxPieces } from '../../server/src/syntax/nginx/tokens.ts';
import { errorLimit, type NginxStatement } from '../../server/src/syntax/nginx/tree.ts';

/** Statements as one line: `name|arg|…;`, blocks in braces, `…` where the `;` is missing. */
const outline = (statements: readonly NginxStatement[]): string =>
  statements
    .map((statement) => {
      const words = statement.words.map((word) => word.text).join('|');
      if (statement.body)
        return `${words}{${statement.body.lua ? 'lua' : outline(statement.body.statements)}}`;
      return words + (statement.terminator === 'none' ? '…' : ';');
    })
    .join(' ');

const errorsOf = (text: string) => parseNginx(text).errors.map((error) => `${error.line}: ${error.message}`);
const outlineOf = (text: string) => outline(parseNginx(text).tree.statements);

const endOfFile = 'unexpected end of file, expecting ";" or "}"';
const openBlock = 'unexpected end of file, expecting "}"';

describe('what nginx takes without a word', () => {
  test.each([
    ['spaces of four kinds', 'a\tb\r\n c ;', 'a|b|c;'],
    ['a sharp inside a word', 'a#b #c\n d;', 'a#b|d;'],
    ['a quote inside a word', 'a"b c;', 'a"b|c;'],
    ['everything inside quotes', 'a "b;{#\n" \'c"\';', 'a|b;{#\n|c";'],
    ['escaped quotes', 'a "x\\"y" \\"z;', 'a|x"y|"z;'],
    ['escapes that stay', 'a \\d \\; \\{x;', 'a|\\d|\\;|\\{x;'],
    ['escapes that become characters', 'a \\t\\r\\n\\\\n;', 'a|\t\r\n\\n;'],
    ['an empty word', 'a "";', 'a|;'],
    ['a brace behind a dollar', 'a ${b}c $d{ e; }', 'a|${b}c|$d{e;}'],
    ['a bare brace that opens a block', 'a ^[0-9]{3}$;}', 'a|^[0-9]{3}$;}'],
    ['a parenthesis behind a quote', 'if ($a = "b"){}', 'if|($a|=|b|){}'],
    ['a closing brace inside a word', 'a b}c;', 'a|b}c;'],
    ['a comment that ends the text', 'a;#b', 'a;'],
    ['a mark of byte order', '\ufeffa b;', '\ufeffa|b;'],
    ['a NUL', 'a \0b;', 'a|\0b;'],
    [
      'Lua with braces in strings and comments',
      'x_by_lua_block { f("}") -- }\n g{1,{2}} --[[ } ]] s=[=[}]]]=] }\nb;',
      'x_by_lua_block{lua} b;',
    ],
  ])('%s', (_, text, expected) => {
    expect(outlineOf(text)).toBe(expected);
    expect(errorsOf(text)).toEqual([]);
  });
});

describe('where nginx stops, and what the tree holds then', () => {
  test.each([
    ['a stray semicolon', ';;a;', 'a;', ['1: unexpected ";"', '1: unexpected ";"']],
    ['a block without a name', '{a;}b;', '{a;} b;', ['1: unexpected "{"']],
    ['one brace too many', '}\na;', 'a;', ['1: unexpected "}"']],
    ['a block left open', 'a { b { c;\n', 'a{b{c;}}', [`2: ${openBlock}`]],
    ['a directive left open', 'a {\n b c\n', 'a{b|c…}', [`3: ${endOfFile}`]],
    ['text behind a quote', 'a "x"b "c";', 'a|x|b|c;', ['1: unexpected "b"']],
    ['a quote left open', 'a "b;\nc d;\n', 'a|b; c|d;', [`3: ${endOfFile}`]],
    ['a quote that the next one closes', 'a "b;\nc d;\ne "f";', 'a|b; c|d; e|f;', ['3: unexpected "f"']],
    [
      'missing semicolons before a brace',
      'l {\n proxy_pass http://u\n proxy_buffering off\n}\nb;',
      'l{proxy_pass|http://u… proxy_buffering|off…} b;',
      ['4: unexpected "}"'],
    ],
  ])('%s', (_, text, expected, errors) => {
    expect(outlineOf(text)).toBe(expected);
    expect(errorsOf(text)).toEqual(errors);
  });

  test.each([
    ['a word', 'x', ';', 4096],
    ['a word before a space', 'x', ' ;', 4095],
    ['a word of two-byte letters', 'é', ';', 2048],
    ['a comment', '#', '\n;', 4096],
  ])('%s that fills the buffer', (_, letter, end, longest) => {
    const text = (count: number) => `\na b${letter === '#' ? ' ' : '\n'}${letter.repeat(count)}${end} c;`;
    expect(errorsOf(text(longest - 1))).toEqual([]);
    const line = letter === '#' ? 2 : 3;
    const start = letter.repeat(letter === 'é' ? 5 : 10);
    expect(errorsOf(text(longest))[0]).toBe(`${line}: too long parameter "${start}..." started`);
  });

  test('a quote that fills the buffer is taken for one that is not closed', () => {
    const text = `a "${'b\n'.repeat(2048)}" c;`;
    const message = 'too long parameter, probably missing terminating """ character';
    expect(errorsOf(text)[0]).toBe(`1: ${message}`);
  });

  test('statements before the error are told from those behind it', () => {
    const { tree, errors } = parseNginx('a;\nb "c;\nd;');
    const taken = tree.statements.map((statement) => statement.readTo <= (errors[0]?.after ?? 0));
    expect(taken).toEqual([true, false, false]);
  });
});

describe('templates', () => {
  test.each([
    ['expressions are parts of words', 'a {{ x }}:80 "{{ y["z"] }}";', 'a|{{ x }}:80|{{ y["z"] }};'],
    ['statements are blank', '{% if a %}\nlisten 80;\n{% endif %}', 'listen|80;'],
    ['an expression alone on a line is blank', '{{ extra }}\nroot /;', 'root|/;'],
    ['so is a variable of envsubst', 'a b;\n  ${EXTRA}\nroot /;', 'a|b; root|/;'],
    ['so are markers', '__EXTRA__\nroot /;\n@MORE_LINES@\n%(extra)s', 'root|/;'],
    ['inside a statement it is a word', 'root\n${EXTRA}\n/;', 'root|${EXTRA}|/;'],
    ['ERB', 'a <%= b %>;<% if c %>d;<% end %>', 'a|<%= b %>; d;'],
    ['variables of envsubst are nginx words', 'listen ${PORT};', 'listen|${PORT};'],
  ])('%s', (_, text, expected) => {
    expect(outlineOf(text)).toBe(expected);
    expect(errorsOf(text)).toEqual([]);
  });
});

const fragments = [
  'a',
  'b_c',
  '"',
  "'",
  '{',
  '}',
  ';',
  ' ',
  '\n',
  '\t',
  '\r',
  '#',
  '\\',
  '$',
  '${',
  ')',
  'é',
  '😀',
];
const more = [
  '{{',
  '}}',
  '{%',
  '%}',
  '<%',
  'x_by_lua_block',
  '[[',
  ']]',
  '--',
  '\0',
  '\ufeff',
  'z'.repeat(2048),
];
const soup = fc
  .array(fc.constantFrom(...fragments, ...more), { maxLength: 60 })
  .map((parts) => parts.join(''));

interface Range {
  readonly start: number;
  readonly end: number;
}

function expectNested(statements: readonly NginxStatement[], within: Range): void {
  const waiting = [{ statements, within }];
  for (let level = waiting.pop(); level; level = waiting.pop()) {
    let at = level.within.start;
    for (const statement of level.statements) {
      expect(statement.start).toBeGreaterThanOrEqual(at);
      expect(statement.end).toBeLessThanOrEqual(level.within.end);
      let inside = statement.start;
      for (const word of statement.words) {
        expect(word.start).toBeGreaterThanOrEqual(inside);
        inside = word.end;
      }
      at = statement.end;
      if (statement.body) waiting.push({ statements: statement.body.statements, within: statement.body });
    }
  }
}

describe('every text', () => {
  test('is accounted for: the pieces joined are the text, and no word is lost in a gap', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const { tree } = parseNginx(text);
        let at = 0;
        for (const piece of nginxPieces(tree)) {
          expect(piece.start).toBe(at);
          expect(piece.end).toBeGreaterThan(at);
          at = piece.end;
        }
        expect(at).toBe(text.length);
        const skipped = nginxPieces(tree).filter((piece) => piece.kind === 'skipped');
        const lua = text.includes('x_by_lua_block');
        for (const piece of skipped)
          if (!lua) expect(text.slice(piece.start, piece.end)).toMatch(/^[;}\s]+$/);
      }),
      { numRuns: 2000 },
    );
  });

  test('gives nested spans', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const { tree } = parseNginx(text);
        expectNested(tree.statements, { start: 0, end: text.length });
      }),
      { numRuns: 2000 },
    );
  });

  test('parses in all its prefixes', () => {
    const text =
      'http {\n  map $a $b { default "x\\"y"; }\n  x_by_lua_block { s = "}" }\n  s { l {{ p }}; } # c\n}\n';
    for (let end = 0; end <= text.length; end++) {
      const prefix = text.slice(0, end);
      const pieces = nginxPieces(parseNginx(prefix).tree);
      expect(pieces.map((piece) => prefix.slice(piece.start, piece.end)).join('')).toBe(prefix);
    }
  });

  test.each([
    ['a{', 100_000],
    ['{', 100_000],
    ['}', 100_000],
    ['a_by_lua_block {', 10_000],
    ['"a\n', 50_000],
    ['{{', 50_000],
  ])('%j nested %i times neither overflows nor takes long', (part, times) => {
    const { tree, errors } = parseNginx(part.repeat(times));
    expect(nginxPieces(tree).at(-1)?.end).toBe(part.length * times);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThanOrEqual(errorLimit);
  });
});
