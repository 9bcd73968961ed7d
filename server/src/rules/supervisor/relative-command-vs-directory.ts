import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import { splitCommand } from '../../syntax/shell/split.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';

export default defineRule({
  id: 'supervisor/relative-command-vs-directory',
  title: 'A relative command that directory= does not move',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'The first word of `command` holds a slash and does not start with one, while `directory` is set.',
  why: 'supervisord looks the program up before it changes into `directory`, so a relative path starts where supervisord itself was started: `/` under systemd.',
  silent: [
    'It starts with `%(here)s`, or another expansion gives an absolute path.',
    'A bare name, which is found on PATH.',
    'No `directory`: the author seems to start supervisord there.',
  ],
  logs: ["ERROR: can't find command 'bin/run'"],
  evidence: [
    {
      text: 'Supervisor documentation, [program:x] section values',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    {
      text: "Run with supervisor 4.2.5: directory=/tmp/x, command=bin/run, started in /: can't find command",
    },
  ],
  fix: 'Puts the directory before it.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=venv/bin/gunicorn shop:app
                ^^^^^^^^^^^^^^^^^ warning: 'venv/bin/gunicorn' of 'web' is looked up where supervisord was started, not in directory=/srv/shop. Write /srv/shop/venv/bin/gunicorn.
      `,
      fixed: `
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn shop:app
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=%(here)s/venv/bin/gunicorn shop:app
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=gunicorn shop:app
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=bin/run
      `,
    },
  ],
  check,
});

function* check({ supervisor }: Deployment): Iterable<Draft> {
  for (const { name, instances, section } of supervisor.flatMap(({ programs }) => programs)) {
    const command = ifKnown(instances[0]?.command);
    const directory = ifKnown(instances[0]?.directory);
    const word = command && splitCommand(command).words[0];
    if (!word?.place || !directory?.startsWith('/') || !/^[^/~$%{]+\//.test(word.text)) continue;
    const whole = `${directory.replace(/\/+$/, '')}/${word.text.replace(/^\.\//, '')}`;
    const at = section.options.get('directory')?.valuePlace;
    yield {
      place: word.place,
      message: `'${word.text}' of '${name}' is looked up where supervisord was started, not in directory=${directory}. Write ${whole}.`,
      related: at ? [{ place: at, message: 'This folder is entered only afterwards' }] : [],
      fixes: [{ title: `Write ${whole}`, safe: false, edits: [replace(word.place, whole)] }],
    };
  }
}
