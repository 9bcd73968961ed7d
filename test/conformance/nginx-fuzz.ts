import { directivesNamed } from '../../server/src/catalog/nginx.ts';
import { otherDirective } from '../../server/src/catalog/nginx-other.ts';
import { loadNginx } from '../../server/src/model/nginx/load.ts';
import { type NginxOracle, nginxOracle, quietHttp } from '../../tools/oracle/nginx.ts';
import { directiveCase } from './nginx-generate.ts';
import { lexicalCase } from './nginx-lexical.ts';
import { mutationCase } from './nginx-mutate.ts';
import { type Random, randomFrom } from './random.ts';
import type { Difference, MeasuredRow } from './row.ts';
import { sample, scaled, seedOr } from './runs.ts';

/** The row of one generator, with how many configurations nginx took. What the machine decides is unknown. */
export interface FuzzResult extends MeasuredRow {
  readonly accepted: number;
}

const generators = { lexical: lexicalCase, directives: directiveCase, mutations: mutationCase } as const;

/** What is generated: splits of text, directives at random, changes of real configurations. */
export type FuzzSource = keyof typeof generators;

const shares: Readonly<Record<FuzzSource, number>> = { lexical: 1500, directives: 2000, mutations: 1500 };

export const fuzzSources = Object.keys(shares) as readonly FuzzSource[];

/** Asks the installed nginx about this run's share of configurations; undefined when none is installed. */
export async function fuzzNginx(source: FuzzSource): Promise<FuzzResult | undefined> {
  const oracle = nginxOracle(2);
  if (!oracle) return undefined;
  try {
    return await ask(oracle, source, scaled(shares[source]), seedOr(1));
  } finally {
    oracle.close();
  }
}

async function ask(
  oracle: NginxOracle,
  source: FuzzSource,
  count: number,
  seed: number,
): Promise<FuzzResult> {
  const results: Outcome[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const i = next++;
      results.push(
        await outcomeOf(
          oracle,
          `${source} ${seed}/${i}`,
          generators[source],
          randomFrom(seed * 1_000_003 + i),
        ),
      );
    }
  };
  await Promise.all([worker(), worker()]);
  const of = (kind: 'differs' | 'machine'): readonly Difference[] =>
    results.flatMap((result) => (result.kind === kind && result.difference ? [result.difference] : []));
  const number = (kind: Outcome['kind']) => results.filter((result) => result.kind === kind).length;
  return {
    source: `nginx, ${source} at random`,
    version: `nginx ${oracle.version}`,
    cases: count,
    agreed: number('accepted') + number('refused'),
    differing: of('differs'),
    unknown: of('machine'),
    generated: sample,
    accepted: number('accepted'),
  };
}

interface Outcome {
  readonly kind: 'accepted' | 'refused' | 'machine' | 'differs';
  readonly difference?: Difference;
}

/** Refusals that speak of the machine, or of a library's own judgement. */
const machineWords =
  /host not found|failed \(|bind\(\)|could not build|pcre2_compile|is not supported|unsupported|SSL_|mkdir\(\)|the default path name|the path name/;

/** What nginx says at the level of a refusal and then passes over. */
const isIgnored = (said: string): boolean => /not supported on this platform, ignored$/.test(said);

/** True for a name that a build with other modules knows: of stream, of mail, of NGINX Plus, of others. */
function isOfBuild(said: string): boolean {
  if (/^invalid parameter "slow_start=/.test(said)) return true;
  const name = /^unknown directive "(.*)"$/s.exec(said)?.[1];
  if (name === undefined) return false;
  if (name === 'stream' || name === 'mail') return true;
  const infos = directivesNamed(name);
  const isElsewhere =
    infos.length > 0 && infos.every(({ protocol }) => protocol === 'stream' || protocol === 'mail');
  return isElsewhere || otherDirective(name) !== undefined;
}

async function outcomeOf(
  oracle: NginxOracle,
  name: string,
  generate: (random: Random, version: string) => string,
  random: Random,
): Promise<Outcome> {
  const conf = generate(random, oracle.version).replace('QUIET', quietHttp(oracle.folder));
  const verdict = await oracle.ask(conf);
  const emerg = verdict.messages.find(({ level, text }) => level === 'emerg' && !isIgnored(text));
  const theirs = verdict.ok ? 'accepted' : `${emerg?.text ?? ''} at ${emerg?.line ?? 'no line'}`;
  const ours = oursOf(conf, oracle.version);
  if (ours === comparable(theirs)) return { kind: verdict.ok ? 'accepted' : 'refused' };
  const isOfMachine = emerg && (machineWords.test(emerg.text) || isOfBuild(emerg.text));
  const difference = { name: `${name}\n${conf}\n`, ours, theirs };
  return { kind: isOfMachine ? 'machine' : 'differs', difference };
}

/** A byte of a letter that stands alone in nginx's message is the letter in ours, and half a letter at a cut is none. */
const comparable = (text: string): string =>
  text
    .replace(/\ufffd(?=\.{3}" started| at (?:\d+|no line)$)/, '')
    .replace('unexpected "\ufffd"', 'unexpected "é"')
    .replace(/ used in \S+ and at/, ' used in at');

function oursOf(text: string, version: string): string {
  const main = { uri: 'file:///m/nginx.conf', text, kind: 'nginx' as const };
  const { problems } = loadNginx(main, () => [], { version });
  const first = problems.find(({ refusedBy }) => refusedBy === 'nginx');
  return first ? `${first.data?.said ?? ''} at ${first.data?.line ?? 'no line'}` : 'accepted';
}
