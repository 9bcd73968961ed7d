import { memo } from '../base/memo.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Fix } from '../model/finding.ts';
import type { Problem } from '../model/problem.ts';
import type { Draft, Rule } from './define.ts';

/** Every problem that a loader saw in the deployment, by the id of the rule that reports it, in loading order. */
export const problemsByCode: (deployment: Deployment) => ReadonlyMap<string, readonly Problem[]> = memo(
  (deployment: Deployment) => {
    const byCode = new Map<string, Problem[]>();
    for (const problem of problemsOf(deployment)) {
      const list = byCode.get(problem.code) ?? [];
      list.push(problem);
      byCode.set(problem.code, list);
    }
    return byCode;
  },
);

function problemsOf(deployment: Deployment): readonly Problem[] {
  const loaded = [...deployment.supervisor, ...deployment.nginx, ...deployment.gunicorn];
  const servers = deployment.programs.flatMap(({ instances }) =>
    instances.flatMap(({ server }) => server ?? []),
  );
  const all = deployment.profile ? [deployment.profile, ...loaded] : loaded;
  return [
    ...all.flatMap(({ problems }) => problems),
    ...onceEach(servers.flatMap(({ problems }) => problems)),
  ];
}

/** All instances of a program start with one command: what is wrong at one place of it is said once. */
function onceEach(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, place: { uri, span } }) => {
    const key = `${code} ${uri} ${span.start} ${span.end}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The fixes of one problem; what a fix needs to know stands in `problem.data` or in the deployment. */
export type FixOf = (problem: Problem, deployment: Deployment) => readonly Fix[];

/**
 * The `check` of a rule whose finding a loader already made: every problem with the code becomes a draft.
 *
 *     check: fromProblems('supervisor/numprocs-zero'),
 *     check: fromProblems('supervisor/unknown-key', (problem) => renameKey(problem)),
 */
export function fromProblems(code: string, fixesOf?: FixOf): Rule['check'] {
  return (deployment) => {
    const problems = problemsByCode(deployment).get(code) ?? [];
    return problems.map((problem) => draftOf(problem, fixesOf?.(problem, deployment) ?? []));
  };
}

/** A problem as a draft; the rule's severity and confidence apply. */
export const draftOf = (problem: Problem, fixes: readonly Fix[] = []): Draft => ({
  place: problem.place,
  message: problem.message,
  related: problem.related,
  ...(problem.refusedBy ? { refusedBy: problem.refusedBy } : {}),
  fixes,
});
