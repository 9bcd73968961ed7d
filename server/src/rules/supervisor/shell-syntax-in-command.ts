import { ifKnown } from '../../base/known.ts';
import { unknownIn } from '../../base/mapped-text.ts';
import type { Place } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { SupervisorProgram } from '../../model/supervisor/types.ts';
import { type SplitCommand, splitCommand } from '../../syntax/shell/split.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';

export default defineRule({
  id: 'supervisor/shell-syntax-in-command',
  title: 'Shell syntax in a command that no shell reads',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'The command is not run by a shell, but its first word is one only a shell knows (`cd`, `source`, `export`, `NAME=value`, `~/…`), or a word holds `$NAME`. Operators and redirections (`&&`, `|`, `>`, `2>&1`, `&`) as words of their own are a warning.',
  why: 'supervisord splits the command into words and starts the first one. `cd` and `source` are no programs, `$PORT` stays the text `$PORT`, and `>` and all after it reach the program as arguments, which gunicorn ignores.',
  silent: [
    'Everything after `sh -c` or `bash -c`.',
    'A dollar sign that starts no variable, as in a regular expression or a password.',
    'A section whose header or `user=` holds such a variable: a deploy script fills it in.',
  ],
  logs: ["INFO spawnerr: can't find command 'cd'", "Error: '$PORT' is not a valid port number."],
  evidence: [
    { text: 'Supervisor issue 1471', url: 'https://github.com/Supervisor/supervisor/issues/1471' },
    {
      text: 'Supervisor documentation, [program:x] section values',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    {
      text: "Run with supervisor 4.2.5: FATAL can't find command 'cd', 'source', 'FOO=bar', '~/venv/bin/gunicorn'; > f 2>&1 reach gunicorn as arguments",
    },
  ],
  fix: 'Puts the command into sh -c, or writes %(ENV_NAME)s for a variable.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=cd /srv/shop && venv/bin/gunicorn shop:app
                ^^ error: 'cd' means something to a shell only, and supervisord runs none: 'web' fails with "can't find command 'cd'". Use directory=, or put the command into sh -c.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/bin/sh -c 'cd /srv/shop && exec venv/bin/gunicorn shop:app'
      `,
    },
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:$PORT shop:app
                                               ^^^^^^^^^^^^^^^ error: No shell expands $PORT here: 'web' gets the text '127.0.0.1:$PORT'. Write %(ENV_PORT)s if supervisord itself has the variable, or put the command into sh -c.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:%(ENV_PORT)s shop:app
      `,
    },
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app > /var/log/shop.log 2>&1
                                                     ^ warning: supervisord runs no shell, so '>' and what follows are arguments of 'web', not an operator. Use stdout_logfile= for a log, or put the command into sh -c '…'.
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/bash -c 'cd /srv/shop && exec gunicorn -b :$PORT shop:app > /dev/null'
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/python -m shop.clean '^tmp$' 'pa$$word'
      `,
    },
    {
      good: `
        [supervisord]
        [program:$SERVICE]
        command=/srv/shop/venv/bin/celery -A shop worker --pidfile /run/shop/$SERVICE.pid
        user=$OWNER
      `,
    },
  ],
  check,
});

type Words = SplitCommand['words'];

const builtins = /^(?:cd|source|\.|export|ulimit|umask|set|eval|alias)$/;
const shells = /^(?:ba|da|a|z|k)?sh$/;
const operators = /^(?:&&|\|\||\||;|&|\d?>>?|\d>&\d|<|>\/\S+)$/;

function* check({ supervisor }: Deployment): Iterable<Draft> {
  for (const program of supervisor.flatMap(({ programs }) => programs)) {
    const command = ifKnown(program.instances[0]?.command);
    const words = command ? splitCommand(command).words : [];
    const first = words[0];
    if (!command || !first?.place || shells.test(baseName(first.text))) continue;
    if (words.some((word) => shells.test(baseName(word.text)))) continue;
    yield* look(program, command.text, words, first.place);
  }
}

/** True where `$NAME` stands in the header or in `user=`: supervisord takes none there, so a deploy script fills it in. */
const isFilledIn = ({ section }: SupervisorProgram): boolean =>
  [section.name, section.options.get('user')?.raw.text ?? ''].some((text) => /\$\{?[A-Za-z_]/.test(text));

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function* look(program: SupervisorProgram, command: string, words: Words, first: Place): Iterable<Draft> {
  const text = words[0]?.text ?? '';
  if (builtins.test(text) || /^[A-Za-z_]\w*=/.test(text) || /^~/.test(text)) {
    yield {
      place: first,
      message: `'${text}' means something to a shell only, and supervisord runs none: '${program.name}' fails with "can't find command '${text}'". ${advice(text)}`,
      fixes: wrap(program, command),
    };
    return;
  }
  for (const { text: word, place, mapped } of isFilledIn(program) ? [] : words.slice(1)) {
    if (unknownIn(mapped) !== undefined) continue;
    const name = /^[^']*?\$(?:\{([A-Z_]\w*)\}|([A-Z_][A-Z0-9_]*))(?![$\w])/.exec(word);
    const variable = name?.[1] ?? name?.[2];
    if (variable && place) yield asText(program, word, variable, place);
  }
  const operator = words.slice(1).find((word) => operators.test(word.text));
  if (operator?.place) {
    yield {
      place: operator.place,
      severity: 'warning',
      message: `supervisord runs no shell, so '${operator.text}' and what follows are arguments of '${program.name}', not an operator. Use stdout_logfile= for a log, or put the command into sh -c '…'.`,
    };
  }
}

function advice(text: string): string {
  if (text === 'cd') return 'Use directory=, or put the command into sh -c.';
  if (text === 'source' || text === '.')
    return "Name the program in the virtualenv's bin folder, or put the command into sh -c.";
  if (text.includes('=')) return 'Set it with environment=, or put env before it.';
  return 'Write the absolute path, or put the command into sh -c.';
}

function asText({ name }: SupervisorProgram, word: string, variable: string, place: Place): Draft {
  const expanded = word.replace(/\$\{?[A-Z_]\w*\}?/, `%(ENV_${variable})s`);
  return {
    place,
    message: `No shell expands $${variable} here: '${name}' gets the text '${word}'. Write %(ENV_${variable})s if supervisord itself has the variable, or put the command into sh -c.`,
    fixes: [{ title: `Write %(ENV_${variable})s`, safe: false, edits: [replace(place, expanded)] }],
  };
}

/** The whole command as a script of sh, its last part started with exec; only for `cd` and `source` chains. */
function wrap({ section }: SupervisorProgram, command: string): readonly Fix[] {
  const place = section.options.get('command')?.valuePlace;
  const cut = command.lastIndexOf('&&');
  if (!place || cut < 0 || /['%\n]/.test(command) || !/^(?:cd|source|\.)\s/.test(command)) return [];
  const script = `${command.slice(0, cut)}&& exec ${command
    .slice(cut + 2)
    .trim()
    .replace(/^exec\s+/, '')}`;
  return [{ title: 'Put it into sh -c', safe: false, edits: [replace(place, `/bin/sh -c '${script}'`)] }];
}
