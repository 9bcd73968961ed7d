import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { bindsOf } from '../shared/programs.ts';

export default defineRule({
  id: 'gunicorn/socket-too-long',
  title: 'A socket path that is longer than the kernel takes',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['gunicorn', 'supervisor'],
  what: 'A unix socket path has more than 107 bytes.',
  why: 'The address structure of a unix socket holds 108 bytes with its end. The bind fails, and nginx refuses the path too.',
  silent: ['The path holds an expansion that is unknown.'],
  logs: ['OSError: AF_UNIX path too long'],
  evidence: [{ text: 'unix(7): sun_path', url: 'https://man7.org/linux/man-pages/man7/unix.7.html' }],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/srv/a-very-long-folder-name/of-a-customer/with-a-long-project-name/and-a-release-20261124/run/sockets/web.sock shop:app
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: The socket path of 'web' has 111 bytes, and the kernel takes 107: the bind fails. Choose a shorter folder, such as /run/web/.
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:%(ENV_RUN)s/web.sock shop:app
      `,
    },
  ],
  check,
});

/** sun_path holds 108 bytes, the last one zero. */
const longest = 107;

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { name, instances } of deployment.programs) {
    const instance = instances.at(-1);
    for (const { address, place } of instance ? bindsOf(instance) : []) {
      const bytes = address?.kind === 'unix' ? byteLength(address.path) : 0;
      if (bytes <= longest || !place) continue;
      yield {
        place,
        message: `The socket path of '${name}' has ${bytes} bytes, and the kernel takes ${longest}: the bind fails. Choose a shorter folder, such as /run/${name}/.`,
      };
    }
  }
}

/** Bytes in UTF-8. */
const byteLength = (text: string): number => {
  let bytes = 0;
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
};
