// Scores the findings against what people and the real programs say.
import type { Mistake, Triad } from '../../test/conformance/triads.ts';
import type { Found, Result } from './analyse.ts';
import type { Case, Verdict } from './cases.ts';

/** One mistake and what found it. */
export interface MistakeScore {
  readonly repo: string;
  readonly mistake: Mistake;
  /** The finding at the right line by a rule that counts. */
  readonly found: Found | undefined;
  /** Errors and warnings at that line by rules that do not count: perhaps found under another name. */
  readonly others: readonly Found[];
}

/** How each mistake of the deployments read by eye fared. */
export function scoreMistakes(triads: readonly Triad[], results: readonly Result[]): readonly MistakeScore[] {
  return triads.flatMap(({ repo, mistakes }) => {
    const findings = triadResult(repo, results)?.findings ?? [];
    return mistakes.map((mistake) => {
      const spots = [mistake, ...(mistake.also ? [mistake.also] : [])];
      const there = findings.filter(
        ({ file, line, severity }) =>
          severity !== 'hint' && spots.some((spot) => spot.file === file && spot.lines.includes(line)),
      );
      const found = there.find(({ rule }) => mistake.rules.includes(rule));
      const others = there.filter(({ rule }) => !mistake.rules.includes(rule));
      return { repo, mistake, found, others };
    });
  });
}

const triadResult = (repo: string, results: readonly Result[]): Result | undefined =>
  results.find((result) => result.set === 'triads' && result.repo === repo);

/** An error or warning in a deployment in which people found nothing wrong. */
export interface Alarm {
  readonly repo: string;
  readonly finding: Found;
  /** True for what a reviewer objects to as well. */
  readonly hazard: boolean;
}

/** Every error and warning in the sound deployments. */
export function alarms(triads: readonly Triad[], results: readonly Result[]): readonly Alarm[] {
  return triads
    .filter(({ mistakes }) => mistakes.length === 0)
    .flatMap(({ repo, hazards }) =>
      (triadResult(repo, results)?.findings ?? [])
        .filter(({ severity }) => severity === 'error' || severity === 'warning')
        .map((finding) => ({
          repo,
          finding,
          hazard: (hazards ?? []).some(
            ({ rules, file }) => rules.includes(finding.rule) && (file ?? finding.file) === finding.file,
          ),
        })),
    );
}

/** A file on which `refusedBy` and the real program differ. */
export interface Disagreement {
  readonly file: string;
  readonly verdict: Verdict;
  readonly finding: Found | undefined;
}

/** Agreement on refusals over all files with a verdict, in the given set. */
export function refusals(
  cases: readonly Case[],
  results: readonly Result[],
  verdicts: ReadonlyMap<string, Verdict>,
  pathBelow: (disk: string) => string,
): {
  readonly agreed: number;
  readonly wrong: readonly Disagreement[];
  readonly missed: readonly Disagreement[];
} {
  let agreed = 0;
  const wrong: Disagreement[] = [];
  const missed: Disagreement[] = [];
  cases.forEach((one, i) => {
    for (const { path, disk } of one.files) {
      const file = pathBelow(disk);
      const verdict = verdicts.get(file) ?? 'open';
      const finding = results[i]?.findings.find((found) => found.file === path && found.refusedBy !== null);
      if (verdict === 'accepted' && finding) wrong.push({ file, verdict, finding });
      else if (verdict === 'refused' && !finding) missed.push({ file, verdict, finding });
      else if (verdict !== 'open') agreed++;
    }
  });
  return { agreed, wrong, missed };
}

/** Findings counted by rule and severity, most first. */
export function countByRule(results: readonly Result[]): readonly {
  readonly rule: string;
  readonly severity: string;
  readonly findings: number;
  readonly repos: number;
}[] {
  const counts = new Map<string, { rule: string; severity: string; findings: number; repos: Set<string> }>();
  for (const { repo, findings } of results) {
    for (const { rule, severity } of findings) {
      const key = `${rule} ${severity}`;
      const count = counts.get(key) ?? { rule, severity, findings: 0, repos: new Set() };
      count.findings++;
      count.repos.add(repo);
      counts.set(key, count);
    }
  }
  return [...counts.values()]
    .map((count) => ({ ...count, repos: count.repos.size }))
    .sort((a, b) => b.findings - a.findings || (a.rule < b.rule ? -1 : 1));
}

/** How many findings of advice each file draws, over files of one of our languages that draw any or none. */
export interface Advice {
  readonly files: number;
  readonly medianHints: number;
  readonly mostHints: number;
  readonly medianAdvice: number;
}

/** Hints, and hints with information, by file of a configuration language. */
export function adviceOf(results: readonly Result[]): Advice {
  const counts = results.flatMap(({ kinds, findings }) =>
    Object.entries(kinds)
      .filter(([, kind]) => kind === 'supervisor' || kind === 'gunicorn' || kind === 'nginx')
      .map(([file]) => {
        const own = findings.filter((finding) => finding.file === file);
        const hints = own.filter(({ severity }) => severity === 'hint').length;
        const information = own.filter(({ severity }) => severity === 'information').length;
        return { hints, advice: hints + information };
      }),
  );
  const hints = counts.map((one) => one.hints).sort((a, b) => a - b);
  const advice = counts.map((one) => one.advice).sort((a, b) => a - b);
  const middle = counts.length >> 1;
  return {
    files: counts.length,
    medianHints: hints[middle] ?? 0,
    mostHints: hints[hints.length - 1] ?? 0,
    medianAdvice: advice[middle] ?? 0,
  };
}
