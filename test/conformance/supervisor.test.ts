import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SupervisorMachine } from '../../server/src/model/supervisor/options.ts';
import {
  type SupervisorOracle,
  startSupervisorOracle,
  supervisorInstalled,
} from '../../tools/oracle/supervisor-oracle.ts';
import { sharedIsHere, supervisorRows } from './supervisor.ts';
import { type GeneratedConfig, generatedConfig } from './supervisor-configs.ts';
import { ourFacts, type SupervisorFacts } from './supervisor-facts.ts';

describe.skipIf(!sharedIsHere())('recorded verdicts (skipped without ../shared)', () => {
  it('agree with ours, case by case and file by file', async () => {
    const rows = await supervisorRows();
    expect(rows.map(({ source, version, cases }) => [source, version, cases])).toEqual([
      ['supervisor cases', '4.2.5', 159],
      ['supervisor cases', '4.4.0.dev0', 159],
      ['supervisor corpus', '4.2.5', 211],
    ]);
    expect(rows.flatMap(({ differing }) => differing)).toEqual([]);
  });
});

/** Configurations of the property; CONFORMANCE_RUNS and CONFORMANCE_SEED ask for more and for others. */
const numRuns = Number(process.env.CONFORMANCE_RUNS ?? 5_000);
const seed = Number(process.env.CONFORMANCE_SEED ?? 20261124);

describe.skipIf(!supervisorInstalled())('the installed supervisord (skipped without it)', () => {
  let oracle: SupervisorOracle;
  beforeAll(async () => {
    oracle = await startSupervisorOracle();
  });
  afterAll(() => oracle.stop());

  it(
    `says the same of ${numRuns} generated configurations`,
    async () => {
      const counts = { agreed: 0, refused: 0, skipped: 0 };
      const configs = fc.sample(generatedConfig, { numRuns, seed });
      for (let at = 0; at < configs.length; at += chunk) {
        const asked = configs
          .slice(at, at + chunk)
          .map(async (config) => ({ config, theirs: await theirFacts(oracle, config) }));
        for (const { config, theirs } of await Promise.all(asked)) {
          if (theirs === null) counts.skipped++;
          else if (!isDeepStrictEqual(ourAnswer(oracle, config), theirs)) await failSmall(oracle, config);
          else counts[theirs.ok ? 'agreed' : 'refused']++;
        }
      }
      // Both verdicts must be common, or the property says little.
      expect(counts.agreed).toBeGreaterThan(numRuns * 0.2);
      expect(counts.refused).toBeGreaterThan(numRuns * 0.2);
      expect(counts.skipped).toBeLessThan(numRuns * 0.01);
    },
    30_000 + 30 * numRuns,
  );
});

/** Questions that are open at once, so that the oracle and we work side by side. */
const chunk = 64;

const machineOf = ({ environment }: GeneratedConfig): SupervisorMachine => ({
  environment: new Map(Object.entries(environment)),
  nodeName: 'host1',
  hasUser: () => true,
  hasGroup: () => true,
  hasFolder: () => true,
  homeOf: (user) => (user === null || user === 'root' ? '/root' : undefined),
});

function ourAnswer({ folder }: SupervisorOracle, config: GeneratedConfig): SupervisorFacts {
  const files = Object.entries(config.files).map(([name, text]): [string, string] => [
    `${folder}/${name}`,
    text,
  ]);
  return plain(ourFacts(new Map(files), `${folder}/supervisord.conf`, machineOf(config)));
}

/** As JSON has it. Of several unknown events Supervisor names any one: it keeps them in a Python set. */
const plain = (facts: SupervisorFacts): SupervisorFacts =>
  JSON.parse(JSON.stringify(facts).replace(/"Unknown event type [^"]* in \[/g, '"Unknown event type in ['));

/**
 * The oracle's answer without the numbers of users, which are the machine's. Null where the answer is about the
 * machine's Python modules, or the oracle itself gave up.
 */
async function theirFacts(
  oracle: SupervisorOracle,
  config: GeneratedConfig,
): Promise<SupervisorFacts | null> {
  const question = { ask: 'load', lenient: true, ...config };
  const answer = await oracle.ask<SupervisorFacts & { readonly crash?: string }>(question);
  if (answer.crash || answer.error?.includes('cannot be resolved within')) return null;
  if (!answer.ok) return plain({ ok: false, error: answer.error ?? '' });
  const groups = (answer.groups ?? []).map(({ name, class: kind, priority, processes }) => ({
    name,
    class: kind,
    priority,
    processes: processes.map(({ uid: _, ...process }) => process),
  }));
  return plain({ ok: true, warnings: answer.warnings ?? [], groups });
}

/** Fails with the smallest configuration found by leaving out lines, one after the other. */
async function failSmall(oracle: SupervisorOracle, config: GeneratedConfig): Promise<never> {
  let small = config;
  for (const name of Object.keys(config.files)) {
    for (let line = 0; ; ) {
      const lines = (small.files[name] ?? '').split('\n');
      if (line >= lines.length || small.files[name] === '') break;
      const files = { ...small.files, [name]: lines.filter((_, i) => i !== line).join('\n') };
      const fewer = { ...small, files };
      const theirs = await theirFacts(oracle, fewer);
      if (theirs !== null && !isDeepStrictEqual(ourAnswer(oracle, fewer), theirs)) small = fewer;
      else line++;
    }
  }
  const theirs = await theirFacts(oracle, small);
  expect({ files: small.files, answer: ourAnswer(oracle, small) }).toEqual({
    files: small.files,
    answer: theirs,
  });
  throw new Error(`differs only as a whole: ${JSON.stringify(config.files)}`);
}
