import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { fromProblems } from '../from-problems.ts';
import { removeWord, wordAt } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/backup-with-hashing',
  title: 'backup with ip_hash, hash or random',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'An upstream balances with `ip_hash`, `hash` or `random` and a server below has `backup`.',
  why: 'These methods have no notion of a spare server: nginx refuses the whole configuration.',
  silent: ['`least_conn` and round-robin, which know backups.'],
  logs: ['nginx: [emerg] balancing method does not support parameter "backup" in /etc/nginx/nginx.conf:7'],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: exit status 1' },
  ],
  fix: 'Takes backup off.',
  examples: [
    {
      bad: `
        upstream shop {
            ip_hash;
            server 127.0.0.1:8000;
            server 127.0.0.1:8001 backup;
                                  ^^^^^^ error: balancing method does not support parameter "backup". Drop backup, or balance with least_conn or round-robin.
        }
      `,
      fixed: `
        upstream shop {
            ip_hash;
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
      `,
    },
    {
      good: `
        upstream shop {
            least_conn;
            server 127.0.0.1:8000;
            server 127.0.0.1:8001 backup;
        }
      `,
    },
  ],
  check: fromProblems('nginx/backup-with-hashing', dropBackup),
});

function dropBackup({ place }: Problem, deployment: Deployment): readonly Fix[] {
  const word = wordAt(deployment, place);
  return word ? fixWith('Take backup off', false, removeWord(deployment, word)) : [];
}
