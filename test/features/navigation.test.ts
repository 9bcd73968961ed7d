import { describe, expect, it } from 'vitest';
import { readFixture, uriOf } from '../support/fixture.ts';
import { checkDefinition, checkReferences, checkRename } from '../support/navigation.ts';
import { openFixture } from '../support/service.ts';

const supervisor = (bind: string) => `
  -- /srv/shop/supervisord.conf --
  [supervisord]
  [program:web]
  command=gunicorn -b ${bind} shop:app
  [group:site]
  programs=web
`;
const nginx = (target: string, address: string) => `
  -- /srv/shop/nginx/shop.conf --
  upstream shop {
      server ${address};
  }
  server {
      listen 80;
      location / { proxy_pass http://${target}; }
      location /old { try_files $uri @old; }
      location @old { return 404; }
  }
`;

describe('go to definition', () => {
  it('of an upstream from proxy_pass', () =>
    checkDefinition(
      supervisor('127.0.0.1:8000') + nginx('sh<|>op', '127.0.0.1:8000'),
      '/srv/shop/nginx/shop.conf: shop',
    ));
  it('of an address from a server to the bind in a command', () =>
    checkDefinition(
      supervisor('127.0.0.1:8000') + nginx('shop', 'localhost:80<|>00'),
      '/srv/shop/supervisord.conf: 127.0.0.1:8000',
    ));
  it('of a program from a group', () =>
    checkDefinition(
      supervisor(':8000').replace('programs=web', 'programs=w<|>eb'),
      '/srv/shop/supervisord.conf: web',
    ));
  it('of a named location', () =>
    checkDefinition(
      nginx('shop', ':1').replace('$uri @old', '$uri @o<|>ld'),
      '/srv/shop/nginx/shop.conf: @old',
    ));
  it('of a file that -c names', () =>
    checkDefinition(
      `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=gunicorn -c gunicorn.co<|>nf.py shop:app
        -- /srv/shop/gunicorn.conf.py --
        workers = 3
      `,
      '/srv/shop/gunicorn.conf.py: ',
    ));
  it('of a file that is included', () =>
    checkDefinition(
      `
        -- /etc/nginx/nginx.conf --
        events {}
        http {
            include conf.d/sh<|>op.conf;
        }
        -- /etc/nginx/conf.d/shop.conf --
        server { listen 80; }
      `,
      '/etc/nginx/conf.d/shop.conf: ',
    ));
  it('of nothing in a comment', () =>
    checkDefinition(nginx('shop', ':1 # sh<|>op').replace(' # sh<|>op;', '; # sh<|>op')));
});

describe('references', () => {
  it('of an address in both languages', () =>
    checkReferences(
      supervisor('127.0.0.1:80<|>00') + nginx('shop', '127.0.0.1:8000'),
      '/srv/shop/nginx/shop.conf: 127.0.0.1:8000',
      '/srv/shop/supervisord.conf: 127.0.0.1:8000',
    ));
  it('of a variable, in quotes and braces', () =>
    checkReferences(
      `
        -- /etc/nginx/nginx.conf --
        events {}
        http {
            map $http_upgrade $conn<|>ection { default upgrade; }
            server { location / { add_header X "a\${connection}b"; } }
        }
      `,
      '/etc/nginx/nginx.conf: $connection',
      '/etc/nginx/nginx.conf: ${connection}',
    ));
});

describe('rename', () => {
  it('an upstream', () =>
    checkRename(
      nginx('shop', '127.0.0.1:8000').replace('upstream shop', 'upstream sh<|>op'),
      'store',
      nginx('store', '127.0.0.1:8000').replace('upstream shop', 'upstream store'),
    ));
  it('an upstream that is called as the scheme before it', () =>
    checkRename(
      nginx('http', '127.0.0.1:8000').replace('upstream shop', 'upstream ht<|>tp'),
      'store',
      nginx('store', '127.0.0.1:8000').replace('upstream shop', 'upstream store'),
    ));
  it('an address in all files', () =>
    checkRename(
      supervisor('127.0.0.1:8000') + nginx('shop', '127.0.0.1:8<|>000'),
      '127.0.0.1:9000',
      supervisor('127.0.0.1:9000') + nginx('shop', '127.0.0.1:9000'),
    ));
  it('a program and its mention in a group', () =>
    checkRename(
      supervisor(':8000').replace('program:web', 'program:w<|>eb'),
      'api',
      supervisor(':8000').replaceAll('web', 'api'),
    ));
  it('not an address that an expansion makes', () =>
    checkRename(
      `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=gunicorn -b unix:/run/%(process_n<|>um)d.sock shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=2
      `,
      'unix:/run/x.sock',
      /expansion/,
    ));
  it('not a program whose name is in its addresses', () =>
    checkRename(
      `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:w<|>eb]
        command=gunicorn -b unix:/run/%(program_name)s.sock shop:app
      `,
      'api',
      /%\(program_name\)s/,
    ));
  it('not to what is no name', () => checkRename(nginx('sh<|>op', '127.0.0.1:8000'), 'a b', /no name/));
});

describe('structure', () => {
  const open = async (literal: string, path: string) => {
    const { service, snapshot } = await openFixture(readFixture(literal));
    return { service, snapshot, uri: uriOf(path) };
  };

  it('the outline of an nginx file', async () => {
    const { service, snapshot, uri } = await open(nginx('shop', ':1'), '/srv/shop/nginx/shop.conf');
    const symbols = service.documentSymbols(snapshot, uri);
    expect(symbols.map(({ name }) => name)).toEqual(['upstream shop', 'server']);
    expect(symbols[1]?.children.map(({ name }) => name)).toEqual([
      'location /',
      'location /old',
      'location @old',
    ]);
  });

  it('the outline of a supervisor file, and its folds', async () => {
    const { service, snapshot, uri } = await open(supervisor(':8000'), '/srv/shop/supervisord.conf');
    expect(service.documentSymbols(snapshot, uri).map(({ name }) => name)).toEqual([
      'supervisord',
      'program:web',
      'group:site',
    ]);
    expect(service.folds(snapshot, uri)).toHaveLength(3);
  });

  it('the outline of a gunicorn file', async () => {
    const { service, snapshot, uri } = await open(
      '-- /gunicorn.conf.py --\nworkers = 3\nname = "x"\n',
      '/gunicorn.conf.py',
    );
    expect(service.documentSymbols(snapshot, uri)).toMatchObject([{ name: 'workers', detail: '3' }]);
  });

  it('symbols of the workspace', async () => {
    const { service, snapshot } = await open(
      supervisor(':8000') + nginx('shop', ':1'),
      '/srv/shop/supervisord.conf',
    );
    expect(
      service
        .workspaceSymbols(snapshot, 'S')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['shop', 'site']);
  });

  it('a link for an include of one file', async () => {
    const { service, snapshot, uri } = await open(
      '-- /etc/nginx/nginx.conf --\nevents {}\nhttp { include conf.d/a.conf; }\n-- /etc/nginx/conf.d/a.conf --\nserver { listen 80; }\n',
      '/etc/nginx/nginx.conf',
    );
    expect(service.documentLinks(snapshot, uri)).toMatchObject([
      { target: uriOf('/etc/nginx/conf.d/a.conf') },
    ]);
  });
});
