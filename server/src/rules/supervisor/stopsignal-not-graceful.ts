import type { Edit } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { AppServer } from '../../model/server/types.ts';
import type { SupervisorOption } from '../../model/supervisor/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { removeOption } from '../edit/supervisor.ts';
import { runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'supervisor/stopsignal-not-graceful',
  title: 'A stop signal that cuts requests',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor'],
  what: '`stopsignal` of a gunicorn program is QUIT, INT or KILL, or that of any application server is KILL.',
  why: 'For gunicorn these mean: stop at once, and KILL leaves no server time for anything, its workers included. Requests in progress are cut and clients get an error at every restart. TERM, the default, lets them finish.',
  silent: [
    'Other signals than KILL for other programs: QUIT is the graceful signal of nginx, uWSGI and php-fpm, and uvicorn takes INT as gracefully as TERM.',
  ],
  logs: [],
  evidence: [
    {
      text: 'gunicorn documentation, Signal handling',
      url: 'https://docs.gunicorn.org/en/stable/signals.html',
    },
    { text: 'Run with gunicorn 20.1: a request of 3 s is cut with stopsignal=QUIT and answered with TERM' },
  ],
  fix: 'Removes the line, so that TERM is sent.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        stopsignal=QUIT
                   ^^^^ warning: stopsignal=QUIT makes gunicorn ('web') stop at once and cut the requests in progress. Remove the line: TERM, the default, lets them finish.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
      `,
    },
    {
      bad: `
        [supervisord]
        [program:chat]
        command=/srv/shop/venv/bin/daphne -p 8001 chat:app
        stopsignal=KILL
                   ^^^^ warning: stopsignal=KILL ends daphne ('chat') without a word: requests in progress are cut. Remove the line: TERM, the default, lets them finish.
      `,
      fixed: `
        [supervisord]
        [program:chat]
        command=/srv/shop/venv/bin/daphne -p 8001 chat:app
      `,
    },
    {
      good: `
        [supervisord]
        [program:nginx]
        command=/usr/sbin/nginx -g "daemon off;"
        stopsignal=QUIT
        [program:api]
        command=/srv/shop/venv/bin/uvicorn api:app
        stopsignal=INT
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { program, config, server } of runningPrograms(deployment)) {
    const option = config.section.options.get('stopsignal');
    const signal = option?.raw.text.trim().toUpperCase().replace(/^SIG/, '');
    const cutting = server.kind === 'gunicorn' ? /^(?:QUIT|INT|KILL)$/ : /^KILL$/;
    if (!option || !cutting.test(signal ?? '')) continue;
    yield draftOf(server.kind, program.name, option, removeOption(deployment, option));
  }
}

function draftOf(
  kind: AppServer['kind'],
  name: string,
  { raw, valuePlace }: SupervisorOption,
  removal: Edit | undefined,
): Draft {
  const signal = raw.text.trim().toUpperCase().replace(/^SIG/, '');
  const does =
    kind === 'gunicorn'
      ? `makes gunicorn ('${name}') stop at once and cut the requests in progress`
      : `ends ${kind} ('${name}') without a word: requests in progress are cut`;
  const instead =
    kind === 'uwsgi' ? 'Set stopsignal=INT.' : 'Remove the line: TERM, the default, lets them finish.';
  return {
    place: valuePlace,
    message: `stopsignal=${signal} ${does}. ${instead}`,
    fixes: removal && kind !== 'uwsgi' ? [{ title: 'Remove stopsignal', safe: true, edits: [removal] }] : [],
  };
}
