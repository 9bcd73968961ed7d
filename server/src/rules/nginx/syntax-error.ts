import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'nginx/syntax-error',
  title: 'A line that nginx cannot read',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'A missing `;`, an unbalanced `{ }` or an unclosed quote, found where nginx finds it.',
  why: 'nginx refuses the whole configuration: a reload keeps the old one, and a restart leaves the site down.',
  silent: ['Lines of a template engine, which are gone when nginx reads the file.'],
  logs: [
    'nginx: [emerg] unexpected "}" in /etc/nginx/nginx.conf:5',
    'nginx: [emerg] unexpected end of file, expecting "}" in /etc/nginx/nginx.conf:9',
    'nginx: [emerg] directive "server" is not terminated by ";" in /etc/nginx/nginx.conf:4',
  ],
  evidence: [
    {
      text: "nginx documentation, beginner's guide",
      url: 'https://nginx.org/en/docs/beginners_guide.html#conf_structure',
    },
    { text: 'Run with nginx 1.22.1: exit status 1' },
  ],
  fix: 'Adds the missing semicolon.',
  examples: [
    {
      bad: `
        server {
            listen 80;
            root /srv/shop
        }
        ^ error: unexpected "}". The directive before it lacks its ";".
      `,
      fixed: `
        server {
            listen 80;
            root /srv/shop;
        }
      `,
    },
    {
      bad: `
        server {
        ^^^^^^ error: unexpected end of file, expecting "}". This block is never closed.
            listen 80;
      `,
    },
    {
      good: `
        server {
            listen 80;
            {% if root %}
            root {{ root }};
            {% endif %}
        }
      `,
    },
  ],
  check: fromProblems('nginx/syntax-error', addSemicolon),
});

function addSemicolon({ place, data }: Problem): readonly Fix[] {
  const at = Number(data?.semicolonAt);
  if (data?.semicolonAt === undefined || Number.isNaN(at)) return [];
  return fixWith('Add the semicolon', false, { uri: place.uri, span: { start: at, end: at }, newText: ';' });
}
