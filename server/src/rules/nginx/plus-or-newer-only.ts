import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { removeDirective } from '../edit/nginx.ts';
import { draftOf, problemsByCode } from '../from-problems.ts';
import { directiveAt, oncePerFile, removeWord, wordAt } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/plus-or-newer-only',
  title: 'A feature of NGINX Plus or of a newer nginx',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: '`queue`, `slow_start=`, `health_check` and their kin are of NGINX Plus; `resolve`, `service=` (1.27.3), `sticky`, `route=`, `drain` (1.29.6) and other directives came later than the nginx that `[versions]` names. An error where that nginx surely refuses it, information (once in a file) where nobody says which nginx it is.',
  why: 'An nginx that does not have it refuses the whole configuration.',
  silent: [
    '`[versions]` names no version: what any version has is taken.',
    'NGINX Plus, Angie and others that have the feature: turn the rule off in `[rules]`.',
  ],
  logs: [
    'nginx: [emerg] unknown directive "queue" in /etc/nginx/nginx.conf:5',
    'nginx: [emerg] invalid parameter "slow_start=30s" in /etc/nginx/nginx.conf:6',
  ],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    {
      text: 'Run with nginx 1.22.1 and 1.31.5: both refuse queue and slow_start; 1.22.1 refuses sticky and resolve as well',
    },
  ],
  fix: 'Removes it.',
  examples: [
    {
      bad: `
        upstream shop {
            server 127.0.0.1:8000 slow_start=30s;
                                  ^^^^^^^^^^^^^^ information: The parameter "slow_start=30s" is of NGINX Plus; the open-source nginx refuses it. Name your nginx in [versions], or turn this rule off for NGINX Plus.
        }
      `,
      fixed: `
        upstream shop {
            server 127.0.0.1:8000;
        }
      `,
    },
    {
      note: 'With the version known:',
      bad: `
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            zone shop 64k;
            server app.shop.example:8000 resolve;
                                         ^^^^^^^ error: invalid parameter "resolve". It came with nginx 1.27.3; this is 1.22.1. Remove it, or update nginx.
        }
        -- /etc/nginx/conf.d/scaling-lens.ini --
        [versions]
        nginx = 1.22.1
      `,
    },
    {
      good: `
        upstream shop {
            zone shop 64k;
            resolver 127.0.0.11;
            server app.shop.example:8000 resolve;
        }
      `,
    },
    {
      good: `
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000 slow_start=30s;
        }
        -- /etc/nginx/conf.d/scaling-lens.ini --
        [rules]
        nginx/plus-or-newer-only = off
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const problems = problemsByCode(deployment).get('nginx/plus-or-newer-only') ?? [];
  const isKnown = deployment.versions.nginx !== undefined;
  const draft = (problem: Problem): Draft => draftOf(problem, fixes(problem, deployment));
  for (const problem of problems) {
    if (problem.refusedBy) yield { ...draft(problem), severity: 'error' };
    else if (isKnown) yield { ...draft(problem), message: `${problem.message}.` };
  }
  if (isKnown) return;
  yield* oncePerFile(
    problems
      .filter(({ refusedBy }) => !refusedBy)
      .map((problem) => ({
        ...draft(problem),
        severity: 'information',
        message: `${problem.message}. Name your nginx in [versions], or turn this rule off for NGINX Plus.`,
      })),
  );
}

function fixes({ place }: Problem, deployment: Deployment): readonly Fix[] {
  const word = wordAt(deployment, place);
  if (word) return fixWith(`Remove ${word.text}`, false, removeWord(deployment, word));
  const directive = directiveAt(deployment, place);
  return directive ? fixWith(`Remove ${directive.name}`, false, removeDirective(deployment, directive)) : [];
}
