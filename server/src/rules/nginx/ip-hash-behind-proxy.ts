import type { Deployment } from '../../model/deployment.ts';
import { effective } from '../../model/nginx/effective.ts';
import type { NginxDirective, NginxRoute } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { allDirectives, httpUpstreams, mayHide } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/ip-hash-behind-proxy',
  title: 'ip_hash behind another proxy',
  severity: 'information',
  confidence: 'medium',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'An upstream balances with `ip_hash`, and the configuration shows an outer proxy (`listen … proxy_protocol`, or request headers made of `$http_x_forwarded_…` or `$http_cf_…`) whose addresses no `set_real_ip_from` replaces.',
  why: 'All requests come from the few addresses of the outer proxy, so one instance gets nearly all of them.',
  silent: [
    '`set_real_ip_from` says whom to believe.',
    'No sign of an outer proxy: `ip_hash` is in order, though clients of one IPv4 network (three octets) share an instance.',
  ],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, ip_hash',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#ip_hash',
    },
    {
      text: 'Flask-SocketIO documentation, deployment',
      url: 'https://flask-socketio.readthedocs.io/en/latest/deployment.html',
    },
    { text: 'Run with nginx 1.22.1: 30 requests from one client over three servers: 0, 0 and 30' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        upstream shop {
            ip_hash;
            ^^^^^^^^ information: Requests seem to come over another proxy, so ip_hash sees few addresses and sends nearly all requests to one server of 'shop'. Add set_real_ip_from, or hash a header or a cookie.
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto;
            }
        }
      `,
    },
    {
      good: `
        upstream shop {
            ip_hash;
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            set_real_ip_from 10.0.0.0/8;
            real_ip_header X-Forwarded-For;
            location / {
                proxy_pass http://shop;
                proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto;
            }
        }
      `,
    },
    {
      good: `
        upstream shop {
            ip_hash;
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_set_header X-Forwarded-Proto $scheme;
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { upstream, routes, config } of httpUpstreams(deployment)) {
    const { method, methodDirective, name, servers } = upstream;
    if (method !== 'ip_hash' || !methodDirective || servers.length < 2) continue;
    if (allDirectives(config).some((directive) => directive.name === 'set_real_ip_from')) continue;
    const sign = routes.filter(({ block }) => !mayHide(config, block)).flatMap(signOf)[0];
    if (!sign) continue;
    yield {
      place: methodDirective.place,
      message: `Requests seem to come over another proxy, so ip_hash sees few addresses and sends nearly all requests to one server of '${name}'. Add set_real_ip_from, or hash a header or a cookie.`,
      related: [{ place: sign.place, message: 'This shows the other proxy' }],
    };
  }
}

function signOf({ block, server }: NginxRoute): readonly NginxDirective[] {
  const listen = server?.listens.find(({ parameters }) => parameters.has('proxy_protocol'))?.directive;
  const header = effective(block, 'proxy_set_header').find(({ args }) =>
    /^\$\{?http_(?:x_forwarded_|cf_|x_real_ip)/.test(args[1]?.text ?? ''),
  );
  return [...(listen ? [listen] : []), ...(header ? [header] : [])];
}
