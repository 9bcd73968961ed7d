import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import { type Draft, defineRule } from '../define.ts';
import { type SharedBind, separate, sharedBinds } from '../shared/shared-bind.ts';

export default defineRule({
  id: 'supervisor/instances-share-unix-socket',
  title: 'Several instances of one program bind one unix socket: the last one steals it',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn'],
  what: '`numprocs` is above 1 and every instance binds the same socket file.',
  why: 'gunicorn removes a socket file that exists and makes its own, so each instance takes the file from the one before. All are RUNNING and no log says a word, but only the last gets requests. When any of them stops it deletes the file, and the site is down while the others still run.',
  silent: ['The path holds `%(process_num)`, or a variable that cannot be told.'],
  logs: [
    'connect() to unix:/run/shop/web.sock failed (2: No such file or directory) while connecting to upstream',
  ],
  evidence: [
    {
      text: 'gunicorn source, sock.py: an existing socket file is removed before the bind',
      url: 'https://github.com/benoitc/gunicorn/blob/20.1.0/gunicorn/sock.py',
    },
    { text: 'gunicorn pull request 1887', url: 'https://github.com/benoitc/gunicorn/pull/1887' },
    { text: 'gunicorn issue 1298', url: 'https://github.com/benoitc/gunicorn/issues/1298' },
    { text: 'Run with supervisor 4.2.5: three instances RUNNING, 6 of 6 requests answered by one' },
  ],
  fix: 'Puts the number of the process into the path and lists every socket in the upstream.',
  examples: [
    {
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web.sock shop:app
                                               ^^^^^^^^^^^^^^^^^^^^^^^ error: All 3 instances of 'web' bind /run/shop/web.sock. Each removes the socket of the one before, so only the last gets requests, and the first that stops takes the file away. Put _%(process_num)02d into the path and list every socket in nginx.
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server unix:/run/shop/web.sock max_fails=3;
        }
      `,
      fixed: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web_%(process_num)02d.sock shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server unix:/run/shop/web_00.sock max_fails=3;
            server unix:/run/shop/web_01.sock max_fails=3;
            server unix:/run/shop/web_02.sock max_fails=3;
        }
      `,
    },
    {
      note: 'uvicorn does the same:',
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --uds /run/shop/web.sock shop:app
                                                 ^^^^^^^^^^^^^^^^^^ error: All 3 instances of 'web' bind /run/shop/web.sock. Each removes the socket of the one before, so only the last gets requests, and the first that stops takes the file away. Put _%(process_num)02d into the path and list every socket in nginx.
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web_%(process_num)02d.sock shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const shared of sharedBinds(deployment, 'unix')) yield draft(deployment, shared);
}

function draft(deployment: Deployment, shared: SharedBind): Draft {
  const { program, bind, address } = shared;
  const count = program.instances.length;
  const path = address.kind === 'unix' ? address.path : bind.text;
  const numprocs = program.config?.section.options.get('numprocs')?.valuePlace ?? program.place;
  return {
    place: bind.place ?? numprocs,
    message: `All ${count} instances of '${program.name}' bind ${path}. Each removes the socket of the one before, so only the last gets requests, and the first that stops takes the file away. Put _%(process_num)02d into the path and list every socket in nginx.`,
    related: [{ place: numprocs, message: `'${program.name}' starts ${count} instances here` }],
    fixes: ownSockets(deployment, shared, path),
  };
}

function ownSockets(deployment: Deployment, shared: SharedBind, path: string): readonly Fix[] {
  const { program, bind } = shared;
  const numbered = (number: string): string =>
    /\.\w+$/.test(path) ? path.replace(/(\.\w+)$/, `_${number}$1`) : `${path}_${number}`;
  const isWritten = program.config?.section.options.get('command')?.raw.text.includes(`unix:${path}`);
  const prefix = isWritten || /^unix:/.test(bind.text) ? (bindIsFlag(shared) ? '' : 'unix:') : '';
  const paths = program.instances.map(
    ({ process }) => `unix:${numbered(String(process?.processNum ?? 0).padStart(2, '0'))}`,
  );
  return separate(deployment, shared, prefix + numbered('%(process_num)02d'), paths);
}

/** uvicorn and daphne take the bare path (`--uds PATH`); gunicorn and hypercorn take `unix:PATH`. */
const bindIsFlag = ({ program }: SharedBind): boolean =>
  !/^(?:gunicorn|hypercorn)$/.test(program.instances[0]?.server?.kind ?? '');
