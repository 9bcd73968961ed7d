import { linesOf } from '../../base/file.ts';
import { lineAt } from '../../base/line-index.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { SupervisorOption, SupervisorSection } from '../../model/supervisor/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fileIn, remove } from '../edit/lines.ts';

export default defineRule({
  id: 'supervisor/duplicate-key',
  title: 'An option that stands twice in a section',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'One section holds an option twice (names are compared without case). The last one counts.',
  why: 'supervisord takes the last without a word, so the first is dead text that someone will edit one day and wonder.',
  silent: [
    'The option stands once in each of two sections of one name: that is another rule.',
    'A statement of a template engine (`{% … %}`) stands between the two: only one of them may be written.',
  ],
  logs: [],
  evidence: [{ text: 'Run with supervisor 4.2.5: ran the second command, without a message' }],
  fix: 'Removes the first.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/bin/sleep 50
        ^^^^^^^ warning: 'command' stands again in [program:web] on line 5, and the last one counts. Remove the one that is not meant.
        autorestart=true
        command=/bin/sleep 51
      `,
      fixed: `
        [supervisord]
        [program:web]
        autorestart=true
        command=/bin/sleep 51
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/sleep 51
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        {% set wait = 50 %}
        {% set wait = wait + 1 %}
        {% if debug %}
        command=/bin/sleep 1
        {% else %}
        command=/bin/sleep {{ wait }}
        {% endif %}
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const section of deployment.supervisor.flatMap(({ sections }) => sections))
    for (const option of section.options.values())
      if (isName(option)) yield* earlier(deployment, section, option);
}

/** False for a statement of a template engine, which ConfigParser would take for an option. */
const isName = ({ name }: SupervisorOption): boolean => /^[a-z_]/.test(name);

/** The definitions that the winning one overrides within its own section. */
function* earlier(
  deployment: Deployment,
  section: SupervisorSection,
  option: SupervisorOption,
): Iterable<Draft> {
  for (const { namePlace, valuePlace } of option.overrides) {
    const file = fileIn(deployment, namePlace.uri);
    if (
      !file ||
      namePlace.uri !== option.namePlace.uri ||
      isApart(section, namePlace.span.start, option.namePlace.span.start) ||
      /\{%/.test(file.text.slice(valuePlace.span.end, option.namePlace.span.start))
    )
      continue;
    const line = lineAt(linesOf(file), option.namePlace.span.start) + 1;
    const edit = remove(file, { start: namePlace.span.start, end: valuePlace.span.end });
    yield {
      place: namePlace,
      message: `'${option.name}' stands again in [${section.name}] on line ${line}, and the last one counts. Remove the one that is not meant.`,
      related: [{ place: option.namePlace, message: 'This one counts' }],
      tag: 'unnecessary',
      fixes: [{ title: 'Remove the one that is overridden', safe: false, edits: [edit] }],
    };
  }
}

/** True when a header of the section stands between the two, so that they belong to two sections of one name. */
const isApart = ({ headers }: SupervisorSection, a: number, b: number): boolean =>
  headers.some(({ span }) => span.start > Math.min(a, b) && span.start < Math.max(a, b));
