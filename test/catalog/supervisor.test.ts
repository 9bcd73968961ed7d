import { describe, expect, test } from 'vitest';
import {
  optionsOf,
  sectionKindOf,
  sectionKinds,
  supervisorOption,
} from '../../server/src/catalog/supervisor.ts';
import { factsAreHere, readFacts, withFacts } from './facts.ts';

interface Fact {
  readonly section: string;
  readonly option: string;
  readonly default: string;
  readonly required: boolean;
  readonly since: string;
  readonly expansions: readonly string[];
  readonly values?: readonly string[];
}

const expansionNames = (fact: Fact): readonly string[] =>
  fact.expansions
    .map((name) => (name.includes('own environment') ? 'own ENV_*' : name.replace(/^(ENV_\*).*/, '$1')))
    .sort();

describe('options of supervisord.conf', () => {
  test('are found by section, whatever the case of their name', () => {
    expect(supervisorOption('program', 'NumProcs')?.default).toBe('1');
    expect(supervisorOption('program', 'socket')).toBeUndefined();
    expect(supervisorOption('fcgi-program', 'socket')?.required).toBe(true);
    expect(supervisorOption('program', 'constructor')).toBeUndefined();
  });

  test('tell a default of none, of the empty text and of a word apart', () => {
    expect(supervisorOption('program', 'user')?.default).toBeNull();
    expect(supervisorOption('program', 'environment')?.default).toBe('');
    expect(supervisorOption('eventlistener', 'priority')?.default).toBe('-1');
    expect(supervisorOption('program', 'priority')?.default).toBe('999');
  });

  test('give the numbers of a copy only where a copy is made', () => {
    expect(supervisorOption('program', 'command')?.expansions).toContain('process_num');
    expect(supervisorOption('program', 'stdout_logfile')?.expansions).toContain('process_num');
    expect(supervisorOption('program', 'numprocs')?.expansions).not.toContain('process_num');
    expect(supervisorOption('fcgi-program', 'socket')?.expansions).not.toContain('process_num');
    expect(supervisorOption('program', 'environment')?.expansions).not.toContain('own ENV_*');
  });

  test.each([
    ['program:web', 'program'],
    ['program:', 'program'],
    ['program', undefined],
    ['Program:web', undefined],
    [' program:web', undefined],
    ['supervisord', 'supervisord'],
    ['supervisord:x', undefined],
    ['unix_http_server', 'unix_http_server'],
    ['inet_http_server:2', 'inet_http_server'],
    ['include', 'include'],
    ['nothing', undefined],
  ])('the section [%s] is of the kind %s', (header, kind) => {
    expect(sectionKindOf(header)).toBe(kind);
  });
});

describe.skipIf(!factsAreHere)(withFacts('options of supervisord.conf against the facts'), () => {
  const facts = factsAreHere
    ? readFacts<{ options: readonly Fact[] }>('supervisor-options.json').options
    : [];

  test('all are there and no more', () => {
    expect(sectionKinds.flatMap((kind) => optionsOf(kind)).length).toBe(facts.length);
  });

  test.each(facts.map((fact) => [`${fact.section}/${fact.option}`, fact] as const))('%s', (_, fact) => {
    const kind = sectionKinds.find((candidate) => candidate === fact.section);
    const option = kind && supervisorOption(kind, fact.option);
    expect(option).toMatchObject({ name: fact.option, required: fact.required, since: fact.since });
    expect([...(option?.expansions ?? [])].sort()).toEqual(expansionNames(fact));
    if (fact.values) expect(option?.values).toEqual(fact.values);
    if (option?.default) expect(option.default).toBe(fact.default);
    else expect(fact.default).toMatch(/^(none|the |value of|SOMAXCONN|empty)/);
  });
});
