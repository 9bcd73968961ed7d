import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import {
  flagsWithPrefix,
  flagValueIn,
  gunicornFlag,
  gunicornFlags,
  gunicornSetting,
  gunicornSettings,
  removedSettings,
  settingNameTraps,
  workerClass,
  workerClasses,
} from '../../server/src/catalog/gunicorn.ts';
import { atLeast } from '../../server/src/catalog/version.ts';
import { laterValidators } from '../../tools/catalog/gunicorn.ts';
import { factsAreHere, readFacts, withFacts } from './facts.ts';

const spelt = (text: string, version?: string): readonly string[] =>
  flagsWithPrefix(text, version).map(({ flag }) => flag);

describe('flags of gunicorn', () => {
  test('are found by their exact spelling', () => {
    expect(gunicornFlag('-w')?.setting?.name).toBe('workers');
    expect(gunicornFlag('--limit-request-field_size')?.setting?.name).toBe('limit_request_field_size');
    expect(gunicornFlag('--workers=4')).toBeUndefined();
    expect(gunicornFlag('--version')?.setting).toBeNull();
  });

  test('may be cut short as argparse allows', () => {
    expect(spelt('--workers')).toEqual(['--workers']);
    expect(spelt('--worker-cl')).toEqual(['--worker-class']);
    expect(spelt('--worker')).toEqual([
      '--workers',
      '--worker-class',
      '--worker-connections',
      '--worker-tmp-dir',
    ]);
    expect(spelt('--paste')).toEqual(['--paste']);
    expect(spelt('--treads')).toEqual([]);
    expect(spelt('--')).toEqual([]);
    expect(spelt('-w')).toEqual([]);
  });

  test('leave out what a version does not have yet', () => {
    expect(spelt('--control-socket-m', '20.1.0')).toEqual([]);
    expect(spelt('--control-socket-m', '25.1.0')).toEqual(['--control-socket-mode']);
    expect(spelt('--control-socket-m')).toEqual(['--control-socket-mode']);
  });

  test('are still known when they are gone', () => {
    expect(gunicornFlag('--tolerate-dangerous-framing')).toMatchObject({ setting: null, removed: '23.0' });
    expect(spelt('--tol', '22.0.0')).toEqual(['--tolerate-dangerous-framing']);
    expect(spelt('--tol', '23.0.0')).toEqual([]);
    expect(spelt('--tol')).toEqual([]);
    expect(gunicornFlags().every(({ removed }) => removed === null)).toBe(true);
  });

  test('say whether the next word belongs to them', () => {
    const proxyProtocol = gunicornFlag('--proxy-protocol');
    expect(gunicornFlag('--reload')?.value).toBe('none');
    expect(gunicornFlag('--no-sendfile')?.value).toBe('none');
    expect(gunicornFlag('--bind')?.value).toBe('one');
    expect(proxyProtocol && flagValueIn(proxyProtocol, '20.1.0')).toBe('none');
    expect(proxyProtocol && flagValueIn(proxyProtocol, '24.1.0')).toBe('optional');
    expect(proxyProtocol && flagValueIn(proxyProtocol, undefined)).toBe('optional');
  });
});

describe('settings of gunicorn', () => {
  test('have constant defaults or ones worked out at start', () => {
    expect(gunicornSetting('bind')?.default).toEqual({ kind: 'value', value: ['127.0.0.1:8000'] });
    expect(gunicornSetting('timeout')?.default).toEqual({ kind: 'value', value: 30 });
    expect(gunicornSetting('access_log_format')?.default).toEqual({
      kind: 'value',
      value: '%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s"',
    });
    expect(gunicornSetting('user')?.default).toEqual({ kind: 'computed' });
    expect(gunicornSetting('pre_fork')).toMatchObject({ validator: 'callable', parameters: 2 });
    expect(gunicornSetting('post_request')).toMatchObject({ validator: 'post_request', parameters: null });
  });

  test('names that stand for another are no settings themselves, and lead to one', () => {
    for (const [wrong, right] of settingNameTraps()) {
      expect(gunicornSetting(wrong), wrong).toBeUndefined();
      expect(gunicornSetting(right), right).toBeDefined();
    }
    for (const name of removedSettings().keys()) expect(gunicornSetting(name), name).toBeUndefined();
  });

  test('worker classes are found by word, by path and by entry point', () => {
    expect(workerClass('gthread')?.bound).toBe('threads');
    expect(workerClass('gunicorn.workers.ggevent.GeventWorker')?.name).toBe('gevent');
    expect(workerClass('gunicorn.workers.sync.SyncWorker')?.name).toBe('sync');
    expect(workerClass('egg:gunicorn#gthread')?.name).toBe('gthread');
    expect(workerClass('uvicorn.workers.UvicornWorker')?.aliasOf).toBe('uvicorn_worker.UvicornWorker');
    expect(workerClass('shop.workers.Own')).toBeUndefined();
    expect(workerClass('gunicorn.workers.sync.OwnWorker')).toBeUndefined();
  });
});

interface Fact {
  readonly name: string;
  readonly section: string;
  readonly cli: readonly string[];
  readonly cli_action: string | null;
  readonly default: unknown;
  readonly validator: string;
  readonly env?: string;
}

describe.skipIf(!factsAreHere)(withFacts('settings of gunicorn against the facts'), () => {
  const facts = factsAreHere ? readFacts<Record<string, unknown>>('gunicorn-settings.json') : {};
  const settings = (facts.settings ?? []) as readonly Fact[];

  test('all are there and no more', () => {
    expect(gunicornSettings().map(({ name }) => name)).toEqual(settings.map(({ name }) => name));
    expect(workerClasses().map(({ name }) => name)).toEqual(Object.keys(facts.worker_classes ?? {}));
    expect(removedSettings()).toEqual(new Map(Object.entries(facts.removed_settings ?? {})));
  });

  test.each(settings.map((fact) => [fact.name, fact] as const))('%s', (name, fact) => {
    const setting = gunicornSetting(name);
    expect(setting).toMatchObject({ section: fact.section, flags: fact.cli, action: fact.cli_action });
    expect(`validate_${setting?.validator}${setting?.parameters ? `(${setting.parameters})` : ''}`).toBe(
      laterValidators[name] ?? fact.validator,
    );
    expect(setting?.env).toBe(fact.env ?? null);
    if (setting?.default.kind === 'value') expect(setting.default.value).toEqual(fact.default);
    else expect(fact.default).toMatch(/^<.*>$|^\$XDG|platform/);
  });
});

const asked = spawnSync(
  '/usr/bin/python3',
  [
    '-c',
    'import json, gunicorn, gunicorn.config as c\n' +
      'print(json.dumps([gunicorn.__version__, {s.name: s.cli or [] for s in c.KNOWN_SETTINGS}]))',
  ],
  { encoding: 'utf8' },
);
const installed = asked.status === 0;

describe.skipIf(!installed)('settings of gunicorn against the installed gunicorn', () => {
  const [version, real] = installed
    ? (JSON.parse(asked.stdout) as [string, Record<string, string[]>])
    : ['', {}];

  test('the versions say which settings it has, and their flags are its flags', () => {
    const known = gunicornSettings().filter(
      ({ since }) => since === null || atLeast(version, since) === true,
    );
    const stillThere = Object.keys(real).filter((name) => {
      const gone = removedSettings().get(name);
      return gone === undefined || atLeast(version, gone) !== false;
    });
    expect(known.map(({ name }) => name).sort()).toEqual(stillThere.sort());
    for (const { name, flags } of known) expect([name, ...flags]).toEqual([name, ...(real[name] ?? [])]);
  });
});
