import { describe, expect, test } from 'vitest';
import {
  serverFlag,
  serverKinds,
  serverOptions,
  serverRole,
  serverVariable,
} from '../../server/src/catalog/servers.ts';
import type { AppServerKind } from '../../server/src/model/server/types.ts';
import { factsAreHere, readFacts, withFacts } from './facts.ts';

describe('flags of application servers', () => {
  test('the servers are those of the model', () => {
    const asModel: readonly AppServerKind[] = serverKinds;
    const asCatalog: readonly (typeof serverKinds)[number][] = asModel;
    expect(asCatalog.length).toBe(7);
  });

  test.each([
    ['uvicorn', '--workers', 'workers', 'one'],
    ['uvicorn', '--log-level', 'other', 'one'],
    ['uvicorn', '--no-access-log', 'other', 'none'],
    ['hypercorn', '-p', 'pid file', 'one'],
    ['hypercorn', '-b', 'bind', 'many'],
    ['daphne', '-p', 'port', 'one'],
    ['daphne', '-v', 'other', 'one'],
    ['granian', '--interface', 'interface', 'one'],
    ['granian', '--no-ws', 'other', 'none'],
    ['waitress', '--listen', 'bind', 'many'],
    ['uwsgi', '-s', 'uwsgi socket', 'many'],
    ['uwsgi', '--chmod-socket', 'socket mode', 'optional'],
    ['uwsgi', '--workers', 'workers', 'one'],
    ['gunicorn', '-k', 'worker class', 'one'],
    ['gunicorn', '-e', 'other', 'many'],
  ] as const)('%s %s: %s, %s', (server, flag, role, value) => {
    expect(serverFlag(server, flag)).toMatchObject({ server, role, value });
  });

  test('a role that a server has not is not made up', () => {
    expect(serverRole('daphne', 'workers')).toBeUndefined();
    expect(serverRole('waitress', 'workers')).toBeUndefined();
    expect(serverRole('uvicorn', 'threads')).toBeUndefined();
    expect(serverRole('uvicorn', 'other')).toBeUndefined();
  });

  test('defaults differ as the servers do', () => {
    expect(serverRole('waitress', 'port')?.default).toEqual({ kind: 'value', value: 8080 });
    expect(serverRole('hypercorn', 'backlog')?.default).toEqual({ kind: 'value', value: 100 });
    expect(serverRole('granian', 'threads')?.default).toEqual({ kind: 'computed' });
  });

  test('environment variables lead to the option they stand for', () => {
    expect(serverVariable('uvicorn', 'WEB_CONCURRENCY')?.role).toBe('workers');
    expect(serverVariable('granian', 'WEB_CONCURRENCY')).toBeUndefined();
    expect(serverVariable('gunicorn', 'WEB_CONCURRENCY')?.role).toBe('workers');
    expect(serverVariable('uvicorn', 'PORT')).toBeUndefined();
  });

  test('no spelling stands for two options of one server', () => {
    for (const kind of serverKinds) {
      const flags = serverOptions(kind).flatMap((option) => option.flags);
      const doubled = flags.filter((flag, i) => flags.indexOf(flag) !== i);
      expect(doubled, kind).toEqual([]);
    }
  });
});

interface Fact {
  readonly flag: string;
  readonly env: string;
  readonly default: unknown;
}

describe.skipIf(!factsAreHere)(withFacts('flags of application servers against the facts'), () => {
  const facts = factsAreHere
    ? readFacts<Record<string, { options: readonly Fact[] }>>('app-servers.json')
    : {};
  const named = Object.entries(facts).flatMap(([name, { options }]) => {
    const kind = serverKinds.find((candidate) => candidate === name.replace('-serve', ''));
    return kind ? options.map((fact) => ({ kind, fact })) : [];
  });

  test('every flag and variable is there', () => {
    expect(named.length).toBeGreaterThan(80);
    for (const { kind, fact } of named) {
      const flags = fact.flag.split(/, |\//).map((flag) => flag.replace(/[ =[].*/, ''));
      for (const flag of flags.filter((text) => text !== ''))
        expect(serverFlag(kind, flag), `${kind} ${flag}`).toBeDefined();
      for (const name of fact.env.split(', ').filter((text) => text !== ''))
        expect(serverVariable(kind, name), `${kind} ${name}`).toBeDefined();
    }
  });
});
