import type { Place } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fileIn } from '../edit/lines.ts';

export default defineRule({
  id: 'supervisor/duplicate-section',
  title: 'A section that is defined twice',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'The same `[program:x]` header (or another one) stands twice in the files that one supervisord reads.',
  why: 'supervisord merges the two option by option, and the later one wins. The program that results stands in neither of them.',
  silent: [
    'Files of different supervisords.',
    '`[supervisord]` and the server sections, which distributions split on purpose.',
    'A statement of a template engine (`{% … %}`) stands between the two: only one of them may be written.',
  ],
  logs: [],
  evidence: [
    {
      text: 'Run with supervisor 4.2.5: the command of the second definition ran, with other options of the first',
    },
  ],
  fix: null,
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/bin/sleep 50
        [program:web]
        ^^^^^^^^^^^^^ warning: [program:web] is defined twice. supervisord merges the two, and the options here win. Rename one of them, or remove it.
        command=/bin/sleep 51
      `,
    },
    {
      good: `
        -- /prod/supervisord.conf --
        [supervisord]
        [program:web]
        command=/bin/cat
        -- /staging/supervisord.conf --
        [supervisord]
        [program:web]
        command=/bin/cat
      `,
    },
    {
      good: `
        [supervisord]
        logfile=/tmp/a.log
        [supervisord]
        nodaemon=true
      `,
    },
    {
      good: `
        [supervisord]
        {% if short %}
        [program:web]
        command=/bin/sleep 50
        {% else %}
        [program:web]
        command=/bin/sleep 51
        {% endif %}
      `,
    },
  ],
  check,
});

const kinds = /^(?:program|fcgi-program|eventlistener|group):/;

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { name, headers } of deployment.supervisor.flatMap(({ sections }) => sections)) {
    const [first, ...others] = headers;
    if (!first || !kinds.test(name)) continue;
    for (const place of others) {
      if (areChoices(deployment, first, place)) continue;
      yield {
        place,
        message: `[${name}] is defined twice. supervisord merges the two, and the options here win. Rename one of them, or remove it.`,
        related: [{ place: first, message: 'The first definition' }],
      };
    }
  }
}

/** True when a statement of a template engine stands between two headers, so that only one of them may be written. */
function areChoices(deployment: Deployment, first: Place, { uri, span }: Place): boolean {
  const text = first.uri === uri ? fileIn(deployment, uri)?.text : undefined;
  return text !== undefined && /\{%/.test(text.slice(first.span.end, span.start));
}
