import { type Address, addressKey, unixAddress } from '../../model/address.ts';
import type { Deployment } from '../../model/deployment.ts';
import { gunicornAddress } from '../../model/server/bind.ts';
import { systemdSockets } from '../../model/server/units.ts';
import { type Draft, defineRule } from '../define.ts';
import { bindsOf } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/systemd-socket-and-supervisor',
  title: 'systemd and supervisord own one address',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn'],
  what: 'A `.socket` unit of the deployment has `ListenStream=` with an address that a program of supervisord binds.',
  why: "Whoever comes second fails (TCP) or takes the file away (unix). With systemd's socket the program has to take it over as a descriptor.",
  silent: ['The unit is not of this deployment.'],
  logs: ["[ERROR] Connection in use: ('127.0.0.1', 8000)"],
  evidence: [
    {
      text: 'gunicorn documentation, systemd',
      url: 'https://docs.gunicorn.org/en/stable/deploy.html#systemd',
    },
    { text: 'gunicorn issue 1524', url: 'https://github.com/benoitc/gunicorn/issues/1524' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop.sock shop:app
                                               ^^^^^^^^^^^^^^^^^^^ error: 'web' binds unix:/run/shop.sock, and a systemd socket unit listens there too: only one can have it. Remove the unit, or start the program by systemd.
        -- /srv/shop/shop.socket --
        [Socket]
        ListenStream=/run/shop.sock
        [Install]
        WantedBy=sockets.target
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop.sock shop:app
        -- /srv/shop/other.socket --
        [Socket]
        ListenStream=/run/other.sock
        [Install]
        WantedBy=sockets.target
      `,
    },
  ],
  check,
});

function* check({ programs, context }: Deployment): Iterable<Draft> {
  const sockets = context.systemdUnits
    .filter(({ uri, text }) => uri.endsWith('.socket') && /^\s*\[Install\]/m.test(text))
    .flatMap(systemdSockets);
  for (const program of programs.filter(({ manager }) => manager === 'supervisor')) {
    for (const { address, place, text } of program.instances.flatMap(bindsOf)) {
      const socket = sockets.find((one) => address && keyOf(one.text) === addressKey(address));
      if (!socket || !place) continue;
      yield {
        place,
        message: `'${program.name}' binds ${text}, and a systemd socket unit listens there too: only one can have it. Remove the unit, or start the program by systemd.`,
        related: [{ place: socket.place, message: 'The socket unit' }],
      };
    }
  }
}

const keyOf = (text: string): string => {
  const address: Address | undefined = text.startsWith('/')
    ? unixAddress(text)
    : gunicornAddress(/^\d+$/.test(text) ? `0.0.0.0:${text}` : text);
  return address ? addressKey(address) : '';
};
