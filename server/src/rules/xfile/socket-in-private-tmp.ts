import { ifKnown } from '../../base/known.ts';
import type { Place } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { fileIn } from '../edit/lines.ts';
import { callsOf } from '../shared/calls.ts';

export default defineRule({
  id: 'xfile/socket-in-private-tmp',
  title: 'A socket in /tmp',
  severity: 'information',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'A program binds a socket below `/tmp` or `/var/tmp`, and nginx calls it; a warning when a unit at hand has `PrivateTmp=true`.',
  why: 'With PrivateTmp each service has a /tmp of its own, so nginx does not see the file. Distributions set it for nginx.',
  silent: ['Sockets below /run.', 'nginx is a program of the same supervisord, so both see one /tmp.'],
  logs: [
    'connect() to unix:/tmp/shop.sock failed (2: No such file or directory) while connecting to upstream',
  ],
  evidence: [
    { text: 'systemd pull request 8757', url: 'https://github.com/systemd/systemd/pull/8757' },
    { text: 'uwsgi-docs pull request 511', url: 'https://github.com/unbit/uwsgi-docs/pull/511' },
  ],
  fix: 'Moves the socket to /run, in the command and in nginx.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/tmp/shop.sock shop:app
                                               ^^^^^^^^^^^^^^^^^^^ information: /tmp/shop.sock of 'web' lies in /tmp, and a service with PrivateTmp, as nginx often is, does not see it there. Move it to /run/web/.
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server unix:/tmp/shop.sock;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/web/shop.sock shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server unix:/run/web/shop.sock;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop.sock shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server unix:/run/shop.sock;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/tmp/shop.sock shop:app
        [program:nginx]
        command=/usr/sbin/nginx -g "daemon off;"
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server unix:/tmp/shop.sock;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const isPrivate = deployment.context.systemdUnits.some(({ text }) =>
    /^\s*PrivateTmp\s*=\s*(?:true|yes|1|on)\b/im.test(text),
  );
  if (!isPrivate && startsNginx(deployment)) return;
  const seen = new Set<string>();
  for (const { address, boundBy } of callsOf(deployment)) {
    const reach = boundBy[0];
    const at = reach?.bind.place;
    if (
      !reach ||
      !at ||
      address.kind !== 'unix' ||
      !/^\/(?:var\/)?tmp\//.test(address.path) ||
      seen.has(reach.program.name)
    )
      continue;
    seen.add(reach.program.name);
    yield {
      place: at,
      ...(isPrivate ? { severity: 'warning' as const } : {}),
      message: `${address.path} of '${reach.program.name}' lies in ${address.path.startsWith('/var/') ? '/var/tmp' : '/tmp'}, and a service with PrivateTmp, as nginx often is, does not see it there. Move it to /run/${reach.program.name}/.`,
      fixes: move(deployment, address.path, `/run/${reach.program.name}`, at),
    };
  }
}

/** True when supervisord starts nginx as well, so that both see one /tmp. */
const startsNginx = ({ programs }: Deployment): boolean =>
  programs.some(
    ({ manager, instances }) =>
      manager === 'supervisor' &&
      instances.some(({ launch }) => /(?:^|[\s/])nginx(?:\s|$)/.test(ifKnown(launch.command)?.text ?? '')),
  );

/** Writes another folder wherever the path of a socket stands; none where one of the places does not hold it. */
function move(deployment: Deployment, path: string, folder: string, bind: Place): readonly Fix[] {
  const calls = callsOf(deployment).filter(({ address }) => address.kind === 'unix' && address.path === path);
  const moved = `${folder}${path.slice(path.lastIndexOf('/'))}`;
  const edits = [bind, ...calls.map(({ place }) => place)].map((place) => {
    const text = fileIn(deployment, place.uri)?.text ?? '';
    const at = text.indexOf(path, place.span.start);
    return at >= 0 && at + path.length <= place.span.end
      ? { uri: place.uri, span: { start: at, end: at + path.length }, newText: moved }
      : undefined;
  });
  return fixWith(`Move it to ${moved}`, false, ...edits);
}
