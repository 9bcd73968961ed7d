import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { setOption } from '../edit/supervisor.ts';
import { isExplicit, numberOf, type Running, runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'supervisor/stopwaitsecs-below-graceful-timeout',
  title: 'stopwaitsecs is shorter than the time the server takes to stop',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor', 'gunicorn'],
  what: "`stopwaitsecs` (default 10 s) is shorter than gunicorn's `graceful_timeout` (default 30 s) or uvicorn's `--timeout-graceful-shutdown`, and the files set one of the two, or a `timeout` that is longer.",
  why: 'supervisord kills the master before its workers have finished. The orphaned worker keeps the port until its request ends, so the new master cannot bind: the restart that should take a moment takes the site down.',
  silent: [
    'Both are defaults (10 s and 30 s): harmless while requests end within ten seconds.',
    'uvicorn without `--timeout-graceful-shutdown`.',
  ],
  logs: ["WARN killing 'web' (4711) with SIGKILL", "[ERROR] Connection in use: ('127.0.0.1', 8000)"],
  evidence: [
    { text: 'frappe/bench pull request 1493', url: 'https://github.com/frappe/bench/pull/1493' },
    { text: 'gunicorn pull request 1106', url: 'https://github.com/benoitc/gunicorn/pull/1106' },
    { text: 'gunicorn issue 1386', url: 'https://github.com/benoitc/gunicorn/issues/1386' },
    {
      text: 'Run with supervisor 4.2.5: with gunicorn 20.1 and a request of 15 s the site answers again 15 s after the restart',
    },
  ],
  fix: 'Sets stopwaitsecs five seconds above it.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --graceful-timeout 30 shop:app
        stopwaitsecs=3
                     ^ warning: supervisord kills 'web' after stopwaitsecs=3, but its workers may take 30 s (graceful_timeout) to finish. What is killed in between keeps the port and the restart fails. Set stopwaitsecs=35.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --graceful-timeout 30 shop:app
        stopwaitsecs=35
      `,
    },
    {
      note: 'A long timeout says that requests may be long:',
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --timeout 120 shop:app
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: supervisord kills 'web' after stopwaitsecs=10, its default, but its workers may take 30 s (graceful_timeout) to finish. What is killed in between keeps the port and the restart fails. Set stopwaitsecs=35.
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn shop:app
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --graceful-timeout 30 shop:app
        stopwaitsecs=35
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const running of runningPrograms(deployment)) {
    const { server, process, config } = running;
    const stop = ifKnown(process.stopwaitsecs);
    const graceful = numberOf(server, 'graceful_timeout');
    if (stop === undefined || graceful === undefined || stop >= graceful) continue;
    const timeout = numberOf(server, 'timeout') ?? 0;
    const isSaid =
      config.section.options.has('stopwaitsecs') ||
      isExplicit(server, 'graceful_timeout') ||
      (isExplicit(server, 'timeout') && timeout > stop);
    if (isSaid) yield draft(deployment, running, stop, graceful);
  }
}

function draft(
  deployment: Deployment,
  { config, server, program }: Running,
  stop: number,
  graceful: number,
): Draft {
  const option = config.section.options.get('stopwaitsecs');
  const setting = server.settings.get('graceful_timeout')?.places[0];
  const edit = setOption(deployment, config.section, 'stopwaitsecs', String(graceful + 5));
  const from = option ? '' : ', its default';
  const name = server.kind === 'gunicorn' ? 'graceful_timeout' : 'the graceful shutdown timeout';
  return {
    place: option?.valuePlace ?? config.section.options.get('command')?.valuePlace ?? program.place,
    message: `supervisord kills '${program.name}' after stopwaitsecs=${stop}${from}, but its workers may take ${graceful} s (${name}) to finish. What is killed in between keeps the port and the restart fails. Set stopwaitsecs=${graceful + 5}.`,
    related: setting ? [{ place: setting, message: `${name} is set here` }] : [],
    fixes: edit ? [{ title: `Set stopwaitsecs=${graceful + 5}`, safe: true, edits: [edit] }] : [],
  };
}
