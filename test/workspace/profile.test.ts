import fc from 'fast-check';
import { parse } from 'ini';
import { describe, expect, it } from 'vitest';
import type { TextFile } from '../../server/src/base/file.ts';
import { sliceOf } from '../../server/src/base/span.ts';
import { iniEntries } from '../../server/src/workspace/profile/entries.ts';
import { readProfile } from '../../server/src/workspace/profile/profile.ts';
import { parseSize } from '../../server/src/workspace/profile/size.ts';

const fileOf = (text: string): TextFile => ({
  uri: 'file:///srv/shop/scaling-lens.ini',
  text,
  kind: 'profile',
});

const full = `; what the machine has
[target]
cores = 8
memory = 16GiB
memory_per_worker = "180 MiB"
max_connections = 100      ; of the database
pool_size = 5
max_overflow=10

[versions]
nginx = 1.26
gunicorn = 23.0
supervisor = 4.2.5

[rules]
nginx/upstream-single-server = off
xfile/* = information

[paths]
/srv/shop = .
`;

describe('the profile', () => {
  it('is read whole', () => {
    const profile = readProfile(fileOf(full), new Set(['nginx/upstream-single-server', 'xfile/a']));
    expect(profile.problems).toEqual([]);
    expect(profile.folder).toBe('file:///srv/shop');
    expect(profile.target).toEqual({
      cores: 8,
      memory: 16 * 1024 ** 3,
      memoryPerWorker: 180 * 1024 ** 2,
      maxConnections: 100,
      poolSize: 5,
      maxOverflow: 10,
    });
    expect(profile.versions).toEqual({ nginx: '1.26', gunicorn: '23.0', supervisor: '4.2.5' });
    expect([...profile.rules]).toEqual([
      ['nginx/upstream-single-server', 'off'],
      ['xfile/*', 'information'],
    ]);
    expect([...profile.paths]).toEqual([['/srv/shop', '.']]);
  });

  it.each([
    ['[target]\ncore = 8', 'core', "Did you mean 'cores'?"],
    ['[target]\ncores = many', 'many', 'a number above 0'],
    ['[target]\ncores = 0', '0', 'a number above 0'],
    ['[target]\ncores', '', 'a number above 0'],
    ['[target]\nmemory = 16 gigs', '16 gigs', 'a size such as 16GiB'],
    ['[target]\npool_size = 2.5', '2.5', 'a whole number'],
    ['[targets]\ncores = 8', '[targets]', "Did you mean 'target'?"],
    ['cores = 8', 'cores', 'before the first section'],
    ['[versions]\nnginx = latest', 'latest', 'not a version'],
    ['[versions]\nngnix = 1.26', 'ngnix', "Did you mean 'nginx'?"],
    ['[rules]\nnginx/upstream-emty = off', 'nginx/upstream-emty', "Did you mean 'nginx/upstream-empty'?"],
    ['[rules]\nnginx/upstream-empty = never', 'never', 'no severity'],
    ['[rules]\nfoo/* = off', 'foo/*', 'no rule'],
    ['[paths]\nsrv = .', 'srv', "must begin with '/'"],
  ])('%j is refused at its place', (text, at, words) => {
    const file = fileOf(text);
    const { problems } = readProfile(file, new Set(['nginx/upstream-empty']));
    expect(problems).toHaveLength(1);
    const [problem] = problems;
    expect(problem?.code).toBe('profile/invalid');
    expect(problem && sliceOf(text, problem.place.span)).toBe(at);
    expect(problem?.message).toContain(words);
  });

  it.each([
    ['16GiB', 16 * 1024 ** 3],
    ['180MiB', 180 * 1024 ** 2],
    ['512M', 512 * 1024 ** 2],
    ['1.5 G', 1.5 * 1024 ** 3],
    ['16GB', 16e9],
    ['4096', 4096],
    ['64kib', 65536],
    ['0', undefined],
    ['-1G', undefined],
    ['1e9', undefined],
    ['16 Gigs', undefined],
    ['GiB', undefined],
    ['', undefined],
  ])('parseSize(%j)', (text, bytes) => expect(parseSize(text)).toBe(bytes));
});

/**
 * The subset on which `ini` and the position finder agree: sections without a dot, keys without `[]` at the end, at
 * most one definition that counts (the last). `__proto__` is dropped by `ini`. A quoted text may become any JSON
 * value in `ini`; the finder gives its JSON text. After a quoted JSON list, `ini` adds later values to that list.
 */
describe('ini and the position finder', () => {
  const word = fc.stringMatching(/^[a-z_/*]{1,8}$/);
  const value = fc.oneof(
    fc.stringMatching(/^[ -~]{0,16}$/),
    fc.constantFrom('"a ; b"', "'x'", '\\; # c', '\\\\', 'true', 'null', '"1"', 'a=b', '  ', '"'),
  );
  const line = fc.oneof(
    fc.tuple(word, fc.constantFrom('=', ' = ', '= '), value).map((parts) => parts.join('')),
    word,
    fc.tuple(fc.constantFrom(';', '#', ' ;'), value).map((parts) => parts.join('')),
    fc.constantFrom('', '   ', '=x'),
  );
  const section = fc
    .tuple(word, fc.array(line, { maxLength: 6 }))
    .map(([name, lines]) => [`[${name}]`, ...lines]);
  const text = fc
    .tuple(fc.array(section, { maxLength: 4 }), fc.constantFrom('\n', '\r\n', '\r'))
    .map(([sections, end]) => sections.flat().join(end));

  it('find the same sections, keys and last values', () => {
    fc.assert(
      fc.property(text, (given) => {
        const parsed = parse(given);
        const found = new Map<string, string>();
        for (const { section: name, key, value: got } of iniEntries(given).entries)
          found.set(`${name}\n${key}`, got);
        const expected = new Map<string, string>();
        for (const [name, keys] of Object.entries(parsed)) {
          for (const [key, got] of Object.entries(keys as Record<string, unknown>))
            expected.set(`${name}\n${key}`, typeof got === 'string' ? got : JSON.stringify(got));
        }
        expect(sorted(found)).toEqual(sorted(expected));
      }),
      { numRuns: 1000 },
    );
  });

  it('give places whose text is the key and the value', () => {
    fc.assert(
      fc.property(text, (given) => {
        for (const { keySpan, valueSpan } of iniEntries(given).entries) {
          const key = sliceOf(given, keySpan);
          expect(key).toBe(key.trim());
          expect(key.length).toBeGreaterThan(0);
          expect(sliceOf(given, valueSpan)).toBe(sliceOf(given, valueSpan).trim());
          expect(sliceOf(given, { start: keySpan.end, end: valueSpan.start })).toMatch(/^\s*(?:=\s*)?$/);
        }
      }),
    );
  });

  it('a profile never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (given) => void readProfile(fileOf(given))));
    fc.assert(fc.property(text, (given) => void readProfile(fileOf(given), new Set(['a/b']))));
  });
});

const sorted = (map: ReadonlyMap<string, string>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
