import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { SupervisorMachine } from '../../server/src/model/supervisor/options.ts';
import {
  type SupervisorOracle,
  startSupervisorOracle,
  supervisorInstalled,
} from '../../tools/oracle/supervisor-oracle.ts';
import type { Difference, MeasuredRow } from './row.ts';
import { runs, sample, seedOr } from './runs.ts';
import { type GeneratedConfig, generatedConfig } from './supervisor-configs.ts';
import { ourFacts, type SupervisorFacts } from './supervisor-facts.ts';

/** The row of generated configurations, with how many were taken and refused by both. */
export interface GeneratedRow extends MeasuredRow {
  readonly accepted: number;
  readonly refused: number;
}

/** Asks the installed Supervisor about generated configurations; undefined when none is installed. */
export async function generatedSupervisor(): Promise<GeneratedRow | undefined> {
  if (!supervisorInstalled()) return undefined;
  const oracle = await startSupervisorOracle();
  try {
    return await askAll(oracle, fc.sample(generatedConfig, { numRuns: runs, seed: seedOr(20261124) }));
  } finally {
    oracle.stop();
  }
}

async function askAll(oracle: SupervisorOracle, configs: readonly GeneratedConfig[]): Promise<GeneratedRow> {
  const counts = { accepted: 0, refused: 0 };
  const differing: Difference[] = [];
  const unknown: Difference[] = [];
  for (let at = 0; at < configs.length; at += chunk) {
    const asked = configs.slice(at, at + chunk).map(async (config, i) => ({
      config,
      name: `configuration ${at + i}`,
      theirs: await theirFacts(oracle, config),
    }));
    for (const { config, name, theirs } of await Promise.all(asked)) {
      if (theirs === null && isRefusedAlike(ourAnswer(oracle, config))) counts.refused++;
      else if (theirs === null) unknown.push({ name, ours: 'not asked', theirs: 'a matter of the machine' });
      else if (isDeepStrictEqual(ourAnswer(oracle, config), theirs))
        counts[theirs.ok ? 'accepted' : 'refused']++;
      else
        differing.push(await differenceOf(oracle, name, config, differing.length === 0 ? smallest : asItIs));
    }
  }
  const agreed = counts.accepted + counts.refused;
  const version = `supervisor ${oracle.version}`;
  const source = 'supervisor, configurations at random';
  return { source, version, cases: configs.length, agreed, differing, unknown, generated: sample, ...counts };
}

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

function ourAnswer({ folder, version }: SupervisorOracle, config: GeneratedConfig): SupervisorFacts {
  const files = Object.entries(config.files).map(([name, text]): [string, string] => [
    `${folder}/${name}`,
    text,
  ]);
  return plain(ourFacts(new Map(files), `${folder}/supervisord.conf`, machineOf(config), version));
}

/** True where we say as well that a callable cannot be resolved: its very form forbids it. */
const isRefusedAlike = ({ error }: SupervisorFacts): boolean =>
  error?.includes('cannot be resolved within') ?? false;

/** As JSON has it. Of several unknown events Supervisor names any one: it keeps them in a Python set. What `%c` takes Python 3.14 says in other words. */
const plain = (facts: SupervisorFacts): SupervisorFacts =>
  JSON.parse(
    JSON.stringify(facts)
      .replace(/"Unknown event type [^"]* in \[/g, '"Unknown event type in [')
      .replace(
        /%c requires an int or a unicode character, not .*?(?= in section|"[,}])/g,
        '%c requires int or char',
      ),
  );

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

type Shrink = (oracle: SupervisorOracle, config: GeneratedConfig) => Promise<GeneratedConfig>;

const asItIs: Shrink = async (_, config) => config;

/** The smallest configuration that still differs, found by leaving out lines, one after the other. */
const smallest: Shrink = async (oracle, config) => {
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
  return small;
};

async function differenceOf(
  oracle: SupervisorOracle,
  name: string,
  config: GeneratedConfig,
  shrink: Shrink,
): Promise<Difference> {
  const small = await shrink(oracle, config);
  const [ours, theirs] = [ourAnswer(oracle, small), await theirFacts(oracle, small)];
  return {
    name: `${name} ${JSON.stringify(small.files)}`,
    ours: JSON.stringify(ours),
    theirs: JSON.stringify(theirs),
  };
}
