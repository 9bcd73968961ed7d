import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planJson } from '../../server/src/levels/plan/json.ts';
import { renderPlanText } from '../../server/src/levels/plan/text.ts';
import type { Plan, PlanInput } from '../../server/src/levels/plan/types.ts';
import { plan } from '../../server/src/levels/plan.ts';

const GiB = 2 ** 30;
const MiB = 2 ** 20;
const machine = { cores: 8, memory: 16 * GiB, memoryPerWorker: 180 * MiB };

function planned(input: Partial<PlanInput>): Plan {
  const result = plan({ rate: 200, serviceTime: 0.1, target: {}, ...input });
  if (result.kind === 'refused') throw new Error(result.reason);
  return result;
}

const figure = (result: Plan, name: string) => result.figures.find((one) => one.name === name);

describe('how many', () => {
  test('without anything known: slots as sync workers, and the reasons', () => {
    const result = planned({});
    expect(result.settings).toMatchObject({ workerClass: 'sync', machines: 1, instances: 1, workers: 29 });
    expect(result.bottleneck.resource).toBe('slots');
    expect(figure(result, 'cores')).toMatchObject({ value: null, worked: 'the CPU share is not known' });
    expect(result.assumptions.join('\n')).toContain('--cpu-share');
  });
  test('computing requests become processes, and as many machines as the cores ask for', () => {
    const result = planned({ cpuShare: 0.8, target: machine });
    // 200 · 0.08 s / 0.7 = 22.9 cores, 8 in each machine.
    expect(figure(result, 'cores')?.value).toBeCloseTo(22.857, 3);
    expect(result.settings).toMatchObject({ workerClass: 'sync', machines: 3 });
    expect(result.bottleneck.resource).toBe('cores');
    expect(result.next.level).toBe('horizontal');
  });
  test('waiting requests that are too many for processes become threads', () => {
    const result = planned({ serviceTime: 0.5, cpuShare: 0.02, target: { cores: 4 } });
    expect(result.settings).toMatchObject({ workerClass: 'gthread', workers: 5, threads: 29, machines: 1 });
    expect(result.slots).toBe(145);
  });
  test('those that are too many for threads an event loop', () => {
    const result = planned({ rate: 1000, serviceTime: 2, cpuShare: 0.001, target: { cores: 4 } });
    expect(result.settings).toMatchObject({ workerClass: 'gevent', workers: 4, workerConnections: 715 });
  });
  test('memory that holds few processes chooses threads', () => {
    const target = { cores: 8, memory: 2 * GiB, memoryPerWorker: 300 * MiB };
    const result = planned({ cpuShare: 0.1, target });
    expect(result.settings).toMatchObject({ workerClass: 'gthread', machines: 1, workers: 4 });
    expect(figure(result, 'memory of a machine')?.value).toBe(5 * 300 * MiB);
  });
  test('a server without workers gets instances', () => {
    const result = planned({ workerClass: 'daphne', cpuShare: 0.1, target: { cores: 4 } });
    expect(result.settings).toMatchObject({ instances: 4, workers: 1, workerConnections: null });
  });
  test('a class is taken as wished', () => {
    expect(planned({ workerClass: 'gthread' }).settings).toMatchObject({
      workerClass: 'gthread',
      reason: 'as wished',
    });
  });
  test('half a core counts as one', () => {
    expect(planned({ cpuShare: 0.01, target: { cores: 1.5 } }).input.target.cores).toBe(1);
  });
});

describe('what is in the way', () => {
  test('pools that the database cannot grant, with the pool that fits', () => {
    const target = { ...machine, maxConnections: 100, poolSize: 5, maxOverflow: 10 };
    const result = planned({ cpuShare: 0.2, target });
    expect(result.problems).toEqual([
      'The processes can open 435 database connections, and 97 are granted: give each process a pool of 3 at most.',
    ]);
    expect(result.settings.pool).toBe(3);
  });
  test('the database before the machines, whatever their number', () => {
    const target = { ...machine, maxConnections: 20 };
    const result = planned({ rate: 2000, cpuShare: 0.2, target });
    expect(result.bottleneck).toMatchObject({ resource: 'database' });
    expect(result.bottleneck.rate).toBeCloseTo(170, 9);
    expect(result.next.why).toContain('database');
  });
  test('processes: the next level is threads', () => {
    const result = planned({ cpuShare: 0.1, target: { cores: 8 } });
    expect(result.bottleneck).toMatchObject({ resource: 'processes' });
    expect(result.bottleneck.rate).toBeCloseTo(320, 9);
    expect(result.next.level).toBe('thread');
  });
  test('a machine too small for one worker', () => {
    const result = planned({ target: { memory: 64 * MiB, memoryPerWorker: 180 * MiB } });
    expect(result.bottleneck).toMatchObject({ resource: 'memory', rate: 0 });
    expect(result.problems).toHaveLength(1);
  });
});

describe('waiting', () => {
  test('the wait is Erlang C of the slots', () => {
    const result = planned({ workerClass: 'sync' });
    expect(result.utilisation).toBeCloseTo(20 / 29, 9);
    expect(result.wait).toBeCloseTo(0.000445, 6);
  });
  test('the wait for a core counts where it is longer', () => {
    const result = planned({ cpuShare: 0.8, target: { cores: 8 } });
    expect(result.wait).toBe(figure(result, 'wait for a core')?.value);
  });
});

describe('refused', () => {
  test.each([
    [{ rate: 0 }, 'rate'],
    [{ rate: Number.NaN }, 'rate'],
    [{ serviceTime: -1 }, 'service time'],
    [{ cpuShare: 2 }, 'CPU share'],
    [{ utilisation: 1 }, 'utilisation'],
    [{ workerClass: 'mine' }, 'mine'],
    [{ target: { memory: -1 } }, 'memory'],
    [{ rate: 1e12, serviceTime: 1e6 }, 'more than a plan'],
  ])('%o', (input, word) => {
    const result = plan({ rate: 200, serviceTime: 0.1, target: {}, ...input });
    expect(result).toMatchObject({ kind: 'refused' });
    expect(result.kind === 'refused' && result.reason).toContain(word);
  });
});

describe('for any input', () => {
  const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
  const input = fc.record({
    rate: fc.double({ min: 0.01, max: 1e5, noNaN: true }),
    serviceTime: fc.double({ min: 0.001, max: 60, noNaN: true }),
    cpuShare: maybe(fc.double({ min: 0, max: 1, noNaN: true })),
    workerClass: maybe(fc.constantFrom('sync', 'gthread', 'gevent', 'uvicorn', 'tornado', 'daphne')),
    utilisation: maybe(fc.double({ min: 0.05, max: 0.95, noNaN: true })),
    target: fc.record({
      cores: maybe(fc.integer({ min: 1, max: 256 })),
      memory: maybe(fc.integer({ min: 0, max: 2 ** 40 })),
      memoryPerWorker: maybe(fc.integer({ min: 0, max: 2 ** 32 })),
      maxConnections: maybe(fc.integer({ min: 0, max: 10_000 })),
      poolSize: maybe(fc.integer({ min: 0, max: 100 })),
      maxOverflow: maybe(fc.integer({ min: 0, max: 100 })),
    }),
  });
  test('counts are whole and at least one, nothing is NaN, and the text renders', () => {
    fc.assert(
      fc.property(input, (wanted) => {
        const result = plan(wanted);
        if (result.kind === 'refused') return result.reason !== '';
        const { machines, instances, workers, threads } = result.settings;
        const whole = [machines, instances, workers, threads].every((n) => Number.isSafeInteger(n) && n >= 1);
        const text = renderPlanText(result) + JSON.stringify(planJson(result));
        return whole && !/NaN|undefined|Infinity/.test(text) && text.endsWith('}');
      }),
      { numRuns: 300 },
    );
  });
  test('where a core or a slot is the limit, nothing is busier than asked', () => {
    fc.assert(
      fc.property(input, (wanted) => {
        const result = plan({ ...wanted, target: { cores: wanted.target.cores } });
        if (result.kind === 'refused') return true;
        return result.utilisation <= result.input.utilisation + 1e-6;
      }),
      { numRuns: 300 },
    );
  });
  test('more requests never need fewer machines', () => {
    fc.assert(
      fc.property(input, (wanted) => {
        const here = plan({ ...wanted, workerClass: 'sync' });
        const more = plan({ ...wanted, workerClass: 'sync', rate: wanted.rate * 2 });
        if (here.kind === 'refused' || more.kind === 'refused') return true;
        return here.settings.machines <= more.settings.machines;
      }),
      { numRuns: 300 },
    );
  });
});

test('the text names every figure with its formula', () => {
  const text = renderPlanText(planned({ cpuShare: 0.2, target: machine }), (heading) => `# ${heading}`);
  expect(text).toContain('# Plan\n  200 requests a second of 100 ms: 1 machine');
  expect(text).toContain("L = λ·S: 200 a second · 100 ms = 20  [Little's law]");
  expect(text).toContain('1 · (29 + 1) · 180 MiB = 5.27 GiB, 33 % of 16 GiB');
  expect(text).toContain('database   not known');
});
