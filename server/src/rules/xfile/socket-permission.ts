import { ifKnown } from '../../base/known.ts';
import type { Place } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { setSetting } from '../edit/gunicorn.ts';
import { type Call, callsOf } from '../shared/calls.ts';
import {
  changeTo,
  type GunicornUse,
  gunicornUses,
  numberIn,
  valueIn,
  writtenAt,
} from '../shared/gunicorn-use.ts';
import { mainValue } from '../shared/nginx.ts';

export default defineRule({
  id: 'xfile/socket-permission',
  title: "nginx's user may not open the socket",
  severity: 'warning',
  confidence: 'medium',
  level: 'horizontal',
  reads: ['nginx', 'gunicorn', 'supervisor'],
  what: "nginx calls a unix socket whose gunicorn has a `umask` that takes the right to write from everybody else, and nginx runs as another user than the program (and the socket's group is not that of nginx); or the socket lies below `/root`, which only root may enter (below `/home` an information, since that depends on the folder's mode).",
  why: 'Connecting to a unix socket takes the right to write to it and to pass every folder above it. Without them nginx answers 502 to everything.',
  silent: [
    "gunicorn's default umask of 0, with which everybody may connect.",
    'The socket belongs to the user or the group of nginx.',
    'The user of nginx or of the program is not known.',
    '`umask=` of supervisord, which gunicorn replaces while it binds.',
    'nginx that runs as root.',
    'A socket below /home in a deployment with a Dockerfile or compose file.',
  ],
  logs: ['connect() to unix:/run/shop/web.sock failed (13: Permission denied) while connecting to upstream'],
  evidence: [
    {
      text: 'Datadog, NGINX 502 Bad Gateway: Gunicorn',
      url: 'https://www.datadoghq.com/blog/nginx-502-bad-gateway-errors-gunicorn/',
    },
    {
      text: 'gunicorn documentation, umask',
      url: 'https://docs.gunicorn.org/en/stable/settings.html#umask',
    },
    {
      text: 'Run with gunicorn 20.1: umask 0177 gives the line above and a 502; the default gives srwxrwxrwx',
    },
  ],
  fix: "Sets umask to 0o007 and the group to nginx's.",
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        user=deploy
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /srv/shop/gunicorn.conf.py --
        bind = 'unix:/run/web.sock'
        umask = 0o177
                ^^^^^ warning: With umask 0o177 only deploy may open /run/web.sock of 'web', and nginx runs as www-data. Set umask to 0o007 and the group to www-data.
        -- /srv/shop/nginx/nginx.conf --
        user www-data;
        events { }
        http {
            server {
                listen 80;
                location / { proxy_pass http://unix:/run/web.sock; }
            }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        user=deploy
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /srv/shop/gunicorn.conf.py --
        bind = 'unix:/run/web.sock'
        umask = 0o007
        group = 'www-data'
        -- /srv/shop/nginx/nginx.conf --
        user www-data;
        events { }
        http {
            server {
                listen 80;
                location / { proxy_pass http://unix:/run/web.sock; }
            }
        }
      `,
    },
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/root/shop/web.sock shop:app
                                               ^^^^^^^^^^^^^^^^^^^^^^^^ warning: nginx cannot open /root/shop/web.sock of 'web': its user may not enter /root. Move it to a folder below /run that belongs to the program and to nginx's group.
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { proxy_pass http://unix:/root/shop/web.sock; }
        }
      `,
    },
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/home/ada/shop/web.sock shop:app
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: nginx opens /home/ada/shop/web.sock of 'web' only if its user may enter /home/ada, which current distributions close to others (0750 or 0700). Move it to a folder below /run that belongs to the program and to nginx's group.
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { proxy_pass http://unix:/home/ada/shop/web.sock; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        user=deploy
        umask=077
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/web.sock shop:app
        -- /srv/shop/nginx/nginx.conf --
        user www-data;
        events { }
        http {
            server {
                listen 80;
                location / { proxy_pass http://unix:/run/web.sock; }
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        user=deploy
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /srv/shop/gunicorn.conf.py --
        bind = 'unix:/run/web.sock'
        umask = 0o007
        group = 'www-data'
        -- /srv/shop/nginx/nginx.conf --
        user www-data;
        events { }
        http {
            server {
                listen 80;
                location / { proxy_pass http://unix:/run/web.sock; }
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        user=www-data
        command=/srv/shop/venv/bin/gunicorn --umask 63 -b unix:/run/web.sock shop:app
        -- /srv/shop/nginx/nginx.conf --
        user www-data;
        events { }
        http {
            server {
                listen 80;
                location / { proxy_pass http://unix:/run/web.sock; }
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        user=deploy
        command=/srv/shop/venv/bin/gunicorn --umask 63 -b unix:/run/web.sock shop:app
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { proxy_pass http://unix:/run/web.sock; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/root/shop/web.sock shop:app
        -- /srv/shop/nginx/nginx.conf --
        user root;
        events { }
        http {
            server {
                listen 80;
                location / { proxy_pass http://unix:/root/shop/web.sock; }
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/usr/bin/uwsgi --socket /home/shop/run/web.sock --module shop.wsgi
        -- /srv/shop/nginx.conf --
        events {}
        http {
            server {
                listen 80;
                location / { uwsgi_pass unix:/home/shop/run/web.sock; }
            }
        }
        -- /srv/shop/Dockerfile --
        FROM debian:12
        CMD ["supervisord", "-n"]
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const user = nginxUser(deployment);
  if (user?.name === 'root') return;
  const seen = new Set<string>();
  for (const call of callsOf(deployment)) {
    const draft = ofFolder(deployment, call) ?? (user && ofMask(deployment, call, user));
    const key = draft && `${draft.place.uri} ${draft.place.span.start}`;
    if (draft && key && !seen.has(key)) yield draft;
    if (key) seen.add(key);
  }
}

interface NginxUser {
  readonly name: string;
  readonly group: string;
  readonly place: Place;
}

/** The user and group of nginx's workers; undefined where no `user` directive is at hand. */
function nginxUser({ nginx }: Deployment): NginxUser | undefined {
  for (const config of nginx) {
    const word = mainValue(config, 'user');
    const group = config.root.directives.find(({ name }) => name === 'user')?.args[1]?.text;
    if (word) return { name: word.text, group: group ?? word.text, place: word.place };
  }
  return undefined;
}

/** A folder on the way that is closed to other users. */
function ofFolder({ context }: Deployment, { address, boundBy, place }: Call): Draft | undefined {
  const [reach] = boundBy;
  const at = reach?.bind.place;
  const home = address.kind === 'unix' ? /^\/(?:root|home\/[^/]+)(?=\/)/.exec(address.path)?.[0] : undefined;
  if (!at || !home || address.kind !== 'unix') return undefined;
  const related = [{ place, message: 'nginx calls it here' }];
  const advice = `Move it to a folder below /run that belongs to the program and to nginx's group.`;
  if (home === '/root') {
    return {
      place: at,
      message: `nginx cannot open ${address.path} of '${reach.program.name}': its user may not enter /root. ${advice}`,
      related,
    };
  }
  // The folders of an image are made by its build, mostly open to all.
  if (context.dockerfiles.length + context.composeFiles.length > 0) return undefined;
  return {
    place: at,
    severity: 'information',
    message: `nginx opens ${address.path} of '${reach.program.name}' only if its user may enter ${home}, which current distributions close to others (0750 or 0700). ${advice}`,
    related,
  };
}

/** A umask that takes the right to connect from nginx. */
function ofMask(
  deployment: Deployment,
  { address, boundBy, place }: Call,
  user: NginxUser,
): Draft | undefined {
  const [reach] = boundBy;
  const use = gunicornUses(deployment).find(
    ({ server }) => server !== null && server === reach?.instance.server,
  );
  const at = use && writtenAt(use, 'umask');
  const mask = use && numberIn(use, 'umask');
  if (address.kind !== 'unix' || !reach || !use || !at || mask === undefined || !(mask & 0o002))
    return undefined;
  const owner = ownerOf(use);
  if (owner === undefined || owner === user.name) return undefined;
  const isGroupOpen = !(mask & 0o020);
  if (isGroupOpen && groupIn(use, owner) === user.group) return undefined;
  return {
    place: at,
    message: `With umask ${octal(mask)} only ${isGroupOpen ? `${owner} and its group` : owner} may open ${address.path} of '${reach.program.name}', and nginx runs as ${user.name}. Set umask to 0o007 and the group to ${user.group}.`,
    related: [
      { place: user.place, message: `nginx runs as ${user.name}` },
      { place, message: 'nginx calls the socket here' },
    ],
    fixes: open(use, user),
  };
}

const octal = (mask: number): string => `0o${mask.toString(8).padStart(3, '0')}`;

/** Who the socket belongs to: gunicorn's own user, else that of the program; undefined where nobody says. */
function ownerOf(use: GunicornUse): string | undefined {
  const own = writtenAt(use, 'user') && valueIn(use, 'user');
  const started = ifKnown(use.running?.process.user) ?? undefined;
  return typeof own === 'string' ? own : started;
}

function groupIn(use: GunicornUse, owner: string): string {
  const own = writtenAt(use, 'group') && valueIn(use, 'group');
  return typeof own === 'string' ? own : owner;
}

/** Opens the socket to nginx's group, where both settings stand in the file or can be added to it. */
function open(use: GunicornUse, { group }: NginxUser): readonly Fix[] {
  if (!use.file || writtenAt(use, 'umask')?.uri !== use.file.file.uri) return [];
  return fixWith(
    `Open the socket to the group ${group}`,
    false,
    changeTo(use, 'umask', '0o007'),
    setSetting(use.file, 'group', `'${group}'`),
  );
}
