import { nearest } from '../../base/nearest.ts';
import { sliceOf } from '../../base/span.ts';
import type { Deployment, LinkedRoute } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { fileIn, replace } from '../edit/lines.ts';

export default defineRule({
  id: 'nginx/upstream-undefined',
  title: 'proxy_pass to a name that no upstream has',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'A `*_pass` names a bare host (no dot, no port, not `localhost`) that no upstream is called, and an upstream has nearly that name. Without such an upstream it is information, in a complete configuration only.',
  why: 'nginx takes the name for a host and asks the DNS when it starts. It finds none and refuses the whole configuration.',
  silent: [
    'Names of services in compose files, which the DNS of the containers knows.',
    'The near name differs in its digits only, and the upstream may stand in a file that is not at hand.',
    'Short names (`api`, `app`), where a near one says nothing.',
  ],
  logs: ['nginx: [emerg] host not found in upstream "shop-app" in /etc/nginx/nginx.conf:9'],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_proxy_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: exit status 1' },
  ],
  fix: 'Writes the name of the upstream.',
  examples: [
    {
      bad: `
        upstream shop_app {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop-app;
                           ^^^^^^^^^^^^^^^ error: No upstream is called 'shop-app', so nginx looks for a host of that name and refuses to start without one. There is an upstream 'shop_app': write its name.
            }
        }
      `,
      fixed: `
        upstream shop_app {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop_app;
            }
        }
      `,
    },
    {
      note: 'Nothing resembles it:',
      bad: `
        events { }
        http {
            server {
                listen 80;
                location / {
                    proxy_pass http://backend;
                               ^^^^^^^^^^^^^^ information: No upstream is called 'backend', so nginx looks for a host of that name when it starts. Define the upstream, unless the machine knows such a host.
                }
            }
        }
      `,
    },
    {
      good: `
        upstream backends {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://backend;
            }
        }
        -- /etc/nginx/conf.d/compose.yaml --
        services:
          backend:
            image: shop
      `,
    },
    {
      good: `
        upstream shop_1 {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop_2;
            }
        }
      `,
    },
    {
      good: `
        upstream api {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://app;
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const linked of deployment.routes) {
    const { route, config } = linked;
    const { target } = route;
    if (target.kind !== 'name' || !isBare(deployment, target) || isElsewhere(deployment, target.name))
      continue;
    const near = nearName(linked);
    if (near !== undefined) yield mistaken(target, near);
    else if (!config.fragment && config.complete && !hasContainers(deployment)) yield unknownHost(target);
  }
}

type NameTarget = Extract<LinkedRoute['route']['target'], { kind: 'name' }>;

/** True for a name without a dot and, as written, without a port. */
function isBare(deployment: Deployment, { name, place }: NameTarget): boolean {
  const file = fileIn(deployment, place.uri);
  const after = file ? sliceOf(file.text, place.span).split(name)[1] : ':';
  return /^[\w-]+$/.test(name) && after !== undefined && !after.startsWith(':');
}

/** True for the name of a service of a compose file, of a program's host, and of an upstream of another nginx. */
function isElsewhere({ context, programs, upstreams }: Deployment, name: string): boolean {
  return (
    programs.some(({ hosts }) => hosts?.includes(name)) ||
    upstreams.some(({ upstream }) => upstream.name.toLowerCase() === name.toLowerCase()) ||
    context.composeFiles.some(({ text }) => text.includes(`${name}:`) || text.includes(`: ${name}`))
  );
}

const hasContainers = ({ context }: Deployment): boolean =>
  context.composeFiles.length + context.dockerfiles.length > 0;

function nearName({ route, config }: LinkedRoute): string | undefined {
  if (route.target.kind !== 'name') return undefined;
  const { name } = route.target;
  const names = config.upstreams.filter(({ protocol }) => protocol === route.protocol).map((one) => one.name);
  const same = names.find((one) => plain(one) === plain(name));
  if (same !== undefined || name.length < 4) return same;
  const near = nearest(name, names, name.length < 6 ? 1 : 2);
  const isNumbered = near?.replace(/\d+/g, '') === name.replace(/\d+/g, '');
  return isNumbered && !(config.complete && !config.fragment) ? undefined : near;
}

const plain = (name: string): string => name.replace(/[-_]/g, '').toLowerCase();

const mistaken = ({ name, place, scheme }: NameTarget, near: string): Draft => ({
  place,
  message: `No upstream is called '${name}', so nginx looks for a host of that name and refuses to start without one. There is an upstream '${near}': write its name.`,
  fixes: rename(place, scheme, near),
});

const rename = (place: NameTarget['place'], scheme: string, near: string): readonly Fix[] =>
  scheme === 'http' || scheme === 'https'
    ? fixWith(`Write ${scheme}://${near}`, false, replace(place, `${scheme}://${near}`))
    : fixWith(`Write ${near}`, false, replace(place, near));

const unknownHost = ({ name, place }: NameTarget): Draft => ({
  place,
  severity: 'information',
  confidence: 'medium',
  message: `No upstream is called '${name}', so nginx looks for a host of that name when it starts. Define the upstream, unless the machine knows such a host.`,
});
