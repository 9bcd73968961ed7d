import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { bindsIn, changeTo, gunicornUses, numberIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'xfile/unix-backlog-502',
  title: 'A short queue on a unix socket answers 502 at once',
  severity: 'information',
  confidence: 'high',
  level: 'vertical',
  reads: ['supervisor', 'gunicorn'],
  what: 'A program binds a unix socket and `backlog` is written: below 64 it is a warning, below 512 information.',
  why: 'When the queue of a unix socket is full, connecting fails at once, and nginx answers 502. TCP would wait.',
  silent: ['The default of 2048.', 'TCP.'],
  logs: [
    'connect() to unix:/run/shop/web.sock failed (11: Resource temporarily unavailable) while connecting to upstream',
  ],
  evidence: [
    { text: 'gunicorn issue 2433', url: 'https://github.com/benoitc/gunicorn/issues/2433' },
    { text: 'Run with backlog 5, 40 clients: 33 × 502 at once; TCP 40 × 200' },
  ],
  fix: 'Sets 2048.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web.sock --backlog 10 shop:app
                                                                                 ^^ warning: A burst of more than backlog=10 waiting requests on unix:/run/shop/web.sock is answered with 502 at once: a unix socket does not wait. Set 2048, the default.
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web.sock --backlog 2048 shop:app
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web.sock shop:app
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --backlog 10 shop:app
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const backlog = numberIn(use, 'backlog');
    const at = writtenAt(use, 'backlog');
    const socket = bindsIn(use).find(({ address }) => address?.kind === 'unix');
    if (backlog === undefined || !at || !socket || backlog >= 512) continue;
    yield {
      place: at,
      ...(backlog < 64 ? { severity: 'warning' as const } : {}),
      message: `A burst of more than backlog=${backlog} waiting requests on ${socket.text} is answered with 502 at once: a unix socket does not wait. Set 2048, the default.`,
      fixes: fixWith('Set backlog to 2048', false, changeTo(use, 'backlog', '2048')),
    };
  }
}
