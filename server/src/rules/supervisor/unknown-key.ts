import { defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'supervisor/unknown-key',
  title: 'A misspelt or unknown option is ignored without a word',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'An option that its section does not have. A near miss of an option (`num_procs`) is a warning; a name that resembles none is information.',
  why: 'supervisord never reports an option it does not know. The program runs with the default instead: one process, ten seconds to stop, no restart.',
  silent: [
    'Sections that plug-ins read (`[rpcinterface:x]`, `[ctlplugin:x]`, `[eventlistener:x]`) may hold any option.',
  ],
  logs: [],
  evidence: [
    {
      text: 'Supervisor source, options.py: only the names it asks for are read',
      url: 'https://github.com/Supervisor/supervisor/blob/4.2.5/supervisor/options.py',
    },
    {
      text: 'Run with supervisor 4.2.5: num_procs=4, stopwaitsec=99 and auto_restart=true start one process, no message',
    },
  ],
  fix: 'Replaces the name by the nearest option.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:mail]
        command=/srv/shop/venv/bin/python -m shop.mail
        auto_restart=true
        ^^^^^^^^^^^^ warning: …
      `,
      fixed: `
        [supervisord]
        [program:mail]
        command=/srv/shop/venv/bin/python -m shop.mail
        autorestart=true
      `,
    },
    {
      good: `
        [supervisord]
        [program:mail]
        command=/srv/shop/venv/bin/python -m shop.mail
        autorestart=true
        [rpcinterface:deploy]
        supervisor.rpcinterface_factory=deploy.rpc:make
        depth=3
      `,
    },
  ],
  check: fromProblems('supervisor/unknown-key', ({ place, data }) =>
    data?.nearest
      ? [{ title: `Replace by ${data.nearest}`, safe: false, edits: [replace(place, data.nearest)] }]
      : [],
  ),
});
