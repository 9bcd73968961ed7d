import type { TextFile } from '../../base/file.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { SupervisorOption } from '../../model/supervisor/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fileIn } from '../edit/lines.ts';

export default defineRule({
  id: 'supervisor/inline-comment-truncation',
  title: 'A comment sign cuts a value inside its quotes',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'A ` ;` or ` #` with a blank before it cuts a value, and a quotation that was open there never closes.',
  why: 'Supervisor takes a blank and `;` or `#` for the start of a comment, quotes or not. The rest of the value is gone: the command cannot be split, or supervisord refuses the file.',
  silent: [
    'A genuine comment after the value, which leaves the quotes closed.',
    '`;` without a blank before it.',
  ],
  logs: ["INFO spawnerr: can't parse command '/bin/bash -c \"sleep 60': No closing quotation"],
  evidence: [
    {
      text: 'Supervisor documentation, command',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    { text: "Run with supervisor 4.2.5: spawnerr: can't parse command … No closing quotation" },
  ],
  fix: 'Removes the blank before the sign.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/bin/bash -c "cd /srv ; exec gunicorn shop:app"
                                      ^^^^^^^^^^^^^^^^^^^^^^^^^ error: ' ;' starts a comment here, quotes or not, so command ends before it and its " never closes. Remove the blank, or use && instead.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/bin/bash -c "cd /srv; exec gunicorn shop:app"
      `,
    },
    {
      bad: `
        [supervisord]
        [program:web]
        command=/bin/cat
        environment=PASSWORD="a #b"
                                ^^^ error: ' #' starts a comment here, quotes or not, so environment ends before it and its " never closes. Remove the blank.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/bin/cat
        environment=PASSWORD="a#b"
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/cat ; the whole "program"
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/bash -c "cd /srv; exec gunicorn shop:app"
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { options } of deployment.supervisor.flatMap(({ sections }) => sections)) {
    for (const name of ['command', 'environment']) {
      const option = options.get(name);
      const file = option && fileIn(deployment, option.valuePlace.uri);
      const draft = option && file && cutIn(option, file);
      if (draft) yield draft;
    }
  }
}

/** The comment sign after the value's end that leaves a quotation open; undefined when the quotes are closed. */
function cutIn({ name, valuePlace, raw }: SupervisorOption, { uri, text }: TextFile): Draft | undefined {
  const { end } = valuePlace.span;
  const rest = /^[ \t]+([;#])[^\r\n]*/.exec(text.slice(end));
  const open = openQuote(raw.text);
  if (!rest || !open || !rest[0].includes(open)) return undefined;
  const sign = end + rest[0].search(/[;#]/);
  return {
    place: { uri, span: { start: sign, end: end + rest[0].length } },
    message: `' ${rest[1]}' starts a comment here, quotes or not, so ${name} ends before it and its ${open} never closes. ${name === 'command' ? 'Remove the blank, or use && instead.' : 'Remove the blank.'}`,
    fixes: [
      {
        title: 'Remove the blank before it',
        safe: false,
        edits: [{ uri, span: { start: end, end: sign }, newText: '' }],
      },
    ],
  };
}

/** The quotation mark that is open at the end of a text, read as shlex does; undefined when none is. */
function openQuote(text: string): string | undefined {
  let open: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === '\\' && open !== "'") i++;
    else if (open === char) open = undefined;
    else if (!open && (char === '"' || char === "'")) open = char;
  }
  return open;
}
