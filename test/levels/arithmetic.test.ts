import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  simultaneousRequests,
  throughputCeiling,
  workerClass,
} from '../../server/src/levels/arithmetic/concurrency.ts';
import {
  connectionsFit,
  pooledConnections,
  poolPerProcess,
  threadConnections,
  usableConnections,
  usefulConnections,
} from '../../server/src/levels/arithmetic/database.ts';
import {
  appWorkerFiles,
  nginxWorkerFiles,
  supervisordFiles,
} from '../../server/src/levels/arithmetic/descriptors.ts';
import { memoryOfProcesses, memoryUse, workersThatFit } from '../../server/src/levels/arithmetic/memory.ts';
import {
  idleUpstreamConnections,
  nginxClients,
  weightShares,
} from '../../server/src/levels/arithmetic/nginx.ts';
import {
  isEphemeral,
  newConnectionsPerSecond,
  portsIn,
  templateOverflow,
  templatePort,
} from '../../server/src/levels/arithmetic/ports.ts';
import {
  inFlight,
  meanWait,
  queueWait,
  slotsNeeded,
  utilisation,
} from '../../server/src/levels/arithmetic/queueing.ts';
import {
  acceptQueue,
  queueSeconds,
  restartInterval,
  worstFailure,
} from '../../server/src/levels/arithmetic/queues.ts';
import { amdahl, amdahlLimit, usl, uslPeak } from '../../server/src/levels/arithmetic/scalability.ts';
import {
  asyncWorkerRule,
  workerRange,
  workerRule,
  workersPerCore,
  workersPerInstance,
} from '../../server/src/levels/arithmetic/workers.ts';

const MiB = 2 ** 20;

describe('worked examples', () => {
  test('4 sync workers of 4 threads, 0.1 s of which 20 ms on one of 4 cores: 160 requests a second', () => {
    const input = { slots: 16, seconds: 0.1, cpuSeconds: 0.02, cores: 4, processes: 4 };
    expect(throughputCeiling(input)).toBeCloseTo(160, 9);
    expect(throughputCeiling({ ...input, processes: 2 })).toBeCloseTo(100, 9);
  });
  test('500 requests a second of 0.2 s need 143 slots at 70 %', () => {
    expect(slotsNeeded(500, 0.2, 0.7)).toBe(143);
  });
  test('a whole number of slots is not rounded up by a last binary digit', () => {
    expect(slotsNeeded(70, 0.1, 0.7)).toBe(10);
  });
  test('at 80 % one slot waits four service times, nine slots a quarter of one', () => {
    expect(meanWait(8, 0.1, 1)).toBeCloseTo(0.4, 9);
    expect(meanWait(72, 0.1, 9)).toBeCloseTo(0.02401, 4);
  });
  test('numprocs = 3 shares 9 workers as 3 each, 4 as 3 each with 3 over', () => {
    expect(workersPerInstance(9, 3)).toBe(3);
    expect(workersPerInstance(9, 4)).toBe(3);
  });
  test('4 × 9 pools of 15 need 540 of 97 connections; 2 each fit', () => {
    expect(pooledConnections(36, { poolSize: 5, maxOverflow: 10 })).toBe(540);
    expect(usableConnections(100)).toBe(97);
    expect(connectionsFit(540, 100)).toBe(false);
    expect(poolPerProcess(36, 100)).toBe(2);
    expect(poolPerProcess(200, 100)).toBe(0);
    expect(threadConnections(8, 4)).toBe(32);
    expect(usefulConnections(8)).toBe(17);
  });
  test('8 workers of 180 MiB and their masters: shared memory counts once', () => {
    const input = { instances: 2, workers: 4, perWorker: 180 * MiB };
    expect(memoryOfProcesses(input)).toBe(10 * 180 * MiB);
    expect(memoryOfProcesses({ ...input, shared: 0.5 })).toBe(6 * 180 * MiB);
    expect(memoryUse(900 * MiB, 1800 * MiB)).toBe(0.5);
  });
  test('80 % of 1 GiB holds 4 workers of 160 MiB and a master', () => {
    expect(workersThatFit(1024 * MiB, 160 * MiB)).toBe(4);
    expect(workersThatFit(1024 * MiB, 160 * MiB, 2)).toBe(2);
    expect(workersThatFit(64 * MiB, 160 * MiB)).toBe(0);
  });
  test('the accept queue is the smaller of backlog and somaxconn', () => {
    expect(acceptQueue(2048)).toBe(2048);
    expect(acceptQueue(2048, 128)).toBe(128);
    expect(queueSeconds(2048, 0.1, 16)).toBeCloseTo(12.8, 9);
  });
  test('max_requests 1000 on 9 workers at 90 a second restarts each every 100 s', () => {
    expect(restartInterval(1000, 9, 90)).toBe(100);
    expect(restartInterval(0, 9, 90)).toBeUndefined();
  });
  test('three servers of 60 s make a client wait 180 s', () => {
    expect(worstFailure(3, 0, 60)).toBe(180);
  });
  test('nginx: static files take one connection, a proxied client two', () => {
    expect(nginxClients(4, 1024, 'static')).toBe(4096);
    expect(nginxWorkerFiles(4096)).toBe(8192);
    expect(idleUpstreamConnections(4, 16)).toBe(64);
    expect(weightShares([1, 4])).toEqual([0.2, 0.8]);
  });
  test('descriptors', () => {
    expect(appWorkerFiles(1000)).toBe(2031);
    expect(supervisordFiles(12)).toBe(78);
  });
  test('Amdahl ends at 1/s', () => {
    expect(amdahlLimit(0.05)).toBeCloseTo(20, 9);
    expect(amdahlLimit(0)).toBeUndefined();
  });
  test('workers per core', () => {
    expect(workersPerCore(12, 8)).toBe(1.5);
    expect(asyncWorkerRule(4)).toBe(4);
  });
});

describe('worker classes', () => {
  const base = { instances: 2, workers: 4, threads: 1, workerConnections: 1000, className: 'sync' };
  test.each([
    ['sync', { ...base }, 8],
    ['threads make sync gthread', { ...base, threads: 3 }, 24],
    [
      'the dotted path of sync too',
      { ...base, className: 'gunicorn.workers.sync.SyncWorker', threads: 2 },
      16,
    ],
    ['gevent ignores threads', { ...base, className: 'gevent', threads: 3 }, 8000],
    ['asgi has no limit', { ...base, className: 'uvicorn.workers.UvicornWorker' }, Number.POSITIVE_INFINITY],
    ['no worker, no request', { ...base, className: 'asgi', workers: 0 }, 0],
  ])('%s', (_, input, expected) => {
    expect(simultaneousRequests(input)).toBe(expected);
  });
  test('a class of one’s own is unknown', () => {
    expect(workerClass('shop.workers.Mine')).toBeUndefined();
    expect(simultaneousRequests({ ...base, className: 'shop.workers.Mine' })).toBeUndefined();
  });
  test('only sync closes each connection', () => {
    expect(workerClass('sync')?.keepsAlive).toBe(false);
    expect(workerClass('sync', 2)?.keepsAlive).toBe(true);
  });
});

describe('ports', () => {
  const eighty = { before: '80', width: 2, after: '' };
  test('80%(process_num)02d overflows at 100', () => {
    expect(templatePort(eighty, 7)).toBe(8007);
    expect(templateOverflow(eighty, 0, 100)).toBeUndefined();
    expect(templateOverflow(eighty, 0, 101)).toBe(100);
    expect(templateOverflow(eighty, 100, 4)).toBe(100);
  });
  test('800%(process_num)d lasts to 99 and gives 80010 at 10', () => {
    expect(templateOverflow({ before: '800', width: 0, after: '' }, 0, 16)).toBe(10);
  });
  test('a negative process number gives no port, as numprocs_start = -1 would', () => {
    expect(templateOverflow(eighty, -1, 2)).toBe(-1);
    expect(templateOverflow(eighty, Number.NaN, 2)).toBeUndefined();
  });
  test('text is no port', () => {
    expect(templatePort({ before: 'x', width: 0, after: '' }, 1)).toBeUndefined();
    expect(templatePort({ before: '', width: 0, after: '' }, 0)).toBeUndefined();
  });
  test('the ephemeral range', () => {
    expect(isEphemeral(32_767)).toBe(false);
    expect(isEphemeral(32_768)).toBe(true);
    expect(isEphemeral(60_999)).toBe(true);
    expect(isEphemeral(61_000)).toBe(false);
    expect(newConnectionsPerSecond(3)).toBeCloseTo(1411.6, 1);
  });
});

describe('outside the domain', () => {
  const anything = fc.oneof(
    fc.double(),
    fc.integer({ min: -5, max: 300 }),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
  );
  const functions: Record<string, (...args: [number, number, number, number]) => number | undefined> = {
    workerRule: (a) => workerRule(a),
    workerRange: (a) => workerRange(a)?.least,
    asyncWorkerRule: (a) => asyncWorkerRule(a),
    workersPerInstance: (a, b) => workersPerInstance(a, b),
    workersPerCore: (a, b) => workersPerCore(a, b),
    inFlight: (a, b) => inFlight(a, b),
    slotsNeeded: (a, b, c) => slotsNeeded(a, b, c),
    utilisation: (a, b, c) => utilisation(a, b, c),
    queueWait: (a, b) => queueWait(a, b)?.serviceTimes,
    meanWait: (a, b, c) => meanWait(a, b, c),
    amdahl: (a, b) => amdahl(a, b),
    amdahlLimit: (a) => amdahlLimit(a),
    usl: (a, b, c) => usl(a, b, c),
    uslPeak: (a, b) => uslPeak(a, b),
    throughputCeiling: (a, b, c, d) => throughputCeiling({ slots: a, seconds: b, cpuSeconds: c, cores: d }),
    pooledConnections: (a, b, c) => pooledConnections(a, { poolSize: b, maxOverflow: c }),
    threadConnections: (a, b) => threadConnections(a, b),
    usableConnections: (a, b) => usableConnections(a, b),
    poolPerProcess: (a, b, c) => poolPerProcess(a, b, c),
    usefulConnections: (a, b) => usefulConnections(a, b),
    memoryOfProcesses: (a, b, c, d) =>
      memoryOfProcesses({ instances: a, workers: b, perWorker: c, shared: d }),
    workersThatFit: (a, b, c, d) => workersThatFit(a, b, c, d),
    memoryUse: (a, b) => memoryUse(a, b),
    acceptQueue: (a, b) => acceptQueue(a, b),
    queueSeconds: (a, b, c) => queueSeconds(a, b, c),
    restartInterval: (a, b, c) => restartInterval(a, b, c),
    worstFailure: (a, b, c) => worstFailure(a, b, c),
    nginxClients: (a, b) => nginxClients(a, b, 'proxy'),
    idleUpstreamConnections: (a, b) => idleUpstreamConnections(a, b),
    weightShares: (a, b, c) => weightShares([a, b, c])?.[0],
    nginxWorkerFiles: (a) => nginxWorkerFiles(a),
    appWorkerFiles: (a, b) => appWorkerFiles(a, b),
    supervisordFiles: (a) => supervisordFiles(a),
    portsIn: (a, b) => portsIn({ first: a, last: b }),
    newConnectionsPerSecond: (a, b, c, d) => newConnectionsPerSecond(a, { first: b, last: c }, d),
    templatePort: (a) => templatePort({ before: '80', width: 2, after: '' }, a),
  };
  test.each(Object.entries(functions))('%s is never NaN and never negative', (_, compute) => {
    fc.assert(
      fc.property(anything, anything, anything, anything, (a, b, c, d) => {
        const result = compute(a, b, c, d);
        return result === undefined || result >= 0;
      }),
      { numRuns: 500 },
    );
  });
  test.each([
    ['more arrives than is served', meanWait(20, 0.1, 2)],
    ['exactly as much arrives as is served', meanWait(20, 0.1, 2)],
    ['no slots', meanWait(1, 0.1, 0)],
    ['a share above 1', amdahl(1.5, 2)],
    ['no cores', workerRule(0)],
    ['half a core', workerRule(0.5)],
    ['everything shared', workersThatFit(MiB, MiB, 1, 1)],
    ['a range backwards', portsIn({ first: 2, last: 1 })],
  ])('%s has no answer', (_, result) => {
    expect(result).toBeUndefined();
  });
  test('a billion slots are refused at once', () => {
    expect(queueWait(1e9, 0.5)).toBeUndefined();
  });
});

describe('laws', () => {
  const slots = fc.integer({ min: 1, max: 200 });
  const rho = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  test('the wait grows with utilisation and shrinks with slots', () => {
    fc.assert(
      fc.property(slots, rho, (c, r) => {
        const here = queueWait(c, r);
        const busier = queueWait(c, r + (1 - r) / 2);
        const wider = queueWait(c + 1, r);
        if (!here || !busier || !wider) return false;
        return here.serviceTimes <= busier.serviceTimes && wider.serviceTimes <= here.serviceTimes;
      }),
    );
  });
  test('one queue of n·c waits less than n queues of c', () => {
    fc.assert(
      fc.property(slots, fc.integer({ min: 2, max: 8 }), rho, (c, n, r) => {
        const split = queueWait(c, r);
        const pooled = queueWait(c * n, r);
        return split !== undefined && pooled !== undefined && pooled.serviceTimes <= split.serviceTimes;
      }),
    );
  });
  test('the capacity of the law of scalability falls after its peak', () => {
    const peak = uslPeak(0.02, 0.0005) ?? 0;
    const at = (n: number) => usl(0.02, 0.0005, n) ?? 0;
    expect(at(peak)).toBeGreaterThan(at(peak - 5));
    expect(at(peak)).toBeGreaterThan(at(peak + 5));
  });
});
