import { nearest } from '../../base/nearest.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { draftOf, problemsByCode } from '../from-problems.ts';
import { wordAt } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/invalid-server-parameter',
  title: 'A parameter that a server of an upstream does not take',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'A word behind the address of a `server` is none of `weight=`, `max_conns=`, `max_fails=`, `fail_timeout=`, `backup`, `down` and the newer ones, or has a value that it cannot have (`weight=0`).',
  why: 'nginx refuses the whole configuration.',
  silent: ['Words that a template fills in.'],
  logs: [
    'nginx: [emerg] invalid parameter "maxfails=3" in /etc/nginx/nginx.conf:5',
    'nginx: [emerg] invalid parameter "weight=0" in /etc/nginx/nginx.conf:5',
  ],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: exit status 1' },
  ],
  fix: 'Writes the nearest parameter; `down` for `weight=0`.',
  examples: [
    {
      bad: `
        upstream shop {
            server 127.0.0.1:8000 maxfails=3;
                                  ^^^^^^^^^^ error: invalid parameter "maxfails=3". Did you mean "max_fails=3"?
        }
      `,
      fixed: `
        upstream shop {
            server 127.0.0.1:8000 max_fails=3;
        }
      `,
    },
    {
      bad: `
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8002;
            server 127.0.0.1:8001 weight=0;
                                  ^^^^^^^^ error: invalid parameter "weight=0". weight is 1 or more; write down to take a server out.
        }
      `,
      fixed: `
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8002;
            server 127.0.0.1:8001 down;
        }
      `,
    },
    {
      good: `
        upstream shop {
            server 127.0.0.1:8000 weight={{ weight }};
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const problem of problemsByCode(deployment).get('nginx/invalid-server-parameter') ?? []) {
    const draft = draftOf(problem, mend(problem, deployment));
    const near = meantBy(problem, deployment);
    yield near ? { ...draft, message: `${problem.message}. Did you mean "${near}"?` } : draft;
  }
}

/** The parameter as it was meant; undefined where none is near. */
function meantBy({ place, data }: Problem, deployment: Deployment): string | undefined {
  const text = wordAt(deployment, place)?.text;
  const { parameter = '', known = '' } = data ?? {};
  const near = nearest(parameter, known.split(' '));
  return text === undefined || near === undefined || near === parameter
    ? undefined
    : near + text.slice(parameter.length);
}

function mend(problem: Problem, deployment: Deployment): readonly Fix[] {
  const { place } = problem;
  if (/^weight=0+$/.test(wordAt(deployment, place)?.text ?? ''))
    return fixWith('Write down', false, replace(place, 'down'));
  const written = meantBy(problem, deployment);
  return written === undefined ? [] : fixWith(`Write ${written}`, false, replace(place, written));
}
