import { ifKnown } from '../../base/known.ts';
import type { Place } from '../../base/span.ts';
import type { Deployment, Program } from '../../model/deployment.ts';
import type { SupervisorProgram } from '../../model/supervisor/types.ts';
import { lastCommand, readScript } from '../../syntax/shell/script/read.ts';
import { splitCommand } from '../../syntax/shell/split.ts';
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
  what: "The command is `sh -c '…'`, or a script at hand, that starts an application server without `exec`, and `stopasgroup` is not true. Likewise nginx and celery behind `sh -c`. For `bash -c` it is information: bash replaces itself by the last command of a plain list.",
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
      note: 'celery and nginx:',
      bad: `
        [supervisord]
        [program:worker]
        command=/bin/sh -c "cd /srv/shop && celery -A shop worker"
                                            ^^^^^^ warning: A shell starts celery here without exec, so supervisord stops the shell of 'worker' and celery runs on. Write exec before it, or set stopasgroup=true.
      `,
      fixed: `
        [supervisord]
        [program:worker]
        command=/bin/sh -c "cd /srv/shop && exec celery -A shop worker"
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
    {
      good: `
        [supervisord]
        [program:worker]
        command=/bin/bash -c "cd /srv/shop && celery -A shop worker"
        [program:nginx]
        command=/bin/sh -c "mkdir -p /run/nginx && exec nginx -g 'daemon off;'"
        [program:once]
        command=/bin/sh -c "/srv/shop/venv/bin/python -m shop.clean"
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const running of runningPrograms(deployment)) {
    const draft = signalsAll(running.config) ? undefined : wrapped(deployment, running);
    if (draft) yield draft;
  }
  for (const program of deployment.programs) {
    const draft = program.config && !signalsAll(program.config) ? wrappedOther(program) : undefined;
    if (draft) yield draft;
  }
}

/** True where stopasgroup takes along what the shell has started, or may do so. */
function signalsAll({ section }: SupervisorProgram): boolean {
  const stop = section.options.get('stopasgroup')?.raw.text.trim() ?? '';
  return /^(?:true|yes|on|1)$/i.test(stop) || /[%{]/.test(stop);
}

/** nginx or celery as the last command of `sh -c`; bash becomes its last command, and a script is not followed. */
function wrappedOther({ name, instances }: Program): Draft | undefined {
  const command = ifKnown(instances[0]?.launch.command);
  const [shell, flag, text] = command && !instances[0]?.server ? splitCommand(command).words : [];
  if (!text || !/(?:^|\/)(?:sh|dash|ash)$/.test(shell?.text ?? '') || !/^-\w*c$/.test(flag?.text ?? ''))
    return undefined;
  const last = lastCommand(readScript(text.mapped));
  const [word] = last && !last.exec ? last.words : [];
  const kind = /(?:^|\/)(nginx|celery)$/.exec(word?.text ?? '')?.[1];
  return word?.place && kind ? draftOf(word.place, kind, name) : undefined;
}

const draftOf = (place: Place, kind: string, name: string): Draft => ({
  place,
  message: `A shell starts ${kind} here without exec, so supervisord stops the shell of '${name}' and ${kind} runs on. Write exec before it, or set stopasgroup=true.`,
  fixes: [
    {
      title: 'Write exec before it',
      safe: false,
      edits: [{ uri: place.uri, span: { start: place.span.start, end: place.span.start }, newText: 'exec ' }],
    },
  ],
});

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
