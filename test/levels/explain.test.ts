import { describe, expect, test } from 'vitest';
import { known, unknown, type Value } from '../../server/src/base/known.ts';
import type { DeploymentView, Subject } from '../../server/src/levels/explain/view.ts';
import { explainedSettings, explainSetting, explanationLines } from '../../server/src/levels/explain.ts';
import type { Deployment } from '../../server/src/model/deployment.ts';

/** Compiles only while the model's deployment is one that can be explained. */
const asView = (deployment: Deployment): DeploymentView => deployment;

const MiB = 2 ** 20;
const noTarget = {
  cores: undefined,
  memory: undefined,
  memoryPerWorker: undefined,
  maxConnections: undefined,
  poolSize: undefined,
  maxOverflow: undefined,
  from: null,
};
const target = {
  ...noTarget,
  cores: 8,
  memory: 2048 * MiB,
  memoryPerWorker: 100 * MiB,
  maxConnections: 100,
  poolSize: 5,
  maxOverflow: 10,
  from: 'scaling-lens.ini',
};

interface Server {
  readonly workers?: Value<number>;
  readonly threads?: number;
  readonly className?: string;
  readonly settings?: Readonly<Record<string, number>>;
}

function program(name: string, numprocs: Value<number>, server: Server = {}) {
  const { workers = known(4, 'command line'), threads = 1, className = 'sync', settings = {} } = server;
  const connections = settings.worker_connections ?? 1000;
  const perWorker = className === 'gevent' ? connections : threads;
  return {
    name,
    numprocs,
    instances: Array.from({ length: numprocs.known ? numprocs.value : 1 }, (_, index) => ({
      name: `${name}_0${index}`,
      server: {
        kind: 'gunicorn',
        settings: new Map<string, Value<unknown>>([
          ['workers', workers],
          ['threads', known(threads, 'default')],
          ['worker_class', known(className, 'default')],
          ...Object.entries(settings).map(([key, value]) => [key, known(value, 'config file')] as const),
        ]),
        concurrency: workers.known
          ? known(
              {
                processes: workers.value,
                threadsPerProcess: threads,
                simultaneousRequests: className === 'uvicorn' ? null : workers.value * perWorker,
              },
              'command line',
            )
          : workers,
      },
    })),
  };
}

const directive = (name: string, ...args: string[]) => ({
  name,
  args: args.map((text) => ({ text })),
  block: null,
});

function view(parts: Partial<DeploymentView> = {}): DeploymentView {
  return {
    target: noTarget,
    programs: [program('web', known(3, 'literal'))],
    upstreams: [],
    nginx: [],
    ...parts,
  };
}

const sums = (subject: Omit<Subject, 'language'> & Partial<Subject>, deployment: DeploymentView) =>
  explainSetting({ language: 'gunicorn', ...subject }, deployment)?.sums;

describe('workers', () => {
  test('instances × workers on the cores', () => {
    expect(sums({ name: 'workers' }, view({ target }))).toEqual([
      '3 instances × 4 workers = 12 processes on 8 cores: 1.5 per core.',
      '`2·C + 1` = 17 workers for 8 cores, at most `4·C` = 32; here 12. Async classes: one for each core.',
      '3 instances × 4 workers = 12 requests at the same moment.',
      'Memory: (12 workers + 3 masters) × 100 MiB = 1.46 GiB, 73.2 % of 2 GiB.',
      'Database: 12 processes × (5 + 10) = 180 connections under load, of 97 that it grants: too many.',
    ]);
  });
  test('one instance needs no factor', () => {
    const one = view({ target, programs: [program('web', known(1, 'default'))] });
    expect(sums({ name: 'workers' }, one)?.[0]).toBe('4 workers on 8 cores: 0.5 per core.');
  });
  test('without a target the formula and the reason', () => {
    expect(sums({ name: 'workers' }, view())).toEqual([
      '3 instances × 4 workers = 12 processes; the target names no cores to hold them against.',
      '`W = 2·C + 1, at most 4·C`: not worked out, the target names no cores.',
      '3 instances × 4 workers = 12 requests at the same moment.',
      '`memory = (workers + masters) × memory of one process`: not worked out, the target names no memory_per_worker.',
      '`connections = processes × (pool_size + max_overflow)`: not worked out, the target names no pool_size.',
    ]);
  });
  test('an unknown number says why', () => {
    const workers = unknown('read from a file at run time');
    const one = view({ target, programs: [program('web', known(3, 'literal'), { workers })] });
    expect(sums({ name: 'workers' }, one)?.[0]).toBe(
      '`numprocs × workers = processes`: not worked out, read from a file at run time.',
    );
  });
  test('several programs say whose line it is', () => {
    const two = view({
      programs: [program('web', known(1, 'default')), program('api', known(2, 'literal'))],
    });
    expect(sums({ name: 'workers' }, two)?.[3]).toMatch(/^`api`: 2 instances × 4 workers = 8 processes/);
    expect(sums({ name: 'workers', programs: ['api'] }, two)?.[0]).toMatch(/^2 instances/);
  });
});

describe('the other settings of gunicorn', () => {
  const withServer = (server: Server) =>
    view({ target, programs: [program('web', known(2, 'literal'), server)] });
  test.each([
    [
      'threads',
      { threads: 4, className: 'gthread' },
      '2 instances × 4 workers × 4 threads = 32 requests at the same moment.',
    ],
    [
      'threads',
      { threads: 20, className: 'gthread' },
      '20 requests of a worker share a pool of 15 connections: some wait for one.',
    ],
    [
      'threads',
      { threads: 2 },
      '`sync` (`threads` above 1 turns it into gthread): each worker holds as many requests as it has threads, and keeps connections between requests.',
    ],
    [
      'worker_class',
      { className: 'uvicorn' },
      '2 instances × 4 workers: no limit to the requests at the same moment.',
    ],
    [
      'worker_connections',
      { className: 'gevent' },
      '2 instances × 4 workers × 1000 requests = 8000 requests at the same moment.',
    ],
    ['worker_connections', { className: 'gevent' }, 'A worker of web: 1000 requests, about 2031 open files.'],
    ['worker_connections', {}, '`sync` does not use it.'],
    [
      'worker_connections',
      { className: 'gthread', threads: 4, settings: { worker_connections: 10 } },
      '10 open connections − 4 threads = 6 that may idle in each worker.',
    ],
    [
      'timeout',
      { settings: { timeout: 30 } },
      'A request that takes longer than 30 s is cut off, and its worker killed.',
    ],
    [
      'timeout',
      { settings: { timeout: 30 }, threads: 2 },
      'A request may take longer than 30 s; only a worker that is stuck as a whole is killed.',
    ],
    ['timeout', { settings: { timeout: 0 } }, '0 switches it off: a worker that hangs is never replaced.'],
    ['keepalive', {}, '`sync` closes after each request and does not use it.'],
    [
      'keepalive',
      { className: 'gthread', threads: 2, settings: { keepalive: 75 } },
      '75 s is above the 60 s that nginx keeps an idle connection of an upstream: nginx closes first.',
    ],
    [
      'max_requests',
      { settings: { max_requests: 1000, max_requests_jitter: 0 } },
      'At 100 requests a second 1000 × 8 processes / 100 = every 80 s for each worker.',
    ],
    [
      'max_requests',
      { settings: { max_requests: 1000, max_requests_jitter: 0 } },
      'Without `max_requests_jitter` workers that started together are replaced together.',
    ],
    ['max_requests', { settings: { max_requests: 0 } }, '0: workers are never replaced.'],
    [
      'preload_app',
      {},
      'If half of a process stays shared: 8 workers × 50 MiB = 400 MiB less. Measure it as PSS; RSS counts shared pages in each process.',
    ],
    [
      'backlog',
      { settings: { backlog: 2048 } },
      'min(2048, somaxconn 4096) = 2048 connections may wait for each instance. With requests of 100 ms on 4 slots the last one waits 51.2 s.',
    ],
    ['bind', {}, '2 instances need 2 addresses, and as many `server` lines in nginx.'],
  ] as const)('%s %o', (name, server, expected) => {
    expect(sums({ name }, withServer(server))).toContain(expected);
  });
});

describe('supervisor', () => {
  const lines = (name: string, deployment: DeploymentView, programs = ['web']) =>
    sums({ language: 'supervisor', name, programs }, deployment);
  test('numprocs multiplies', () => {
    expect(lines('numprocs', view({ target }))?.slice(0, 2)).toEqual([
      '3 instances × 4 workers = 12 processes on 8 cores: 1.5 per core.',
      '3 instances × 4 workers = 12 requests at the same moment.',
    ]);
  });
  test('process_name shows the names', () => {
    expect(lines('process_name', view())).toEqual(['Here: 3 names, `web_00` to `web_02`.']);
  });
  test('minfds', () => {
    expect(lines('minfds', view())).toEqual([
      '3 children: about 42 open files of supervisord itself.',
      'A worker of web: 1 request, about 33 open files.',
    ]);
  });
  test('stopwaitsecs beside graceful_timeout', () => {
    const settings = { graceful_timeout: 30 };
    const one = view({ programs: [program('web', known(1, 'default'), { settings })] });
    expect(lines('stopwaitsecs', one)).toEqual([
      'gunicorn waits 30 s for its requests: `stopwaitsecs` from 35 on.',
    ]);
  });
});

describe('nginx', () => {
  const server = (text: string, more = {}) => ({
    text,
    weight: 1,
    maxFails: 1,
    failTimeout: 10,
    maxConns: 0,
    backup: false,
    down: false,
    ...more,
  });
  const web = program('web', known(2, 'literal'));
  function deployment(servers: readonly ReturnType<typeof server>[], more = {}): DeploymentView {
    return view({
      target,
      programs: [web],
      upstreams: [
        {
          upstream: { name: 'shop', method: 'round-robin', keepalive: 16, zone: null, servers, ...more },
          servers: web.instances.map((instance) => ({ boundBy: [{ instance }] })),
        },
      ],
      nginx: [
        {
          root: {
            directives: [
              directive('worker_processes', 'auto'),
              directive('worker_rlimit_nofile', '8192'),
              { name: 'events', args: [], block: { directives: [directive('worker_connections', '4096')] } },
            ],
          },
        },
      ],
    });
  }
  const two = [server('a:1'), server('b:1')];
  const lines = (name: string, view: DeploymentView) =>
    sums({ language: 'nginx', name, upstream: 'shop' }, view);

  test.each([
    ['upstream', two, {}, 'shop: 2 servers, round-robin. Behind them 8 requests run at the same moment.'],
    ['upstream', two, {}, 'Each of 2 servers gets 50 %.'],
    [
      'upstream',
      [...two, server('c:1', { backup: true })],
      {},
      'shop: 2 servers, round-robin, and 1 more as reserve or switched off. Behind them 8 requests run at the same moment.',
    ],
    ['weight', [server('a:1', { weight: 4 }), server('b:1')], {}, '`a:1` 80 %, `b:1` 20 %.'],
    [
      'max_fails',
      two,
      {},
      'After 1 failure within 10 s a server rests for 10 s; the other one then gets all.',
    ],
    [
      'max_fails',
      [server('a:1')],
      {},
      'With a single server nginx uses neither `max_fails` nor `fail_timeout`.',
    ],
    ['keepalive', two, {}, '8 processes × 16 = 128 idle connections at most.'],
    [
      'max_conns',
      [server('a:1', { maxConns: 10 }), server('b:1')],
      {},
      'Without `zone` the limit counts in each process: 10 × 8 = 80.',
    ],
    [
      'worker_processes',
      two,
      {},
      '8 processes × 4096 connections / 2 = 16 384 clients whose requests are passed on.',
    ],
    [
      'worker_connections',
      two,
      {},
      '2 × 4096 connections = 8192 open files of each process; worker_rlimit_nofile is 8192.',
    ],
    [
      'least_conn',
      two,
      { method: 'least_conn' },
      'Each of 2 servers gets 50 % as long as they are equally fast.',
    ],
    ['ip_hash', two, { method: 'ip_hash' }, 'Each of 2 servers gets 50 % of the client networks.'],
  ] as const)('%s', (name, servers, more, expected) => {
    expect(lines(name, deployment(servers, more))).toContain(expected);
  });
  test('with a zone the limit is the limit', () => {
    expect(lines('max_conns', deployment([server('a:1', { maxConns: 10 })], { zone: {} }))).toEqual([]);
  });
  test('nginx where nothing is set: one process of 512 connections', () => {
    expect(lines('worker_processes', view())).toEqual([
      '1 process; the target names no cores to hold them against.',
      '1 process × 512 connections / 2 = 256 clients whose requests are passed on.',
    ]);
  });
  test('auto without cores', () => {
    const auto = view({ nginx: [{ root: { directives: [directive('worker_processes', 'auto')] } }] });
    expect(lines('worker_processes', auto)?.[0]).toBe(
      '`one process for each core`: not worked out, worker_processes is auto, and the target names no cores.',
    );
  });
});

test('an empty deployment explains every setting without an exception or a NaN', () => {
  const empty = view({ programs: [] });
  for (const language of ['supervisor', 'gunicorn', 'nginx'] as const) {
    expect(explainedSettings(language).length).toBeGreaterThan(4);
    for (const name of explainedSettings(language)) {
      const explanation = explainSetting({ language, name, upstream: 'shop' }, empty);
      expect(explanation, name).toBeDefined();
      const lines = explanation ? explanationLines(explanation) : [];
      expect(lines.length, name).toBeGreaterThan(3);
      expect(lines.join('\n'), name).not.toMatch(/NaN|undefined|!/);
    }
  }
});

test('what has nothing to do with scaling is not explained', () => {
  expect(explainSetting({ language: 'nginx', name: 'root' }, view())).toBeUndefined();
  expect(explainSetting({ language: 'nginx', name: 'toString' }, view())).toBeUndefined();
  expect(explainSetting({ language: 'gunicorn', name: 'numprocs' }, view())).toBeUndefined();
});

test('the lines name the level and what comes next', () => {
  const explanation = explainSetting({ language: 'gunicorn', name: 'threads' }, view());
  expect(explanation && explanationLines(explanation).at(-1)).toMatch(
    /^Level \*\*thread\*\*; next \*\*process\*\*: /,
  );
  expect(asView).toBeTypeOf('function');
});
