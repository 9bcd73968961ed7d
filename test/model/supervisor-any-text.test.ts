import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsSoon } from '../support/soon.ts';
import { load, program } from './supervisor-support.ts';

const numbered = (size: number, line: (i: number) => string) =>
  Array.from({ length: size }, (_, i) => line(i)).join('');

describe('loadSupervisor: any text', () => {
  const parts = [
    '[supervisord]\n',
    '[program:a]\n',
    '[group:g]\n',
    '[eventlistener:e]\n',
    '[fcgi-program:f]\n',
    '[include]\n',
    '[DEFAULT]\n',
    '[unix_http_server]\n',
    '[rpcinterface:r]\n',
  ];
  const options = [
    'command=',
    'numprocs=',
    'environment=',
    'programs=',
    'files=',
    'socket=',
    'events=',
    'stdout_logfile=',
    'process_name=',
  ];
  const values = [
    'x',
    '2',
    '%',
    '%(process_num)d',
    '%(ENV_X)s',
    '%(here)s',
    '{{ x }}',
    '{% if %}',
    '${A}',
    'A="',
    ',',
    '\n',
    '\n  ',
    ' ;',
    '%(nope)s',
    '%s',
    '😀',
  ];
  const texts = fc
    .array(fc.constantFrom(...parts, ...options, ...values, ...values, '\n', '\n'), { maxLength: 40 })
    .map((all) => all.join(''));

  it('loads, with all places inside its files', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const loaded = load(text, { siblings: [] });
        for (const { place, related } of loaded.problems)
          for (const { span } of [place, ...related.map((one) => one.place)])
            expect(span.start >= 0 && span.start <= span.end && span.end <= text.length).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('loads every prefix', () => {
    const text =
      '[supervisord]\nenvironment=A="%(here)s"\n[program:a]\ncommand=x %(process_num)02d ; c\n  y\nnumprocs=2\nprocess_name=%(process_num)d\nenvironment=B="%(ENV_A)s",C=1\n[group:g]\nprograms=a,\n b\n[include]\nfiles = a.conf\n';
    for (let end = 0; end <= text.length; end++) expect(() => load(text.slice(0, end))).not.toThrow();
  });

  it.each([
    ['one section again and again', `[supervisord]\n${'[program:a]\ncommand=x\n'.repeat(15_000)}`],
    [
      'many programs',
      `[supervisord]\n${numbered(1_000, (i) => `[program:p${i}]\ncommand=x %(process_num)d\n`)}`,
    ],
    [
      'many processes',
      program('numprocs=1000\nprocess_name=%(process_num)d\nenvironment=P="%(process_num)d"'),
    ],
    ['a long value', program(`command=x\n${'  -w 4\n'.repeat(30_000)}`)],
    ['a long environment', program(`environment=${'A="%(here)s",'.repeat(20_000)}`)],
    ['many expansions', program(`command=${'%(program_name)s '.repeat(30_000)}`)],
    ['a long group', program(`[group:g]\nprograms=${'web,'.repeat(1_000)}`)],
    ['many patterns', program(`[include]\nfiles=${'a.conf '.repeat(5_000)}`)],
  ])('takes time by the size: %s', (_, text) => {
    expect(endsSoon(() => load(text))).toBe(true);
  });
});
