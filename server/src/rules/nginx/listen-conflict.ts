import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { removeDirective } from '../edit/nginx.ts';
import { draftOf, problemsByCode } from '../from-problems.ts';
import { directiveAt, removeWord } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/listen-conflict',
  title: 'Two listen lines that exclude each other',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'One server listens twice on an address, two servers of an address are both `default_server`, or options of the socket (`backlog`, `reuseport`, `ipv6only` …) are given twice for it.',
  why: 'nginx refuses the whole configuration.',
  silent: ['Servers of different addresses: each may have its default.'],
  logs: [
    'nginx: [emerg] a duplicate default server for 0.0.0.0:80 in /etc/nginx/nginx.conf:8',
    'nginx: [emerg] a duplicate listen 0.0.0.0:80 in /etc/nginx/nginx.conf:4',
    'nginx: [emerg] duplicate listen options for 0.0.0.0:80 in /etc/nginx/nginx.conf:8',
  ],
  evidence: [
    {
      text: 'nginx documentation, listen',
      url: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#listen',
    },
    { text: 'Run with nginx 1.22.1: exit status 1' },
  ],
  fix: 'Takes default_server off the second, or removes the second listen.',
  examples: [
    {
      bad: `
        server {
            listen 80 default_server;
        }
        server {
            listen 80 default_server;
                   ^^ error: a duplicate default server for 0.0.0.0:80. Take default_server off one of the two.
            server_name shop.example;
        }
      `,
      fixed: `
        server {
            listen 80 default_server;
        }
        server {
            listen 80;
            server_name shop.example;
        }
      `,
    },
    {
      bad: `
        server {
            listen 80;
            listen 0.0.0.0:80;
                   ^^^^^^^^^^ error: a duplicate listen 0.0.0.0:80. Remove one of the two.
        }
      `,
      fixed: `
        server {
            listen 80;
        }
      `,
    },
    {
      good: `
        server {
            listen 80 default_server;
        }
        server {
            listen 8080 default_server;
        }
      `,
    },
  ],
  check,
});

function check(deployment: Deployment): readonly Draft[] {
  const problems = problemsByCode(deployment).get('nginx/listen-conflict') ?? [];
  return problems.map((problem) => ({
    ...draftOf(problem, fixes(problem, deployment)),
    message: `${problem.message}. ${advice(problem.message)}`,
  }));
}

function advice(message: string): string {
  if (message.includes('default server')) return 'Take default_server off one of the two.';
  if (message.includes('options')) return 'Options of the socket may stand at one listen of an address only.';
  return 'Remove one of the two.';
}

function fixes({ place, message }: Problem, deployment: Deployment): readonly Fix[] {
  const listen = directiveAt(deployment, place);
  if (!listen || message.includes('options')) return [];
  if (!message.includes('default server'))
    return fixWith('Remove this listen', false, removeDirective(deployment, listen));
  const word = listen.args.find(({ text }) => text === 'default_server' || text === 'default');
  return word ? fixWith('Take default_server off this one', false, removeWord(deployment, word)) : [];
}
