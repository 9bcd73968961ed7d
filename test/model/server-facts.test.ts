import { describe, expect, test } from 'vitest';
import { ifKnown, known, type Value } from '../../server/src/base/known.ts';
import { mappedVerbatim } from '../../server/src/base/mapped-text.ts';
import { serverKinds } from '../../server/src/catalog/servers.ts';
import { addressKey } from '../../server/src/model/address.ts';
import { readServer } from '../../server/src/model/server/read.ts';
import type { AppServer, AppServerKind } from '../../server/src/model/server/types.ts';
import { factsAreHere, readFacts, withFacts } from '../catalog/facts.ts';

interface Fact {
  readonly role: string;
  readonly flag: string;
  readonly env: string;
}

const facts = factsAreHere ? readFacts<Record<string, { options: readonly Fact[] }>>('app-servers.json') : {};

const programOf: Partial<Record<AppServerKind, string>> = { waitress: 'waitress-serve' };

function serverOf(
  kind: AppServerKind,
  words: string,
  variables: Readonly<Record<string, string>>,
): AppServer | null {
  const environment = new Map(
    Object.entries(variables).map(([name, text]): [string, Value<string>] => [name, known(text, 'literal')]),
  );
  const command = `${programOf[kind] ?? kind} ${words}`;
  return readServer(
    {
      command: known(mappedVerbatim(command, 'file:///a', 0), 'literal'),
      directory: known('/srv', 'literal'),
      environment,
    },
    {
      file: () => undefined,
      evaluate: () => {
        throw new Error('no file is at hand here');
      },
      cores: undefined,
      coresFrom: '',
      versions: { supervisor: undefined, gunicorn: undefined, nginx: undefined, uvicorn: undefined },
    },
  );
}

const bindsOf = (server: AppServer | null) =>
  ifKnown(server?.binds)?.map(({ address }) => (address ? addressKey(address) : '?'));
const settingOf = (name: string) => (server: AppServer | null) => ifKnown(server?.settings.get(name));

/** The value that each role is given, and what is then read of the server. */
interface Trial {
  readonly value: string;
  readonly read: (server: AppServer | null) => unknown;
  readonly expected: (kind: AppServerKind) => unknown;
}

const wildPort = (kind: AppServerKind): string => (kind === 'waitress' ? '*' : '127.0.0.1');
const startPort = (kind: AppServerKind): number => (kind === 'waitress' ? 8080 : 8000);

const trials: Readonly<Record<string, Trial>> = {
  bind: { value: '127.0.0.1:9001', read: bindsOf, expected: () => ['127.0.0.1:9001'] },
  listen: { value: '127.0.0.1:9001', read: bindsOf, expected: () => ['127.0.0.1:9001'] },
  'socket (uwsgi protocol)': { value: '127.0.0.1:9001', read: bindsOf, expected: () => ['127.0.0.1:9001'] },
  'http socket': { value: '127.0.0.1:9001', read: bindsOf, expected: () => ['127.0.0.1:9001'] },
  'http router': { value: '127.0.0.1:9001', read: bindsOf, expected: () => ['127.0.0.1:9001'] },
  host: { value: '10.0.0.5', read: bindsOf, expected: (kind) => [`10.0.0.5:${startPort(kind)}`] },
  port: { value: '9001', read: bindsOf, expected: (kind) => [`${wildPort(kind)}:9001`] },
  'unix socket': { value: '/run/a.sock', read: bindsOf, expected: () => ['unix:/run/a.sock'] },
  fd: { value: '3', read: bindsOf, expected: () => ['fd:3'] },
  workers: { value: '3', read: settingOf('workers'), expected: () => 3 },
  threads: { value: '6', read: settingOf('threads'), expected: () => 6 },
};

interface Case {
  readonly kind: AppServerKind;
  readonly role: string;
  readonly words: string;
  readonly variables: Readonly<Record<string, string>>;
}

function casesOf(kind: AppServerKind, { role, flag, env }: Fact): readonly Case[] {
  const value = trials[role]?.value ?? '';
  const flags = flag
    .split(', ')
    .map((text) => text.replace(/[ =[].*/, ''))
    .filter(Boolean);
  const lines = flags.flatMap((text) => [
    `${text} ${value} app:app`,
    `app:app ${text} ${value}`,
    ...(text.startsWith('--') ? [`${text}=${value} app:app`] : []),
  ]);
  const variables = env.split(', ').filter((name) => name !== '' && name !== 'PORT');
  return [
    ...lines.map((words) => ({ kind, role, words, variables: {} })),
    ...variables.map((name) => ({ kind, role, words: 'app:app', variables: { [name]: value } })),
  ];
}

describe.skipIf(!factsAreHere)(withFacts('binds, workers and threads of application servers'), () => {
  const cases = Object.entries(facts).flatMap(([name, { options }]) => {
    const kind = serverKinds.find((candidate) => candidate === name.replace('-serve', ''));
    return kind ? options.filter(({ role }) => role in trials).flatMap((fact) => casesOf(kind, fact)) : [];
  });

  test.each(cases.map((one) => [`${one.kind} ${one.words} ${JSON.stringify(one.variables)}`, one] as const))(
    '%s',
    (_, { kind, role, words, variables }) => {
      const trial = trials[role];
      expect(trial?.read(serverOf(kind, words, variables))).toEqual(trial?.expected(kind));
    },
  );

  test('are all tried', () => {
    expect(cases.length).toBeGreaterThan(80);
    expect(new Set(cases.map(({ kind }) => kind)).size).toBe(serverKinds.length);
  });
});
