import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { classIn, gunicornUses, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/gevent-db-driver',
  title: 'gevent with a database driver that blocks',
  severity: 'information',
  confidence: 'high',
  level: 'async',
  reads: ['gunicorn'],
  what: 'The worker class is gevent, the requirements name psycopg2 or mysqlclient and not psycogreen, and the file has no `post_fork` hook.',
  why: 'These drivers wait in C, where gevent cannot switch: one slow query stops all requests of the worker.',
  silent: ['psycogreen is required, or a hook patches the driver.', 'No requirements at hand.'],
  logs: [],
  evidence: [
    { text: 'ubuntu.com pull request 11211', url: 'https://github.com/canonical/ubuntu.com/pull/11211' },
    { text: 'gunicorn issue 996', url: 'https://github.com/benoitc/gunicorn/issues/996' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/gunicorn.conf.py --
        worker_class = 'gevent'
                       ^^^^^^^^ information: psycopg2-binary waits in C, where gevent cannot switch, so one slow query stops a whole worker. Add psycogreen in post_fork, or use gthread.
        -- /srv/shop/requirements.txt --
        gevent
        psycopg2-binary
      `,
    },
    {
      good: `
        -- /srv/shop/gunicorn.conf.py --
        worker_class = 'gevent'
        -- /srv/shop/requirements.txt --
        gevent
        psycopg2
        psycogreen
      `,
    },
    {
      good: `
        -- /srv/shop/gunicorn.conf.py --
        worker_class = 'gevent'
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const at = writtenAt(use, 'worker_class');
    const required = deployment.context.requirements.map(({ text }) => text).join('\n');
    const driver = /^\s*(psycopg2(?:-binary)?|mysqlclient)\b/im.exec(required)?.[1];
    if (
      !at ||
      classIn(use) !== 'gevent' ||
      !driver ||
      /psycogreen/i.test(required) ||
      use.file?.settings.has('post_fork')
    )
      continue;
    yield {
      place: at,
      message: `${driver} waits in C, where gevent cannot switch, so one slow query stops a whole worker. Add psycogreen in post_fork, or use gthread.`,
    };
  }
}
