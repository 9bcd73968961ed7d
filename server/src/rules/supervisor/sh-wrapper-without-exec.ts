import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fileIn } from '../edit/lines.ts';
import { type Running, runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'supervisor/sh-wrapper-without-exec',
  title: 'A shell between supervisord and the server',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor'],
  what: "The command is `sh -c '…'`, or a script at hand, that starts an application server without `exec`, and `stopasgroup` is not true. For `bash -c` it is information: bash replaces itself by the last command of a plain list.",
  why: 'supervisord sends TERM to the shell, which leaves, while gunicorn runs on as an orphan and keeps the port. The next start fails with "Connection in use".',
  silent: ['`exec` stands before the server.', '`stopasgroup=true` signals all of them.'],
  logs: ["[ERROR] Connection in use: ('127.0.0.1', 8000)"],
  evidence: [
    { text: 'Supervisor issue 1101', url: 'https://github.com/Supervisor/supervisor/issues/1101' },
    { text: 'gunicorn issue 199', url: 'https://github.com/benoitc/gunicorn/issues/199' },
    { text: 'gunicorn issue 520', url: 'https://github.com/benoitc/gunicorn/issues/520' },
    {
      text: 'Run with supervisor 4.2.5: after stop the program is STOPPED while gunicorn still listens; with exec or stopasgroup it stops cleanly',
    },
  ],
  fix: 'Inserts exec before the server.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/bin/sh -c "cd /srv/shop && gunicorn shop:app"
                                            ^^^^^^^^ warning: A shell starts gunicorn here without exec, so supervisord stops the shell of 'web' and gunicorn runs on and keeps its port. Write exec before it, or set stopasgroup=true.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/bin/sh -c "cd /srv/shop && exec gunicorn shop:app"
      `,
    },
    {
      note: 'In a script:',
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/start.sh
        -- /srv/shop/start.sh --
        #!/bin/sh
        cd /srv/shop
        gunicorn shop:app
        ^^^^^^^^ warning: A shell starts gunicorn here without exec, so supervisord stops the shell of 'web' and gunicorn runs on and keeps its port. Write exec before it, or set stopasgroup=true.
      `,
      fixed: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/start.sh
        -- /srv/shop/start.sh --
        #!/bin/sh
        cd /srv/shop
        exec gunicorn shop:app
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/sh -c "cd /srv/shop && exec gunicorn shop:app"
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/sh -c "cd /srv/shop && gunicorn shop:app"
        stopasgroup=true
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const running of runningPrograms(deployment)) {
    const stop = running.config.section.options.get('stopasgroup')?.raw.text.trim() ?? '';
    const draft =
      /^(?:true|yes|on|1)$/i.test(stop) || /[%{]/.test(stop) ? undefined : wrapped(deployment, running);
    if (draft) yield draft;
  }
}

/** The server's first word where a shell stands before it and no exec does; undefined otherwise. */
function wrapped(deployment: Deployment, { program, process, server }: Running): Draft | undefined {
  const word = server.words[0]?.place;
  const file = word && fileIn(deployment, word.uri);
  const command = ifKnown(process.command)?.text ?? '';
  if (!word || !file) return undefined;
  const inScript = word.uri !== program.place.uri;
  const shell = /(?:^|\/)(ba|da|a|z|k)?sh\s+(?:-\w+\s+)*-\w*c\b/.exec(command);
  if (!inScript && !shell) return undefined;
  const before = file.text.slice(Math.max(0, word.span.start - 200), word.span.start);
  const line = /[^\n;&|]*$/.exec(before)?.[0] ?? '';
  if (/\bexec\b/.test(line) || (inScript && !/(?:^|\n)[^\n#]*$/.test(before))) return undefined;
  const start = word.span.start - (line.length - line.search(/\S|$/));
  const isBash = shell?.[1] === 'ba' && !inScript;
  return {
    place: word,
    ...(isBash ? { severity: 'information' as const } : {}),
    message: `A shell starts ${server.kind} here without exec, so supervisord stops the shell of '${program.name}' and ${server.kind} runs on and keeps its port. Write exec before it, or set stopasgroup=true.`,
    related: inScript ? [{ place: program.place, message: `'${program.name}' starts this script` }] : [],
    fixes: [
      {
        title: 'Write exec before it',
        safe: false,
        edits: [{ uri: word.uri, span: { start, end: start }, newText: 'exec ' }],
      },
    ],
  };
}
