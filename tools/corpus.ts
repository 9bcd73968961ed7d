// Analyses every workspace of a corpus of real configurations, in a child process with a time limit for each,
// and scores the result: mistakes found, false alarms in sound deployments, refusals against the real programs.
//
//   npm run corpus -- ../shared/corpus [--json] [--only SET/REPO] [--details] [--limit SECONDS]
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { triads } from '../test/conformance/triads.ts';
import { analyse, type Result } from './corpus/analyse.ts';
import { type Case, casesOf, kindsOf, verdictsOf } from './corpus/cases.ts';
import { adviceOf, alarms, countByRule, refusals, scoreMistakes } from './corpus/score.ts';

interface Options {
  readonly corpus: string;
  readonly json: boolean;
  readonly details: boolean;
  readonly only: string | undefined;
  /** Milliseconds for one workspace. */
  readonly limit: number;
}

function readOptions(words: readonly string[]): Options {
  const after = (flag: string): string | undefined =>
    words.includes(flag) ? words[words.indexOf(flag) + 1] : undefined;
  const path = words.find((word, i) => !word.startsWith('--') && !words[i - 1]?.match(/^--(?:only|limit)$/));
  return {
    corpus: resolve(path ?? '../shared/corpus'),
    json: words.includes('--json'),
    details: words.includes('--details'),
    only: after('--only'),
    limit: Number(after('--limit') ?? 20) * 1000,
  };
}

/** Runs all workspaces in one child; a workspace that takes too long ends it, and the rest get a new one. */
async function analyseAll(cases: readonly Case[], limit: number): Promise<readonly Result[]> {
  const results: Result[] = [];
  while (results.length < cases.length) {
    const from = results.length;
    const reason = await runChild(cases.slice(from), limit, (result) => void results.push(result));
    const stuck = cases[results.length];
    if (reason === undefined || !stuck) continue;
    if (results.length === 0) throw new Error(`The analysis does not start: ${reason}`);
    results.push(failed(stuck, reason));
  }
  return results;
}

const failed = ({ set, repo }: Case, reason: string): Result => ({
  set,
  repo,
  kinds: {},
  deployments: [],
  findings: [],
  milliseconds: 0,
  errors: [reason],
});

/** Undefined when all are done; else why the child stopped. */
function runChild(
  cases: readonly Case[],
  limit: number,
  done: (result: Result) => void,
): Promise<string | undefined> {
  return new Promise((resolveChild) => {
    const child = fork(fileURLToPath(import.meta.url), ['--child'], { execArgv: ['--import', 'tsx'] });
    let remaining = cases.length;
    const stop = (reason: string | undefined): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolveChild(reason);
    };
    let timer = setTimeout(stop, limit + 60_000, 'it did not answer');
    child.on('message', (result: Result) => {
      clearTimeout(timer);
      timer = setTimeout(stop, limit, `it took more than ${limit / 1000} s`);
      done(result);
      if (--remaining === 0) stop(undefined);
    });
    child.on('error', (error) => stop(String(error)));
    child.on('exit', (code) => remaining > 0 && stop(`the child ended with ${code}`));
    child.send(cases);
  });
}

function report(options: Options, cases: readonly Case[], results: readonly Result[]): Report {
  const below = (disk: string): string => relative(options.corpus, disk).split(sep).join('/');
  const kinds = kindsOf(options.corpus);
  const table = new Map<string, number>();
  cases.forEach((one, i) => {
    for (const { path, disk } of one.files) {
      const key = `${kinds.get(below(disk)) ?? '?'} -> ${results[i]?.kinds[path] ?? 'none'}`;
      table.set(key, (table.get(key) ?? 0) + 1);
    }
  });
  const times = results.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return {
    workspaces: results.length,
    kinds: Object.fromEntries([...table].sort()),
    errors: results.flatMap(({ repo, set, errors }) => errors.map((error) => `${set} ${repo}: ${error}`)),
    milliseconds: { median: times[times.length >> 1] ?? 0, most: times[times.length - 1] ?? 0 },
    deployments: results.reduce((sum, { deployments }) => sum + deployments.length, 0),
    rules: countByRule(results),
    advice: adviceOf(results),
    mistakes: scoreMistakes(
      triads.filter(({ repo }) => cases.some((one) => one.repo === repo && one.set === 'triads')),
      results,
    ),
    alarms: alarms(triads, results),
    refusals: refusals(cases, results, verdictsOf(options.corpus), below),
  };
}

interface Report {
  readonly workspaces: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly errors: readonly string[];
  readonly milliseconds: { readonly median: number; readonly most: number };
  readonly deployments: number;
  readonly rules: ReturnType<typeof countByRule>;
  readonly advice: ReturnType<typeof adviceOf>;
  readonly mistakes: ReturnType<typeof scoreMistakes>;
  readonly alarms: ReturnType<typeof alarms>;
  readonly refusals: ReturnType<typeof refusals>;
}

function print(found: Report, details: boolean): void {
  const { median, most } = found.milliseconds;
  console.log(`${found.workspaces} workspaces, ${found.deployments} deployments`);
  console.log(
    `time: median ${median.toFixed(1)} ms, most ${most.toFixed(0)} ms; errors: ${found.errors.length}`,
  );
  for (const error of found.errors.slice(0, 20)) console.log(`  ! ${error}`);
  console.log('\nkinds (the corpus -> ours)');
  for (const [key, count] of Object.entries(found.kinds))
    console.log(`  ${String(count).padStart(5)}  ${key}`);
  console.log('\nfindings by rule');
  for (const { rule, severity, findings, repos } of found.rules)
    console.log(
      `  ${String(findings).padStart(5)} in ${String(repos).padStart(3)}  ${severity.padEnd(11)} ${rule}`,
    );
  const { files, medianHints, mostHints, medianAdvice } = found.advice;
  console.log(
    `\nhints in ${files} files: median ${medianHints}, most ${mostHints}; with information: median ${medianAdvice}`,
  );
  printMistakes(found);
  printAlarms(found);
  printRefusals(found, details);
}

function printMistakes({ mistakes }: Report): void {
  const decidable = mistakes.filter(({ mistake }) => mistake.decidable);
  const count = (list: typeof mistakes) => list.filter(({ found }) => found).length;
  console.log(
    `\nmistakes found: ${count(decidable)} of ${decidable.length} decidable, ${count(mistakes)} of ${mistakes.length}`,
  );
  for (const { repo, mistake, found, others } of mistakes) {
    const names = [...new Set(others.map(({ rule }) => rule))].join(', ');
    const mark = found ? `+ ${found.rule}` : `${mistake.decidable ? '-' : '·'} ${names && `(${names})`}`;
    console.log(`  ${repo} ${mistake.file}:${mistake.lines[0]} ${mistake.what}\n      ${mark}`);
  }
}

function printAlarms({ alarms: list }: Report): void {
  const loud = list.filter(({ hazard }) => !hazard);
  console.log(
    `\nerrors and warnings in sound deployments: ${loud.length}, and ${list.length - loud.length} hazards`,
  );
  for (const { repo, finding, hazard } of list)
    console.log(
      `  ${hazard ? '~' : '!'} ${repo} ${finding.file}:${finding.line} ${finding.severity} ${finding.rule}: ${finding.message}`,
    );
}

function printRefusals({ refusals: { agreed, wrong, missed } }: Report, details: boolean): void {
  console.log(`\nrefusals: ${agreed} agreed, ${wrong.length} false, ${missed.length} missed`);
  for (const { file, finding } of wrong)
    console.log(`  false  ${file}:${finding?.line} ${finding?.rule}: ${finding?.message}`);
  if (details) for (const { file } of missed) console.log(`  missed ${file}`);
}

async function main(options: Options): Promise<number> {
  if (!existsSync(options.corpus)) {
    console.log(`There is no corpus at ${options.corpus}; nothing is measured.`);
    return 0;
  }
  const cases = casesOf(options.corpus).filter(
    ({ set, repo }) => !options.only || `${set}/${repo}`.includes(options.only),
  );
  const results = await analyseAll(cases, options.limit);
  const found = report(options, cases, results);
  if (options.json) console.log(JSON.stringify({ ...found, results }, null, 1));
  else print(found, options.details);
  return found.errors.length > 0 ? 1 : 0;
}

if (process.argv.includes('--child')) {
  process.once('message', async (cases: readonly Case[]) => {
    for (const one of cases) process.send?.(await analyse(one));
  });
} else process.exitCode = await main(readOptions(process.argv.slice(2)));
