import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { draftOf, problemsByCode } from '../from-problems.ts';

export default defineRule({
  id: 'nginx/invalid-regex',
  title: 'A regular expression that does not compile',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'The pattern of a location, a `rewrite`, a `map`, a `server_name` or an `if` is no regular expression of PCRE.',
  why: 'nginx refuses the whole configuration.',
  silent: ['Patterns that a template fills in.'],
  logs: [
    'nginx: [emerg] pcre2_compile() failed: missing closing parenthesis in "^/(shop" at "" in /etc/nginx/nginx.conf:4',
  ],
  evidence: [
    {
      text: 'nginx documentation, location',
      url: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
    },
    { text: 'Run with nginx 1.22.1: exit status 1' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        server {
            location ~ ^/(shop {
                       ^^^^^^^ error: pcre2_compile() failed: missing closing parenthesis in "^/(shop". Mend the pattern, or put a backslash before the sign.
                return 404;
            }
        }
      `,
    },
    {
      good: `
        server {
            location ~ ^/({{ paths }} {
                return 404;
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const problem of problemsByCode(deployment).get('nginx/invalid-regex') ?? [])
    yield {
      ...draftOf(problem),
      message: `${problem.message}. Mend the pattern, or put a backslash before the sign.`,
    };
}
