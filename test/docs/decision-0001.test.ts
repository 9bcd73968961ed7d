import fc from 'fast-check';
import { parse } from 'ini';
import { expect, test } from 'vitest';
import { parseSupervisor } from '../../server/src/syntax/supervisor/parse.ts';

/** Sections with options, as both readers can give them; undefined where our reader says that Python refuses it. */
type Sections = Readonly<Record<string, Readonly<Record<string, string>>>>;

function ours(text: string): Sections | undefined {
  const { tree, errors } = parseSupervisor(text);
  if (errors.length > 0) return undefined;
  const entries = tree.sections.map(
    ({ name, options }) =>
      [name, Object.fromEntries(options.map((option) => [option.name, option.value]))] as const,
  );
  return Object.fromEntries(entries);
}

const theirs = (text: string): unknown => JSON.parse(JSON.stringify(parse(text)));

/** The rows of docs/decisions/0001, with what ConfigParser reads (run with Python 3.11). */
test.each<[string, string, Sections | undefined]>([
  [
    'an unspaced ;',
    '[program:nginx]\ncommand=nginx -g "daemon off;"',
    { 'program:nginx': { command: 'nginx -g "daemon off;"' } },
  ],
  ['; in quotes', '[program:a]\nenvironment=A="x;y",B=2', { 'program:a': { environment: 'A="x;y",B=2' } }],
  [
    'a continued line',
    '[program:a]\ncommand=gunicorn app:app\n  --workers 2',
    { 'program:a': { command: 'gunicorn app:app\n--workers 2' } },
  ],
  ['a colon', '[group:shop]\nprograms:foo,bar', { 'group:shop': { programs: 'foo,bar' } }],
  [
    'a comment after a header',
    '[program:a]\ncommand=one\n[program:b] ; the worker\ncommand=two',
    { 'program:a': { command: 'one' }, 'program:b': { command: 'two' } },
  ],
  ['a dot in a name', '[program:a.b]\ncommand=x', { 'program:a.b': { command: 'x' } }],
  ['a capital', '[program:a]\nCommand=one', { 'program:a': { command: 'one' } }],
  ['quotes', '[program:a]\nuser="root"', { 'program:a': { user: '"root"' } }],
  ['a word', '[program:a]\nautostart=true', { 'program:a': { autostart: 'true' } }],
  ['text before the first section', 'text before\n[program:a]\ncommand=x', undefined],
  ['a line without =', '[program:a]\ncommand=x\nno equals here', undefined],
])('ini reads %s otherwise than Supervisor', (_, text, expected) => {
  expect(ours(text)).toEqual(expected);
  expect(theirs(text)).not.toEqual(expected);
});

/** The subset on which both agree: no continued line, comment sign, quote, dot in a name, or word with a meaning. */
const name = fc.stringMatching(/^[a-z][a-z_:-]{0,12}$/).filter((text) => !text.includes('__proto__'));
const word = fc
  .stringMatching(/^[A-Za-z0-9_/.:,@+-]{1,12}$/)
  .filter((text) => !/^(?:true|false|null)$/.test(text));
const option = fc.stringMatching(/^[a-z][a-z_]{0,12}$/);
const value = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const section = fc.dictionary(option, value, { minKeys: 1, maxKeys: 5, noNullPrototype: true });
const sections = fc.dictionary(name, section, { minKeys: 1, maxKeys: 4, noNullPrototype: true });

const written = (content: Sections): string =>
  Object.entries(content)
    .map(
      ([header, options]) =>
        `[${header}]\n${Object.entries(options)
          .map(([key, text]) => `${key}=${text}\n`)
          .join('')}`,
    )
    .join('\n');

test('on plain key=value lines both readers agree', () => {
  fc.assert(
    fc.property(sections, (content) => {
      const text = written(content);
      expect(ours(text)).toEqual(content);
      expect(theirs(text)).toEqual(content);
    }),
  );
});
