import { hasPlaceholder } from '../../server/src/model/nginx/say.ts';
import type { Random } from './random.ts';

/** Configurations as people write them, for the loopback and without a machine's files. */
export const bases: readonly string[] = [
  `worker_processes auto;
worker_rlimit_nofile 4096;
events {
    worker_connections 1024;
    multi_accept on;
}
http { QUIET
    default_type application/octet-stream;
    log_format timed '$remote_addr "$request" $status '
                     '$upstream_response_time';
    sendfile on; tcp_nopush on;
    keepalive_timeout 65 60;
    map $http_upgrade $connection_upgrade {
        default upgrade;
        ''      close;
    }
    limit_req_zone $binary_remote_addr zone=perip:1m rate=10r/s;
    upstream shop {
        least_conn;
        server unix:/run/shop/web_00.sock max_fails=3 fail_timeout=5s;
        server unix:/run/shop/web_01.sock weight=2;
        server 127.0.0.1:8001 backup;
        keepalive 16;
    }
    server {
        listen 127.0.0.1:18080 default_server;
        server_name shop.example www.shop.example;
        client_max_body_size 10m;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        location / {
            limit_req zone=perip burst=20 nodelay;
            proxy_pass http://shop;
            proxy_read_timeout 30s;
        }
        location /ws/ {
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_pass http://shop;
        }
        location ~* "\\.(css|js|png)$" {
            root /srv/shop/static;
            expires 30d;
            add_header Cache-Control "public";
        }
        error_page 500 502 503 504 /50x.html;
        location = /50x.html { internal; root /srv/shop; }
    }
}
`,
  `user root;
events { worker_connections 64; }
http { QUIET
    gzip on;
    gzip_types text/css application/json;
    geo $office { default 0; 10.0.0.0/8 1; 127.0.0.1 1; }
    split_clients $remote_addr $variant { 10% new; * old; }
    upstream api { ip_hash; server 127.0.0.1:9001; server 127.0.0.1:9002 down; }
    upstream uw { server 127.0.0.1:9003; zone uw 64k; }
    server {
        listen 127.0.0.1:18081;
        server_name ~^(?<tenant>[a-z]+)\\.example$;
        set $backend api;
        if ($office = 0) {
            return 403 "no $tenant";
        }
        location ^~ /api/ {
            rewrite ^/api/(.*)$ /$1 break;
            proxy_pass http://api;
            proxy_next_upstream error timeout http_502;
            proxy_buffers 8 16k;
            proxy_buffer_size 16k;
            proxy_busy_buffers_size 32k;
        }
        location /uwsgi {
            uwsgi_pass uw;
            uwsgi_param QUERY_STRING $query_string;
            uwsgi_param REQUEST_METHOD $request_method if_not_empty;
            limit_except GET POST { deny all; }
        }
        location @fallback { proxy_pass http://127.0.0.1:9009; }
        location /static/ {
            alias /srv/static/;
            try_files $uri $uri/ @fallback;
            allow 10.0.0.0/8;
            deny all;
            autoindex off;
        }
    }
    server {
        listen 127.0.0.1:18081;
        listen 127.0.0.1:18082 backlog=64;
        server_name b.example;
        return 301 https://b.example$request_uri;
    }
}
`,
];

const inserts = [
  ';',
  '{',
  '}',
  '"',
  "'",
  '#',
  '\\',
  '$',
  ' ',
  '\n',
  'x',
  ' on',
  ' off',
  ' 0',
  ' 10',
  '}\n',
  ' {',
  ';;',
  ' backup',
  ' server',
  '0',
  'k',
  '/',
  ':',
  '=',
];

type Mutation = (random: Random, text: string) => string;

const removeLetter: Mutation = (random, text) => {
  const at = random.below(text.length);
  return text.slice(0, at) + text.slice(at + 1 + random.below(3));
};

const insertText: Mutation = (random, text) => {
  const at = random.below(text.length);
  return text.slice(0, at) + random.pick(inserts) + text.slice(at);
};

/** Changes the lines; the one that keeps temporary files in the test's folder stays. */
const withLines =
  (change: (random: Random, lines: string[]) => void): Mutation =>
  (random, text) => {
    const lines = text.split('\n');
    change(random, lines);
    return lines.join('\n');
  };

const duplicateLine = withLines((random, lines) => {
  const line = random.pick(lines);
  lines.splice(random.below(lines.length), 0, line);
});

const removeLine = withLines((random, lines) => {
  lines.splice(random.below(lines.length), 1);
});

const moveLine = withLines((random, lines) => {
  const [line = ''] = lines.splice(random.below(lines.length), 1);
  lines.splice(random.below(lines.length + 1), 0, line);
});

const replaceWord: Mutation = (random, text) => {
  const words = [...text.matchAll(/[^\s;{}]+/g)];
  const target = random.pick(words);
  const source = random.pick(words);
  return text.slice(0, target.index) + source[0] + text.slice(target.index + target[0].length);
};

const changeName: Mutation = (random, text) => {
  const names = [...text.matchAll(/^\s*([a-z_]{4,})/gm)];
  const name = random.pick(names)[1] ?? '';
  const at = random.below(name.length);
  return text.replace(
    name,
    random.pick([name.slice(0, at) + name.slice(at + 1), `${name}s`, name.toUpperCase()]),
  );
};

const mutations = [
  removeLetter,
  removeLetter,
  insertText,
  insertText,
  insertText,
  duplicateLine,
  duplicateLine,
  removeLine,
  moveLine,
  moveLine,
  replaceWord,
  replaceWord,
  replaceWord,
  changeName,
];

/** One or two changes of a configuration that nginx accepts; a change never touches where the test writes. */
export function mutationCase(random: Random): string {
  let text = random.pick(bases);
  for (let n = random.chance(75) ? 1 : 2; n > 0; n--) text = random.pick(mutations)(random, text);
  const isSafe = text.split('QUIET').length === 2 && /^http \{ QUIET$/m.test(text) && !listensElsewhere(text);
  // What looks like a template's placeholder we read otherwise on purpose.
  return isSafe && !hasPlaceholder(text) ? text : mutationCase(random);
}

/** True for a `listen` that is not of the loopback, and for names that would have to be looked up. */
const listensElsewhere = (text: string): boolean =>
  /\blisten\s+(?!127\.0\.0\.1:180\d\d\b)/.test(text) ||
  /\buser\s+(?!root;)/.test(text) ||
  /(?:error|access)_log/.test(text);
