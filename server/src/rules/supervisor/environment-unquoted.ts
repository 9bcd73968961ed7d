import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fileIn, replace } from '../edit/lines.ts';
import { optionAt } from '../edit/supervisor.ts';
import { explained } from '../shared/refusal.ts';

export default defineRule({
  id: 'supervisor/environment-unquoted',
  title: 'A value in environment= that needs quotes',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'An unquoted value in `environment=` holds a character that ends it (`=`, `?`, `@`, a blank …), so that what follows is read as the next pair.',
  why: 'At best the variable is cut short without a word; at worst supervisord refuses the whole file.',
  silent: ['Values of letters, digits, `/`, `.`, `-`, `:` and the like, which end only at a comma.'],
  logs: [
    "Error: Unexpected end of key/value pairs in value 'A=x=y,B=http://foo/bar' in section 'program:web'",
  ],
  evidence: [
    {
      text: 'Supervisor documentation, environment',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    { text: 'Run with supervisor 4.2.5: exit status 2' },
  ],
  fix: 'Puts each unquoted value into double quotes.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/bin/cat
        environment=MODE=a=b,URL=http://shop.example/x?a=1
                           ^^^^^ error: environment= cannot be split into NAME="value" pairs here. Put double quotes around each value. supervisord refuses the file: Unexpected end of key/value pairs in value 'MODE=a=b,URL=http://shop.example/x?a=1' in section 'program:web'
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/bin/cat
        environment=MODE="a=b",URL="http://shop.example/x?a=1"
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/cat
        environment=MODE=prod,HOME=/srv/shop,URL="http://shop.example/x?a=1"
      `,
    },
  ],
  check: explained('supervisor/environment-unquoted', explain),
});

function explain(problem: Problem, deployment: Deployment) {
  const text =
    'environment= cannot be split into NAME="value" pairs here. Put double quotes around each value.';
  return { text, fixes: quoteAll(problem, deployment) };
}

/** Quotes every bare value of a one-line list; a list with quotes or line breaks is left to its author. */
function quoteAll({ place }: Problem, deployment: Deployment): readonly Fix[] {
  const option = optionAt(deployment, place.uri, place.span.start)?.option;
  const file = fileIn(deployment, place.uri);
  if (!option || !file) return [];
  const { start, end } = option.valuePlace.span;
  const text = file.text.slice(start, end);
  const pairs = text.split(',').map((pair) => /^\s*([A-Za-z_]\w*)=([^"'\n]+)$/.exec(pair));
  if (!pairs.every((pair) => pair !== null)) return [];
  const mended = pairs.map((pair) => `${pair[1]}="${pair[2]?.trim()}"`).join(',');
  return [{ title: 'Quote every value', safe: false, edits: [replace(option.valuePlace, mended)] }];
}
