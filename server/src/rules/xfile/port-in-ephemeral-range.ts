import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { bindsOf } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/port-in-ephemeral-range',
  title: 'A port that outgoing connections use too',
  severity: 'hint',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn'],
  what: 'A program binds a port between 32768 and 60999.',
  why: 'Linux takes the ports of outgoing connections from this range. Now and then one is in use when the program starts, and the bind fails.',
  silent: ['Ports below 32768.'],
  logs: ["[ERROR] Connection in use: ('127.0.0.1', 40000)"],
  evidence: [{ text: 'ip(7), ip_local_port_range', url: 'https://man7.org/linux/man-pages/man7/ip.7.html' }],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:40000 shop:app
                                               ^^^^^^^^^^^^^^^ hint: 'web' binds port 40000, and Linux also uses 32768 to 60999 for outgoing connections: the bind fails when one has it. Choose a port below 32768.
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
  ],
  check,
});

function* check({ programs }: Deployment): Iterable<Draft> {
  for (const { name, instances } of programs) {
    const first = instances[0];
    for (const { address, place } of first ? bindsOf(first) : []) {
      if (address?.kind !== 'tcp' || !place || address.port < 32_768 || address.port > 60_999) continue;
      yield {
        place,
        message: `'${name}' binds port ${address.port}, and Linux also uses 32768 to 60999 for outgoing connections: the bind fails when one has it. Choose a port below 32768.`,
      };
    }
  }
}
