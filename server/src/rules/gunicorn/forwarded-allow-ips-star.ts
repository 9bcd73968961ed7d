import { isLocal } from '../../model/address.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { bindsIn, changeTo, gunicornUses, valueIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/forwarded-allow-ips-star',
  title: 'Every client may say who it is',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['gunicorn', 'supervisor'],
  what: '`forwarded_allow_ips` is `*` and gunicorn binds a TCP address that is not loopback.',
  why: 'Whoever reaches the port can send X-Forwarded-For and X-Forwarded-Proto, so addresses in logs and rate limits are forged and plain HTTP counts as secure.',
  silent: [
    'A unix socket or loopback, which only the proxy reaches.',
    'A deployment in containers, where the port is not published as a rule.',
  ],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Deploy', url: 'https://docs.gunicorn.org/en/stable/deploy.html' },
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
  ],
  fix: 'Trusts 127.0.0.1 only.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 0.0.0.0:8000 --forwarded-allow-ips * shop:app
                                                                                  ^ warning: 'web' believes every client's X-Forwarded headers on 0.0.0.0:8000. Name the addresses of the proxies instead of *.
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 0.0.0.0:8000 --forwarded-allow-ips 127.0.0.1 shop:app
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web.sock --forwarded-allow-ips * shop:app
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 0.0.0.0:8000 --forwarded-allow-ips * shop:app
        -- /srv/shop/Dockerfile --
        FROM python:3.12
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const at = writtenAt(use, 'forwarded_allow_ips');
    const inContainer = deployment.context.dockerfiles.length + deployment.context.composeFiles.length > 0;
    if (!at || inContainer || !String(valueIn(use, 'forwarded_allow_ips')).includes('*')) continue;
    const open = bindsIn(use).find(
      ({ address }) => address?.kind === 'tcp' && (address.host === '*' || !isLocal(address.host)),
    );
    if (!open) continue;
    yield {
      place: at,
      message: `${use.label} believes every client's X-Forwarded headers on ${open.text}. Name the addresses of the proxies instead of *.`,
      fixes: fixWith(
        'Trust 127.0.0.1 only',
        false,
        changeTo(use, 'forwarded_allow_ips', "'127.0.0.1'", '127.0.0.1'),
      ),
    };
  }
}
