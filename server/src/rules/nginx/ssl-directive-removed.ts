import type { Edit } from '../../base/span.ts';
import { atLeast } from '../../catalog/version.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { NginxConfig, NginxDirective, NginxListen, NginxServer } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { removeDirective } from '../edit/nginx.ts';
import { allDirectives } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/ssl-directive-removed',
  title: 'The directive ssl, which newer releases refuse',
  severity: 'information',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'A server or the `http` block has the directive `ssl`, and nginx is older than 1.25.1 or of unknown version.',
  why: 'It was deprecated with 1.15.0 and is gone since 1.25.1: after an upgrade nginx does not start.',
  silent: ['`[versions]` says nginx is 1.25.1 or newer: then it is an error of nginx/plus-or-newer-only.'],
  logs: [
    'nginx: [warn] the "ssl" directive is deprecated, use the "listen ... ssl" directive instead',
    'nginx: [emerg] unknown directive "ssl"',
  ],
  evidence: [
    { text: 'nginx CHANGES, 1.15.0 and 1.25.1', url: 'https://nginx.org/en/CHANGES' },
    { text: 'Run with nginx 1.22.1 (the warning) and 1.30.6 (refused)' },
  ],
  fix: 'Removes it and gives `ssl` to the `listen` of its server. In the `http` block nothing is offered.',
  examples: [
    {
      bad: `
        server {
            listen 443;
            listen [::]:443 ssl;
            ssl on;
            ^^^^^^ information: nginx 1.25.1 and newer refuse the directive ssl. Write listen 443 ssl instead.
            ssl_certificate /etc/ssl/certs/ssl-cert-snakeoil.pem;
            ssl_certificate_key /etc/ssl/private/ssl-cert-snakeoil.key;
        }
      `,
      fixed: `
        server {
            listen 443 ssl;
            listen [::]:443 ssl;
            ssl_certificate /etc/ssl/certs/ssl-cert-snakeoil.pem;
            ssl_certificate_key /etc/ssl/private/ssl-cert-snakeoil.key;
        }
      `,
    },
    {
      bad: `
        server {
            listen 443 ssl;
            ssl on;
            ^^^^^^ information: nginx 1.25.1 and newer refuse the directive ssl. Remove it.
            ssl_certificate /etc/ssl/certs/ssl-cert-snakeoil.pem;
            ssl_certificate_key /etc/ssl/private/ssl-cert-snakeoil.key;
        }
      `,
      fixed: `
        server {
            listen 443 ssl;
            ssl_certificate /etc/ssl/certs/ssl-cert-snakeoil.pem;
            ssl_certificate_key /etc/ssl/private/ssl-cert-snakeoil.key;
        }
      `,
    },
    {
      bad: `
        server {
            listen 80;
            ssl off;
            ^^^^^^^ information: nginx 1.25.1 and newer refuse the directive ssl. Remove it.
        }
      `,
      fixed: `
        server {
            listen 80;
        }
      `,
    },
    {
      bad: `
        events {}
        http {
            ssl on;
            ^^^^^^ information: nginx 1.25.1 and newer refuse the directive ssl. Write ssl behind the listen of each server instead.
            ssl_certificate /etc/ssl/certs/ssl-cert-snakeoil.pem;
            ssl_certificate_key /etc/ssl/private/ssl-cert-snakeoil.key;
            server {
                listen 443;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 443 ssl;
            ssl_certificate /etc/ssl/certs/ssl-cert-snakeoil.pem;
            ssl_certificate_key /etc/ssl/private/ssl-cert-snakeoil.key;
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  if (atLeast(deployment.versions.nginx, '1.25.1') === true) return;
  for (const config of deployment.nginx)
    for (const directive of allDirectives(config).filter(isSwitch))
      yield draftOf(deployment, directive, serverOf(config, directive));
}

const isSwitch = ({ name, args }: NginxDirective): boolean =>
  name === 'ssl' && args.length === 1 && /^(?:on|off)$/.test(args[0]?.text ?? '');

/** The server of HTTP that the directive stands in; undefined in `http` itself and in mail. */
const serverOf = ({ servers }: NginxConfig, directive: NginxDirective): NginxServer | undefined =>
  servers.find(({ protocol, block }) => protocol === 'http' && block.directives.includes(directive));

function draftOf(deployment: Deployment, directive: NginxDirective, server: NginxServer | undefined): Draft {
  const { start } = directive.place.span;
  const end = directive.args[0]?.place.span.end ?? directive.place.span.end;
  const isOn = directive.args[0]?.text === 'on';
  const listens = server?.listens ?? [];
  const plain = isOn ? listens.filter(isPlain) : [];
  const isIdle = !isOn || (listens.length > 0 && plain.length === 0);
  return {
    place: { uri: directive.place.uri, span: { start, end } },
    message: `nginx 1.25.1 and newer refuse the directive ssl. ${isIdle ? 'Remove it.' : adviceFor(plain)}`,
    tag: 'deprecated',
    fixes:
      !isIdle && plain.length === 0
        ? []
        : fixWith(
            plain.length > 0 ? 'Write ssl behind listen' : 'Remove ssl',
            false,
            removeDirective(deployment, directive),
            ...plain.map(withSsl),
          ),
  };
}

const adviceFor = ([first]: readonly NginxListen[]): string =>
  first ? `Write listen ${first.text} ssl instead.` : 'Write ssl behind the listen of each server instead.';

const isPlain = ({ parameters }: NginxListen): boolean => !parameters.has('ssl') && !parameters.has('quic');

function withSsl({ directive: { args, place } }: NginxListen): Edit {
  const at = args[args.length - 1]?.place.span.end ?? place.span.end - 1;
  return { uri: place.uri, span: { start: at, end: at }, newText: ' ssl' };
}
