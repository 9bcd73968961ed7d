import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { simultaneousRequests, throughputCeiling } from '../../server/src/levels/arithmetic/concurrency.ts';
import { connectionsFit, pooledConnections } from '../../server/src/levels/arithmetic/database.ts';
import { nginxClients } from '../../server/src/levels/arithmetic/nginx.ts';
import { EPHEMERAL, newConnectionsPerSecond, portsIn } from '../../server/src/levels/arithmetic/ports.ts';
import { inFlight, queueWait } from '../../server/src/levels/arithmetic/queueing.ts';
import { amdahl, usl, uslPeak } from '../../server/src/levels/arithmetic/scalability.ts';
import { workerRange, workerRule } from '../../server/src/levels/arithmetic/workers.ts';
import vectors from './vectors.json' with { type: 'json' };

describe('every vector', () => {
  test.each(vectors.erlang_c_wait_in_service_times)('Erlang C: $c slots at $rho', (v) => {
    const wait = queueWait(v.c, v.rho);
    expect(wait?.probability).toBeCloseTo(v.p_wait, 4);
    expect(wait?.serviceTimes).toBeCloseTo(v.wq_over_s, 4);
  });
  test.each(vectors.amdahl)('Amdahl: $s serial on $n', (v) => {
    expect(amdahl(v.s, v.n)).toBeCloseTo(v.speedup, 3);
  });
  test.each(vectors.usl)('USL: α $alpha β $beta on $n', (v) => {
    expect(usl(v.alpha, v.beta, v.n)).toBeCloseTo(v.c, 3);
    expect(uslPeak(v.alpha, v.beta)).toBeCloseTo(v.n_peak, 2);
  });
  test.each(vectors.worker_rule)('worker rule: $cores cores', (v) => {
    expect(workerRule(v.cores)).toBe(v.sync);
    expect(workerRange(v.cores)?.most).toBe(v.max_doc);
  });
  test.each(vectors.little)('Little: $rps/s of $latency_s s', (v) => {
    expect(inFlight(v.rps, v.latency_s)).toBeCloseTo(v.in_flight, 9);
  });
  test.each(vectors.capacity)('capacity: $cls', (v) => {
    const slots = simultaneousRequests({
      instances: v.numprocs,
      workers: v.workers,
      threads: v.threads ?? 1,
      workerConnections: v.worker_connections ?? 1000,
      className: v.cls,
    });
    expect(slots).toBe(v.concurrency);
    const ceiling = throughputCeiling({
      slots: slots ?? 0,
      seconds: v.latency_s,
      cpuSeconds: v.cpu_s,
      cores: v.cores,
    });
    expect(ceiling).toBeCloseTo(v.max_rps, 6);
  });
  test.each(vectors.db)('database: $numprocs × $workers × ($pool_size + $max_overflow)', (v) => {
    const total = pooledConnections(v.numprocs * v.workers, {
      poolSize: v.pool_size,
      maxOverflow: v.max_overflow,
    });
    expect(total).toBe(v.total);
    expect(connectionsFit(v.total, v.pg_max, v.reserved)).toBe(v.ok);
  });
  test('ephemeral ports', () => {
    const { range, ports, time_wait_s, max_new_conn_per_s_per_dest } = vectors.ports;
    expect([EPHEMERAL.first, EPHEMERAL.last]).toEqual(range);
    expect(portsIn(EPHEMERAL)).toBe(ports);
    expect(newConnectionsPerSecond(1, EPHEMERAL, time_wait_s)).toBeCloseTo(max_new_conn_per_s_per_dest, 1);
  });
  test.each(vectors.nginx)('nginx: $worker_processes × $worker_connections', (v) => {
    expect(nginxClients(v.worker_processes, v.worker_connections, 'proxy')).toBe(v.proxied_clients);
  });
});

const original = fileURLToPath(new URL('../../../shared/rules/math.json', import.meta.url));

if (!existsSync(original))
  console.warn('No ../shared/rules/math.json here, so the vectors are not compared with it.');

test.skipIf(!existsSync(original))('the vectors are those of ../shared/rules/math.json, all of them', () => {
  const { source, ...figures } = vectors;
  expect(source).not.toBe('');
  expect(figures).toEqual(JSON.parse(readFileSync(original, 'utf8')));
});
