import { isLocal } from '../../model/address.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { bindsIn, gunicornUses, numberIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/request-limits-disabled',
  title: 'No limit on the size of a request line or header',
  severity: 'information',
  confidence: 'high',
  level: null,
  reads: ['gunicorn', 'supervisor'],
  what: '`limit_request_line` or `limit_request_field_size` is 0 and gunicorn binds a TCP address that is not loopback.',
  why: 'A client can then send headers without end and fill the memory of a worker.',
  silent: ['Behind a unix socket or loopback nginx has limits of its own.'],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 0.0.0.0:8000 --limit-request-line 0 shop:app
                                                                                 ^ information: limit_request_line=0 lets a client of 0.0.0.0:8000 send without limit. Set a limit, 8190 at most, or bind loopback behind nginx.
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --limit-request-line 0 shop:app
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    for (const name of ['limit_request_line', 'limit_request_field_size']) {
      const at = writtenAt(use, name);
      const open = bindsIn(use).find(
        ({ address }) => address?.kind === 'tcp' && (address.host === '*' || !isLocal(address.host)),
      );
      if (at && open && numberIn(use, name) === 0)
        yield {
          place: at,
          message: `${name}=0 lets a client of ${open.text} send without limit. Set a limit, 8190 at most, or bind loopback behind nginx.`,
        };
    }
  }
}
