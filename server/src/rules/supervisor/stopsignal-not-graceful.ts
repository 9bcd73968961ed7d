import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { removeOption } from '../edit/supervisor.ts';
import { runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'supervisor/stopsignal-not-graceful',
  title: "A stop signal that cuts gunicorn's requests",
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor'],
  what: '`stopsignal` of a gunicorn program is QUIT, INT or KILL.',
  why: 'For gunicorn these mean: stop at once. Requests in progress are cut and clients get an error at every restart. TERM, the default, lets them finish.',
  silent: [
    'Programs other than gunicorn: QUIT is the graceful signal of nginx, uWSGI and php-fpm, and uvicorn takes INT as gracefully as TERM.',
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
    if (!option || server.kind !== 'gunicorn' || !/^(?:QUIT|INT|KILL)$/.test(signal ?? '')) continue;
    const edit = removeOption(deployment, option);
    yield {
      place: option.valuePlace,
      message: `stopsignal=${signal} makes gunicorn ('${program.name}') stop at once and cut the requests in progress. Remove the line: TERM, the default, lets them finish.`,
      fixes: edit ? [{ title: 'Remove stopsignal', safe: true, edits: [edit] }] : [],
    };
  }
}
