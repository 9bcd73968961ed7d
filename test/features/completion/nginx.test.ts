import { describe, expect, test } from 'vitest';
import { withoutStops } from '../../../server/src/features/completion/item.ts';
import {
  checkDescribes,
  checkList,
  checkNothingOffered,
  checkOffers,
  checkTake,
  offeredAt,
} from '../../support/completion.ts';
import { http, location, nginxFile } from './texts.ts';

describe('nginx: directives', () => {
  test('of the context', () =>
    checkOffers(http('<|>'), 'upstream', 'server', 'log_format', '!proxy_pass', '!worker_processes'));
  test('of main', () => checkOffers(nginxFile('<|>'), 'worker_processes', 'http', '!location'));
  test('of an upstream', () =>
    checkOffers(http('upstream a {\n<|>\n}'), 'server', 'least_conn', 'keepalive', '!listen'));
  test('of stream', () =>
    checkOffers(nginxFile('events {}\nstream {\nserver {\n<|>'), 'proxy_timeout', '!location'));
  test('one method of balancing and no second', () =>
    checkOffers(http('upstream a {\nleast_conn;\n<|>\n}'), '!ip_hash', '!least_conn', 'server'));
  test('in a fragment', () =>
    checkOffers(
      '-- /etc/nginx/sites-enabled/shop --\nserver {\n listen 80;\n <|>\n}\n',
      'location',
      'server_name',
    ));
  test('in an included file the context of its include', () =>
    checkOffers(
      '-- /etc/nginx/nginx.conf --\nevents {}\nhttp { server { include parts/*.inc; } }\n-- /etc/nginx/parts/a.inc --\nroot /a;\n<|>',
      'location',
      '!upstream',
    ));
  test('in an empty file by its name', () =>
    checkOffers('-- /etc/nginx/nginx.conf --\n<|>', 'events', 'http'));
  test('in a file of nothing but a half-written name by its name', () =>
    checkOffers('-- /etc/nginx/nginx.conf --\nworker_pro<|>', 'worker_processes', '!proxy_pass'));
  test('in a file of nothing but a half-written name by its name', () =>
    checkOffers('-- /etc/nginx/nginx.conf --\nworker_pro<|>', 'worker_processes', '!proxy_pass'));
  test('not those that nginx refuses twice', () =>
    checkOffers(location('proxy_read_timeout 3s;\n<|>'), '!proxy_read_timeout', 'proxy_set_header'));
  test('with arguments', () =>
    checkTake(
      http('send<|>'),
      'sendfile',
      http('sendfile on;').replace('-- /etc/nginx/nginx.conf --\n', ''),
    ));
  test('a block', () =>
    checkTake(
      '-- /etc/nginx/nginx.conf --\nevents {}\nhttp {\nserver {\nloc<|>',
      'location',
      'events {}\nhttp {\nserver {\nlocation / {\n\t\n}',
    ));
  test('only the name where arguments follow', () =>
    checkTake(
      location('proxy_re<|> 3s;'),
      'proxy_read_timeout',
      location('proxy_read_timeout 3s;').replace('-- /etc/nginx/nginx.conf --\n', ''),
    ));
  test('before a directive on the next line', () =>
    checkTake(
      location('prox<|>\nproxy_set_header Host a;'),
      'proxy_buffering',
      location('proxy_buffering on;\nproxy_set_header Host a;').replace('-- /etc/nginx/nginx.conf --\n', ''),
    ));
  test('after a line without its semicolon', () => checkOffers(http('sendfile on\ngzi<|>'), 'gzip'));
  test('not those that a version lacks', () =>
    checkOffers(
      '-- /etc/nginx/nginx.conf --\nevents {}\nhttp {\nserver {\n<|>\n}\n}\n-- /etc/nginx/scaling-lens.ini --\n[versions]\nnginx = 1.22.1\n',
      '!http2',
      'listen',
    ));
  test('none in comments', () => checkNothingOffered(http('# serv<|>')));
  test('none in the lines of a map', () => checkNothingOffered(http('map $a $b {\n de<|>\n}')));
  test('none in Lua', () =>
    checkNothingOffered(http('server { location / { content_by_lua_block {\n ng<|>\n} } }')));
  test('with a description', () =>
    checkDescribes(http('upstream a {\n<|>\n}'), 'least_conn', 'fewest open connections'));
});

describe('nginx: arguments', () => {
  test('on and off', () => checkList(http('sendfile <|>;'), 'off', 'on'));
  test('enumerations', () => checkOffers(location('proxy_http_version <|>;'), '1.0', '1.1'));
  test('several words, each once', () =>
    checkOffers(location('proxy_next_upstream error <|>;'), 'timeout', '!error'));
  test('upstreams', () => checkOffers(location('proxy_pass <|>'), 'http://shop', 'http://api'));
  test('upstreams, the address typed half', () =>
    checkTake(
      location('proxy_pass http://sh<|>;'),
      'http://shop',
      location('proxy_pass http://shop;').replace('-- /etc/nginx/nginx.conf --\n', ''),
    ));
  test('upstreams of uwsgi have no scheme', () =>
    checkOffers(location('uwsgi_pass <|>;'), 'shop', '!http://shop'));
  test('parameters', () =>
    checkOffers(http('upstream a { server 127.0.0.1:80 <|>; }'), 'weight=', 'backup', '!slow_start='));
  test('parameters, each once', () =>
    checkOffers(http('upstream a { server 127.0.0.1:80 weight=2 <|>; }'), '!weight=', 'max_fails='));
  test('headers with their value', () =>
    checkTake(
      location('proxy_set_header <|>'),
      'Host',
      location('proxy_set_header Host $host;').replace('-- /etc/nginx/nginx.conf --\n', ''),
    ));
  test('the value of a header', () =>
    checkList(location('proxy_set_header X-Forwarded-Proto <|>;'), '$scheme'));
  test('units', () =>
    checkTake(
      location('proxy_read_timeout 30<|>;'),
      '30s',
      location('proxy_read_timeout 30s;').replace('-- /etc/nginx/nginx.conf --\n', ''),
    ));
  test('formats of the log', () => checkOffers(http('log_format main a;\naccess_log /a <|>;'), 'main'));
  test('zones', () =>
    checkOffers(http('limit_req_zone $a zone=one:1m rate=1r/s;\nserver { limit_req zone=<|>; }'), 'one'));
  test('variables', () =>
    checkTake(
      http('log_format main $ho<|>;'),
      '$host',
      http('log_format main $host;').replace('-- /etc/nginx/nginx.conf --\n', ''),
    ));
  test('variables in braces', () =>
    checkTake(
      http('log_format main a${ho<|>}b;'),
      '${host}',
      http('log_format main a${host}b;').replace('-- /etc/nginx/nginx.conf --\n', ''),
    ));
  test('variables in quotes', () =>
    checkTake(
      http('log_format main "a $ho<|> b";'),
      '$host',
      http('log_format main "a $host b";').replace('-- /etc/nginx/nginx.conf --\n', ''),
    ));
  test('variables of the configuration', () =>
    checkOffers(http('map $a $mine { default 1; }\nlog_format main $<|>;'), '$mine', '$http_name'));
  test('includes', () =>
    checkOffers(
      '-- /etc/nginx/nginx.conf --\nevents {}\nhttp { include <|>; }\n-- /etc/nginx/conf.d/a.conf --\nserver { listen 80; }\n',
      'conf.d/a.conf',
      'conf.d/*.conf',
      'mime.types',
    ));
  test('a semicolon takes a word unless there is one', async () => {
    expect((await offeredAt(http('sendfile <|>'))).items[0]?.commit).toEqual([';']);
    expect((await offeredAt(http('sendfile <|>;'))).items[0]?.commit).toBeUndefined();
  });
});

describe('nginx: from the deployment', () => {
  const deployed = (nginx: string): string =>
    `-- /etc/supervisord.conf --\n[program:web]\ncommand=gunicorn -b unix:/run/web_%(process_num)d.sock a:b\nprocess_name=%(process_num)d\nnumprocs=2\n-- /etc/nginx/nginx.conf --\nevents {}\nhttp {\n${nginx}\n}\n`;
  test('an upstream for a program that none reaches', async () => {
    const { items } = await offeredAt(deployed('<|>'));
    const item = items.find(({ label }) => label === 'upstream for program web (2 servers)');
    expect(withoutStops(item?.insert ?? '')).toBe(
      'upstream web {\n\tzone web 64k;\n\tleast_conn;\n\tserver unix:/run/web_0.sock;\n\tserver unix:/run/web_1.sock;\n}\n',
    );
  });
  test('no upstream for a program that one reaches', () =>
    checkOffers(
      deployed('upstream web { server unix:/run/web_0.sock; }\n<|>'),
      '!upstream for program web (2 servers)',
    ));
  test('the server lines that an upstream lacks', () =>
    checkTake(
      deployed('upstream web {\nserver unix:/run/web_0.sock;\n<|>\n}'),
      'server lines for web (1)',
      'events {}\nhttp {\nupstream web {\nserver unix:/run/web_0.sock;\nserver unix:/run/web_1.sock;\n}\n}\n',
    ));
  test('addresses that programs bind', () =>
    checkOffers(
      deployed('upstream web { server <|> }'),
      'unix:/run/web_0.sock',
      'unix:/run/web_1.sock',
      'all 2 instances of web',
    ));
  test('a location for an upstream', () =>
    checkOffers(
      deployed('upstream web { server unix:/run/web_0.sock; }\nserver {\n<|>\n}'),
      'location for upstream web',
    ));
});
