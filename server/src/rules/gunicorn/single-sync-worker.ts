import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { appendWords } from '../edit/command.ts';
import { fixWith } from '../edit/fix.ts';
import { reachedInstances } from '../reach.ts';
import { boundOf, gunicornUses, numberIn } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/single-sync-worker',
  title: 'One worker that answers one request at a time',
  severity: 'information',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'A program runs one sync worker with one thread, has one instance, and nginx reaches it alone.',
  why: 'One slow request makes everybody wait, and a crash of the worker is an outage until it is back.',
  silent: [
    'Several instances, each with one worker.',
    'A requirement on Socket.IO, which needs all requests of a client in one process.',
    'Nothing says how it is started: the file alone may be one of several.',
  ],
  logs: [],
  evidence: [
    {
      text: 'gunicorn documentation, Design: how many workers',
      url: 'https://docs.gunicorn.org/en/stable/design.html#how-many-workers',
    },
    { text: 'ubuntu.com pull request 11212', url: 'https://github.com/canonical/ubuntu.com/pull/11212' },
    { text: 'Run with 2 sync workers: 8 requests of one second in 4.0 s; with 2 × 4 threads in 1.0 s' },
  ],
  fix: 'Adds three workers.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: 'web' answers one request at a time: one sync worker with one thread, alone behind nginx. Add workers (--workers 3) or threads, so that one slow request does not stop the others.
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { proxy_pass http://127.0.0.1:8000; }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app --workers 3
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { proxy_pass http://127.0.0.1:8000; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/%(process_num)d.sock shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=3
      `,
    },
    {
      good: `
        workers = 1
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const { running, server } = use;
    if (!running || !server || use.instances > 1 || !reachedInstances(deployment).has(running.instance))
      continue;
    if (numberIn(use, 'workers') !== 1 || boundOf(use) !== 'one' || usesSocketIo(deployment)) continue;
    const last = server.words.at(-1)?.place;
    yield {
      place: running.config.section.options.get('command')?.valuePlace ?? running.program.place,
      message: `${use.label} answers one request at a time: one sync worker with one thread, alone behind nginx. Add workers (--workers 3) or threads, so that one slow request does not stop the others.`,
      fixes: use.file || !last ? [] : fixWith('Add --workers 3', false, appendWords(last, '--workers 3')),
    };
  }
}

const usesSocketIo = ({ context }: Deployment): boolean =>
  context.requirements.some(({ text }) => /socketio|socket\.io/i.test(text));
