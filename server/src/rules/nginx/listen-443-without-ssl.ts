import type { Deployment } from '../../model/deployment.ts';
import type { NginxBlock, NginxConfig, NginxListen, NginxServer } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';

export default defineRule({
  id: 'nginx/listen-443-without-ssl',
  title: 'Port 443 without TLS',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'A server listens on port 443 without `ssl`, and no other server makes that address speak TLS.',
  why: 'nginx speaks plain HTTP there. A browser that asks for https gets an error of its TLS, before any redirect.',
  silent: [
    '`ssl on;` in the server or around it, as older configurations write it.',
    'Another server of the address has `ssl`: the port then speaks TLS for both.',
    'An include that is not at hand, or a template, may hold it.',
    'The server only closes connections (`return 444`).',
    '`quic`, and addresses of the machine itself, where something else ends the TLS.',
  ],
  logs: ['SSL routines::wrong version number'],
  evidence: [
    {
      text: 'nginx documentation, Configuring HTTPS servers',
      url: 'https://nginx.org/en/docs/http/configuring_https_servers.html',
    },
    { text: 'Run with nginx 1.22.1: curl https://… fails with "wrong version number"' },
  ],
  fix: 'Adds ssl.',
  examples: [
    {
      bad: `
        server {
            listen 443;
                   ^^^ warning: nginx speaks plain HTTP on port 443 here: 'listen 443' lacks ssl. Write listen 443 ssl, with a certificate.
            ssl_certificate /etc/ssl/shop.pem;
            ssl_certificate_key /etc/ssl/shop.key;
        }
      `,
      fixed: `
        server {
            listen 443 ssl;
            ssl_certificate /etc/ssl/shop.pem;
            ssl_certificate_key /etc/ssl/shop.key;
        }
      `,
    },
    {
      good: `
        server {
            listen 443;
            ssl on;
            ssl_certificate /etc/ssl/shop.pem;
            ssl_certificate_key /etc/ssl/shop.key;
        }
      `,
    },
    {
      good: `
        server {
            listen 443 ssl;
            ssl_certificate /etc/ssl/shop.pem;
            ssl_certificate_key /etc/ssl/shop.key;
        }
        server {
            listen 443;
            server_name old.shop.example;
            ssl_certificate /etc/ssl/shop.pem;
            ssl_certificate_key /etc/ssl/shop.key;
        }
      `,
    },
    {
      good: `
        server {
            listen 80 default_server;
            listen 443 default_server;
            return 444;
        }
      `,
    },
    {
      good: `
        server {
            listen 443;
            include parts/tls;
        }
      `,
    },
    {
      good: `
        server {
            listen 127.0.0.1:443;
            listen 443 quic;
            ssl_certificate /etc/ssl/shop.pem;
            ssl_certificate_key /etc/ssl/shop.key;
        }
      `,
    },
  ],
  check,
});

function* check({ nginx }: Deployment): Iterable<Draft> {
  for (const config of nginx) {
    const servers = config.servers.filter(({ protocol }) => protocol === 'http');
    if (servers.some(({ listens }) => listens.some(isTls))) continue;
    const plain = servers.filter(({ listens }) => listens.some(isPlain443));
    for (const server of plain.filter(
      (one) => isWhole(config, one) && !hasSsl(one.block) && !onlyCloses(one),
    ))
      for (const listen of server.listens.filter(isPlain443)) yield draftOf(listen);
  }
}

/** `return 444;` closes every connection, of whatever protocol. */
const onlyCloses = ({ block }: NginxServer): boolean =>
  block.directives.some(({ name, args }) => name === 'return' && args[0]?.text === '444');

const portOf = ({ address }: NginxListen): number | undefined =>
  address?.kind === 'tcp' ? address.port : undefined;

const isTls = (listen: NginxListen): boolean => portOf(listen) === 443 && listen.parameters.has('ssl');

const isPlain443 = (listen: NginxListen): boolean =>
  portOf(listen) === 443 &&
  !['ssl', 'quic', 'proxy_protocol'].some((name) => listen.parameters.has(name)) &&
  !/^(?:127\.|localhost|\[::1\])/.test(listen.text);

/** False where more lines of the server may stand in what is not at hand, or a template chooses its lines. */
const isWhole = ({ complete, files }: NginxConfig, { block }: NginxServer): boolean =>
  (complete || !block.directives.some(({ name }) => name === 'include')) &&
  !files.some(({ text }) => /\{%|<%/.test(text));

/** True where `ssl on;` holds for a block. */
function hasSsl(block: NginxBlock): boolean {
  if (block.directives.some(({ name, args }) => name === 'ssl' && args[0]?.text !== 'off')) return true;
  return block.parent !== null && hasSsl(block.parent);
}

const draftOf = ({ directive, text }: NginxListen): Draft => {
  const place = directive.args[0]?.place ?? directive.place;
  return {
    place,
    message: `nginx speaks plain HTTP on port 443 here: 'listen ${text}' lacks ssl. Write listen ${text} ssl, with a certificate.`,
    fixes: [
      {
        title: 'Add ssl',
        safe: false,
        edits: [{ uri: place.uri, span: { start: place.span.end, end: place.span.end }, newText: ' ssl' }],
      },
    ],
  };
};
