import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'nginx/wrong-argument-count',
  title: 'Too many or too few arguments',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'A directive has a number of arguments that it does not take. Often the `;` of the line is missing, so the next line counts as arguments.',
  why: 'nginx refuses the whole configuration.',
  silent: ['Arguments that a template fills in: `{{ names }}` may become any number of words.'],
  logs: ['nginx: [emerg] invalid number of arguments in "listen" directive in /etc/nginx/nginx.conf:3'],
  evidence: [
    { text: 'nginx documentation, index of directives', url: 'https://nginx.org/en/docs/dirindex.html' },
    { text: 'Run with nginx 1.22.1: exit status 1' },
  ],
  fix: 'Adds the missing semicolon.',
  examples: [
    {
      note: 'The semicolon is missing:',
      bad: `
        server {
            listen 80;
            server_tokens off
            ^^^^^^^^^^^^^ error: invalid number of arguments in "server_tokens" directive. The line of "server_tokens" lacks its ";".
            root /srv/shop;
        }
      `,
      fixed: `
        server {
            listen 80;
            server_tokens off;
            root /srv/shop;
        }
      `,
    },
    {
      bad: `
        server {
            root;
            ^^^^ error: invalid number of arguments in "root" directive. "root" takes 1.
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            root {{ root }};
        }
      `,
    },
  ],
  check: fromProblems('nginx/wrong-argument-count', addSemicolon),
});

function addSemicolon({ place, data }: Problem): readonly Fix[] {
  const at = Number(data?.semicolonAt);
  if (data?.semicolonAt === undefined || Number.isNaN(at)) return [];
  return fixWith('Add the semicolon', false, { uri: place.uri, span: { start: at, end: at }, newText: ';' });
}
