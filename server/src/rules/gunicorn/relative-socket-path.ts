import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { bindsIn, gunicornUses } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/relative-socket-path',
  title: 'A socket path that depends on where gunicorn starts',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['gunicorn', 'supervisor'],
  what: 'A bind is `unix:` with a path that does not begin with a slash.',
  why: 'The socket lies below `chdir`, else below the folder supervisord or systemd starts the program in. nginx needs an absolute path, so the two match only by luck.',
  silent: ['Absolute paths.'],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'Run with gunicorn 20.1 --chdir X -b unix:rel.sock makes X/rel.sock' },
  ],
  fix: 'Makes it absolute with directory=.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -b unix:shop.sock shop:app
                                               ^^^^^^^^^^^^^^ warning: unix:shop.sock is relative: the socket lies wherever 'web' starts, and nginx needs the absolute path. Write unix:/srv/shop/shop.sock.
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -b unix:/srv/shop/shop.sock shop:app
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop.sock shop:app
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    for (const { text, place } of bindsIn(use)) {
      const path = /^unix:(?:\/\/)?([^/].*)$/.exec(text)?.[1];
      if (!path || !place || /[%{$]/.test(path)) continue;
      const folder = ifKnown(use.running?.process.directory);
      const whole = folder?.startsWith('/') ? `unix:${folder.replace(/\/$/, '')}/${path}` : undefined;
      const isBare = place.span.end - place.span.start === text.length;
      yield {
        place,
        message: `unix:${path} is relative: the socket lies wherever ${use.label} starts, and nginx needs the absolute path. ${whole ? `Write ${whole}.` : 'Write the whole path.'}`,
        fixes:
          whole && isBare ? [{ title: `Write ${whole}`, safe: false, edits: [replace(place, whole)] }] : [],
      };
    }
  }
}
