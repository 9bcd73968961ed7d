import type { Deployment } from '../../model/deployment.ts';
import { effective } from '../../model/nginx/effective.ts';
import { hasPlaceholder } from '../../model/nginx/say.ts';
import type { NginxBlock, NginxConfig } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { around, mayHide, proxyRoutes } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/variable-proxy-pass-without-resolver',
  title: 'A variable in proxy_pass without a resolver',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'The host of a `proxy_pass` is a variable that `set` gives the name of a host, and no `resolver` is in force. Information for a file that no main file at hand includes, where the resolver may stand elsewhere.',
  why: 'With a variable nginx looks the name up for each request. Without a resolver it cannot, and answers with 502.',
  silent: [
    'The value is the name of an upstream, an address or a unix socket.',
    'It cannot be told what the variable holds.',
    'The resolver may stand in an include that is not at hand.',
  ],
  logs: ['no resolver defined to resolve backend'],
  evidence: [
    {
      text: 'nginx documentation, resolver',
      url: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#resolver',
    },
    {
      text: 'nginx documentation, module ngx_http_proxy_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html',
    },
  ],
  fix: null,
  examples: [
    {
      bad: `
        events { }
        http {
            server {
                set $target backend;
                location / {
                    proxy_pass http://$target:8000;
                               ^^^^^^^^^^^^^^^^^^^ warning: The target holds a variable, so nginx looks up 'backend' for each request, and no resolver says whom to ask. Add a resolver, or write the name without a variable.
                }
            }
        }
      `,
    },
    {
      good: `
        events { }
        http {
            upstream shop {
                server 127.0.0.1:8000;
            }
            server {
                set $target shop;
                location / {
                    proxy_pass http://$target;
                }
            }
        }
      `,
    },
    {
      good: `
        events { }
        http {
            map $host $target {
                default backend;
            }
            server {
                location / {
                    proxy_pass http://$target;
                }
            }
        }
      `,
    },
    {
      good: `
        events { }
        http {
            include /etc/nginx/dns.conf;
            server {
                set $target backend;
                location / {
                    proxy_pass http://$target:8000;
                }
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { route, config } of proxyRoutes(deployment)) {
    const { target, block } = route;
    if (target.kind !== 'variable' || effective(block, 'resolver').length > 0 || mayHide(config, block))
      continue;
    const host = hostIn(target.text, block);
    if (host === undefined || isUpstream(config, host)) continue;
    yield {
      place: target.place,
      ...(config.fragment ? { severity: 'information' as const } : {}),
      message: `The target holds a variable, so nginx looks up '${host}' for each request, and no resolver says whom to ask. Add a resolver, or write the name without a variable.`,
    };
  }
}

/** The name of a host that the variable at the start of a target surely holds. */
function hostIn(text: string, block: NginxBlock): string | undefined {
  const name = /^(?:https?:\/\/)?\$\{?(\w+)/.exec(text)?.[1];
  if (name === undefined || hasPlaceholder(text)) return undefined;
  const values = valuesOf(block, name).map((value) => value.replace(/^https?:\/\//i, ''));
  const [value, ...others] = values;
  const host = value === undefined ? undefined : /^[^:/]*/.exec(value)?.[0];
  if (host === undefined || others.length > 0 || !/^[a-z][\w.-]*$/i.test(host)) return undefined;
  return /^(?:localhost|unix|https?)$/i.test(host) ? undefined : host;
}

const valuesOf = (block: NginxBlock, name: string): readonly string[] =>
  [...around(block)].flatMap(({ directives }) =>
    directives
      .filter((directive) => directive.name === 'set' && directive.args[0]?.text === `$${name}`)
      .map(({ args }) => args[1]?.text ?? ''),
  );

const isUpstream = ({ upstreams }: NginxConfig, host: string): boolean =>
  upstreams.some(({ name }) => name.toLowerCase() === host.toLowerCase());
