import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { setOption } from '../edit/supervisor.ts';
import { firstInEachFile, type Running, runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'supervisor/startsecs-hides-bind-failure',
  title: 'A start that fails after five seconds counts as a success',
  severity: 'hint',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor'],
  what: '`startsecs` of a gunicorn program is below 6 (its default is 1): a hint for each file. `startsecs=0` is a warning.',
  why: 'gunicorn tries a busy address for five seconds before it gives up. With a shorter `startsecs` supervisord has called the start a success by then, so the program loops for ever and never becomes FATAL.',
  silent: ['`startsecs` of 6 and more.'],
  logs: ['INFO success: web entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)'],
  evidence: [
    {
      text: 'Supervisor documentation, [program:x] section values',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    { text: 'gunicorn issue 1386', url: 'https://github.com/benoitc/gunicorn/issues/1386' },
    { text: 'Run with supervisor 4.2.5: startsecs=1: RUNNING and EXITED in turn, never FATAL' },
  ],
  fix: 'Sets startsecs=10.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        ^^^^^^^ hint: gunicorn tries a busy address for 5 s, but 'web' counts as started after startsecs=1, the default: such a failure loops and is never FATAL. Set startsecs=10.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        startsecs=10
      `,
    },
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        startsecs=0
                  ^ warning: startsecs=0 calls every start of 'web' a success, so a crash loop is never FATAL. Set startsecs=10.
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        startsecs=10
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const short = runningPrograms(deployment).filter(
    ({ server, process }) => server.kind === 'gunicorn' && (ifKnown(process.startsecs) ?? 6) < 6,
  );
  const zero = short.filter(({ process }) => ifKnown(process.startsecs) === 0);
  for (const running of [...zero, ...firstInEachFile(short.filter((one) => !zero.includes(one)))])
    yield draft(deployment, running);
}

function draft(deployment: Deployment, { config, program, process }: Running): Draft {
  const seconds = ifKnown(process.startsecs) ?? 1;
  const option = config.section.options.get('startsecs');
  const edit = setOption(deployment, config.section, 'startsecs', '10');
  const message =
    seconds === 0
      ? `startsecs=0 calls every start of '${program.name}' a success, so a crash loop is never FATAL. Set startsecs=10.`
      : `gunicorn tries a busy address for 5 s, but '${program.name}' counts as started after startsecs=${seconds}${option ? '' : ', the default'}: such a failure loops and is never FATAL. Set startsecs=10.`;
  return {
    place: option?.valuePlace ?? config.section.options.get('command')?.namePlace ?? program.place,
    message,
    ...(seconds === 0 ? { severity: 'warning' as const } : {}),
    fixes: edit ? [{ title: 'Set startsecs=10', safe: true, edits: [edit] }] : [],
  };
}
