import { describe, expect, test } from 'vitest';
import { withoutStops } from '../../server/src/features/completion/item.ts';
import {
  checkDescribes,
  checkList,
  checkNothingOffered,
  checkOffers,
  checkOpens,
  checkTake,
  offeredAt,
} from '../support/completion.ts';

const program = (text: string): string => `[program:web]\ncommand=/bin/gunicorn a:b\n${text}`;
const nginxFile = (text: string): string => `-- /etc/nginx/nginx.conf --\n${text}`;
const http = (text: string): string => nginxFile(`events {}\nhttp {\n${text}\n}\n`);
const location = (text: string): string =>
  http(
    `upstream shop { server unix:/run/a.sock; }\nupstream api { server 127.0.0.1:8100; }\nserver { location / {\n${text}\n} }`,
  );
const python = (text: string): string => `-- /gunicorn.conf.py --\n${text}`;

describe('supervisord.conf: sections', () => {
  test('in brackets', () => checkTake('[gro<|>', 'group:', '[group:name]'));
  test('with the bracket closed', () => checkTake('[gro<|>]', 'group:', '[group:name]'));
  test('the ones that stand there once are not offered again', () =>
    checkOffers('[supervisord]\n\n[s<|>', 'supervisorctl', '!supervisord'));
  test('at the margin whole', () =>
    checkTake('[supervisord]\n\n<|>', '[program:]', '[supervisord]\n\n[program:name]\n'));
  test('in an empty file', () => checkOffers('<|>', '[program:]', '[supervisord]'));
  test('with a description', () => checkDescribes('[<|>', 'fcgi-program:', 'share one socket'));
});

describe('supervisord.conf: options', () => {
  test('of the section', () => checkOffers(program('<|>'), 'autostart', 'numprocs', '!programs', '!logfile'));
  test('not those that are set', () => checkOffers(program('numprocs=1\n<|>'), '!numprocs', '!command'));
  test('not those that another part of the section sets', () =>
    checkOffers('[program:a]\ncommand=x\n[program:b]\ncommand=x\n[program:a]\n<|>', '!command', 'user'));
  test('with a value', () =>
    checkTake(program('autor<|>'), 'autorestart', program('autorestart=true').slice()));
  test('in the style of the section', () =>
    checkTake('[program:a]\ncommand = x\nstarts<|>', 'startsecs', '[program:a]\ncommand = x\nstartsecs = 1'));
  test('only the name where a delimiter follows', () =>
    checkTake(program('stopwait<|> = 3'), 'stopwaitsecs', program('stopwaitsecs = 3')));
  test('process_name comes first as soon as it is needed', async () => {
    const { items } = await offeredAt(program('numprocs=3\n<|>'));
    expect(items.find(({ label }) => label === 'process_name')).toMatchObject({ rank: 0, preselect: true });
  });
  test('process_name brings its value then', () =>
    checkTake(
      program('numprocs=3\nproc<|>'),
      'process_name',
      program('numprocs=3\nprocess_name=%(program_name)s_%(process_num)02d'),
    ));
  test('not those that a version lacks', () =>
    checkOffers(
      `-- /supervisord.conf --\n[supervisord]\n<|>\n-- /scaling-lens.ini --\n[versions]\nsupervisor = 3.3\n`,
      'loglevel',
      '!silent',
    ));
  test('in broken text', () => checkOffers('[program:a]\ngarbage\n<|>\nmore garbage\n[x', 'command'));
  test('at the very end', () => checkOffers('[program:a]\ncommand=x\nnump<|>', 'numprocs'));
  test('with a description', () => checkDescribes(program('<|>'), 'numprocs', 'default `1`', 'manual'));
  test('none in comments', () => checkNothingOffered(program('; auto<|>')));
  test('none in a section that nobody reads', () => checkOffers('[nonsense]\nauto<|>', '!autostart'));
});

describe('supervisord.conf: values', () => {
  test('booleans', () => checkList(program('autostart=<|>'), 'false', 'true'));
  test('with a blank before', () =>
    checkTake(program('autostart = t<|>'), 'true', program('autostart = true')));
  test('enumerations', () => checkList(program('autorestart=<|>'), 'false', 'true', 'unexpected'));
  test('signals', () => checkOffers(program('stopsignal=<|>'), 'TERM', 'QUIT'));
  test('replaces the whole word', () =>
    checkTake(program('stopsignal=T<|>RM'), 'QUIT', program('stopsignal=QUIT')));
  test('programs of a group', () =>
    checkList('[program:a]\ncommand=x\n[program:b]\ncommand=x\n[group:g]\nprograms=<|>', 'a', 'b'));
  test('programs that are listed already are not', () =>
    checkTake(
      '[program:a]\ncommand=x\n[program:b]\ncommand=x\n[group:g]\nprograms=a, <|>',
      'b',
      '[program:a]\ncommand=x\n[program:b]\ncommand=x\n[group:g]\nprograms=a, b',
    ));
  test('events on a line of their own', () =>
    checkTake(
      '[eventlistener:x]\ncommand=x\nevents=TICK_5,\n  PROC<|>',
      'PROCESS_STATE',
      '[eventlistener:x]\ncommand=x\nevents=TICK_5,\n  PROCESS_STATE',
    ));
  test('users of other programs', () =>
    checkOffers('[program:a]\ncommand=x\nuser=shop\n[program:b]\ncommand=x\nuser=<|>', 'shop', 'www-data'));
  test('stopwaitsecs follows graceful_timeout', () =>
    checkOffers('[program:a]\ncommand=gunicorn --graceful-timeout 60 a:b\nstopwaitsecs=<|>', '65'));
  test('variables of the environment', () =>
    checkOffers(program('environment=<|>'), 'WEB_CONCURRENCY', 'PYTHONUNBUFFERED'));
  test('the control socket', () =>
    checkList('[unix_http_server]\nfile=/run/s.sock\n[supervisorctl]\nserverurl=<|>', 'unix:///run/s.sock'));
  test('numprocs as many as the upstream has servers', () =>
    checkOffers(
      `-- /supervisord.conf --\n[program:a]\ncommand=gunicorn -b unix:/run/a_%(process_num)d.sock a:b\nnumprocs=<|>\n-- /nginx.conf --\nevents {}\nhttp { upstream a { server unix:/run/a_0.sock; server unix:/run/a_1.sock; } }\n`,
      '2',
    ));
});

describe('supervisord.conf: expansions', () => {
  test('after %', () =>
    checkTake(
      program('process_name=a%<|>'),
      '%(process_num)02d',
      program('process_name=a%(process_num)02d'),
    ));
  test('after %(', () =>
    checkTake(
      program('directory=/a/%(pro<|>'),
      '%(program_name)s',
      program('directory=/a/%(program_name)s'),
    ));
  test('the parenthesis that an editor closes is replaced', () =>
    checkTake(program('directory=/a/%(<|>)'), '%(program_name)s', program('directory=/a/%(program_name)s')));
  test('inside a finished one only the name', () =>
    checkTake(program('directory=/a/%(prog<|>)s'), 'program_name', program('directory=/a/%(program_name)s')));
  test('only those that the option knows', () =>
    checkOffers('[supervisord]\nlogfile=%(<|>', '%(here)s', '!%(process_num)02d'));
  test('in the middle of a command', () =>
    checkOffers('[program:a]\ncommand=gunicorn -b unix:/run/%(<|>.sock a:b', '%(process_num)02d'));
  test('not after a doubled sign', () => checkOffers(program('directory=/a/%%<|>'), '!%(here)s'));
});

describe('command lines', () => {
  const command = (text: string): string => `[program:web]\ncommand=${text}`;
  test('flags of the server', () =>
    checkTake(command('gunicorn --work<|> a:b'), '--workers', command('gunicorn --workers 1 a:b')));
  test('on a continuation line', () =>
    checkOffers(command('gunicorn\n  --bind :80\n  -<|>'), '--workers', '!--bind2'));
  test('not those that are given', () => checkOffers(command('gunicorn -w 3 -<|>'), '!--workers', '--bind'));
  test('at the end of the command', () => checkOffers(command('gunicorn <|>'), '--workers'));
  test('not while the application is typed', () => checkNothingOffered(command('gunicorn sh<|>')));
  test('of python -m', () => checkOffers(command('python3 -m uvicorn -<|>'), '--uds', '!--worker-class'));
  test('inside of sh -c with its quote open', () =>
    checkOffers(command('sh -c "gunicorn -<|>'), '--workers'));
  test('not of other programs', () => checkNothingOffered(command('celery -<|>')));
  test('classes after -k', () =>
    checkOffers(command('gunicorn -k <|>'), 'sync', 'gthread', 'gevent', '!gaiohttp', '!eventlet'));
  test('the value of a long flag with =', () =>
    checkTake(
      command('gunicorn --worker-class=g<|> a:b'),
      'gthread',
      command('gunicorn --worker-class=gthread a:b'),
    ));
  test('a value that is joined to its flag', () =>
    checkTake(command('gunicorn -ksy<|> a:b'), 'sync', command('gunicorn -ksync a:b')));
  test('levels of the log', () => checkOffers(command('gunicorn --log-level <|>'), 'debug', 'warning'));
  test('workers by the cores, shared out among the instances', () =>
    checkOffers(
      `-- /supervisord.conf --\n[program:a]\ncommand=gunicorn -w <|> a:b\nnumprocs=2\nprocess_name=%(process_num)d\n-- /scaling-lens.ini --\n[target]\ncores = 4\n`,
      '5',
      '2',
    ));
  const called = (text: string): string =>
    `-- /supervisord.conf --\n[program:web]\ncommand=${text}\n-- /nginx.conf --\nevents {}\nhttp { upstream a { server unix:/run/a_00.sock; server unix:/run/a_01.sock; } upstream b { server 127.0.0.1:8001; } }\n`;
  test('addresses that nginx calls', () =>
    checkOffers(
      called('gunicorn -b <|>'),
      'unix:/run/a_%(process_num)02d.sock',
      'unix:/run/a_00.sock',
      '127.0.0.1:8001',
    ));
  test('paths for uvicorn', () => checkOffers(called('uvicorn --uds <|>'), '/run/a_%(process_num)02d.sock'));
  test('ports for uvicorn', () => checkOffers(called('uvicorn --port <|>'), '8001'));
  test('whole commands for an empty value', () => checkOffers(called('<|>'), 'gunicorn …', 'uvicorn …'));
  test('configuration files as the server sees them', () =>
    checkOffers(
      '-- /srv/here/supervisord.conf --\n[program:a]\ncommand=gunicorn -c <|>\n-- /srv/here/gunicorn.conf.py --\nworkers = 1\n-- /srv/here/scaling-lens.ini --\n[paths]\n/opt/shop = .\n',
      '/opt/shop/gunicorn.conf.py',
    ));
});

describe('a program for an upstream', () => {
  const files = (upstream: string): string =>
    `-- /supervisord.conf --\n[supervisord]\nnodaemon=true\n\n<|>\n-- /nginx.conf --\nevents {}\nhttp { upstream shop { ${upstream} } server { location / { proxy_pass http://shop; } } }\n`;
  test('sockets', () =>
    checkTake(
      files('server unix:/run/web_00.sock; server unix:/run/web_01.sock;'),
      '[program] for upstream shop (2 instances)',
      `[supervisord]\nnodaemon=true\n\n[program:shop]\ncommand=gunicorn -b unix:/run/web_%(process_num)02d.sock app.wsgi:application\nprocess_name=%(program_name)s_%(process_num)02d\nnumprocs=2\ndirectory=/srv/app\nuser=www-data\nautorestart=true\nredirect_stderr=true\n\n`,
    ));
  test('ports that do not begin at zero', async () => {
    const { items } = await offeredAt(files('server 127.0.0.1:8010; server 127.0.0.1:8011;'));
    const text = withoutStops(items.find(({ label }) => label.startsWith('[program] for'))?.insert ?? '');
    expect(text).toContain('-b 127.0.0.1:80%(process_num)02d ');
    expect(text).toContain('numprocs_start=10');
  });
  test('none for addresses that no template gives', () =>
    checkOffers(
      files('server 127.0.0.1:8010; server 127.0.0.1:9011;'),
      '!program for upstream shop (2 instances)',
    ));
});

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

describe('gunicorn.conf.py', () => {
  test('settings at the start of a line', () =>
    checkTake(python('bind = "a"\nwor<|>'), 'worker_connections', 'bind = "a"\nworker_connections = 1000'));
  test('not those that are set', () => checkOffers(python('workers = 3\n<|>'), '!workers', 'bind'));
  test('not those that are set in a branch', () =>
    checkOffers(python('if x:\n    workers = 3\n<|>'), '!workers'));
  test('in a branch', () => checkOffers(python('import os\nif os.x:\n    ti<|>'), 'timeout'));
  test('in a branch below an empty first line', () =>
    checkOffers(python('\nimport os\nif os.x:\n    ti<|>'), 'timeout'));
  test('only the name where its value follows', () =>
    checkTake(python('timeo<|> = 3'), 'timeout', 'timeout = 3'));
  test('hooks', () =>
    checkTake(
      python('bind = "a"\ndef on_st<|>'),
      'on_starting',
      'bind = "a"\ndef on_starting(server):\n    pass',
    ));
  test('defaults that hold quotes are Python', () =>
    checkTake(
      python('bind = "a"\naccess_log_f<|>'),
      'access_log_format',
      'bind = "a"\naccess_log_format = "%(h)s %(l)s %(u)s %(t)s \\"%(r)s\\" %(s)s %(b)s \\"%(f)s\\" \\"%(a)s\\""',
    ));
  test('workers shared out among the instances that read the file', () =>
    checkOffers(
      '-- /srv/gunicorn.conf.py --\nworkers = <|>\n-- /srv/supervisord.conf --\n[program:a]\ncommand=gunicorn -c gunicorn.conf.py -b unix:/run/%(process_num)d.sock a:b\nprocess_name=%(process_num)d\nnumprocs=3\ndirectory=/srv\n-- /srv/scaling-lens.ini --\n[target]\ncores = 8\n',
      '6',
      '3',
      'max(1, (multiprocessing.cpu_count() * 2 + 1) // 3)',
    ));
  test('texts', () => checkTake(python('worker_class = "g<|>"'), 'gthread', 'worker_class = "gthread"'));
  test('texts that are not closed', () =>
    checkTake(python('loglevel = "<|>\nworkers = 3'), 'debug', 'loglevel = "debug\nworkers = 3'));
  test('values', () => checkList(python('preload_app = <|>'), 'True', 'False'));
  test('values that are texts', () => checkOffers(python('worker_class = <|>'), '"sync"', '"gthread"'));
  test('workers by the cores', () =>
    checkOffers(python('workers = <|>'), 'multiprocessing.cpu_count() * 2 + 1'));
  test('addresses that nginx calls', () =>
    checkOffers(
      '-- /srv/gunicorn.conf.py --\nbind = ["<|>"]\n-- /srv/supervisord.conf --\n[program:a]\ncommand=gunicorn -c gunicorn.conf.py a:b\n-- /srv/nginx.conf --\nevents {}\nhttp { upstream a { server 127.0.0.1:8001; } }\n',
      '127.0.0.1:8001',
    ));
  test('deprecated settings are marked', async () => {
    const { items } = await offeredAt(python('bind = "a"\n<|>'));
    expect(items.filter(({ deprecated }) => deprecated).map(({ label }) => label)).toContain('ssl_version');
  });
  test.each([
    ['a comment', 'bind = "a"\n# wor<|>'],
    ['a function', 'def on_exit(server):\n    wor<|>'],
    ['a blank line of a function', 'def on_exit(server):\n    x = 1\n    <|>'],
    ['a class', 'bind = "a"\nclass A:\n    wor<|>'],
    ['a string of something else', 'bind = "a"\nx = "wor<|>"'],
    ['a docstring', 'bind = "a"\n"""wor<|>'],
    ['the arguments of a call', 'bind = "a"\nx = foo(\nwor<|>'],
    ['an import', 'bind = "a"\nimport o<|>'],
    ['the middle of an expression', 'workers = 1 + cp<|>'],
    ['an f-string', 'bind = f"unix:<|>"'],
  ])('nothing in %s', (_, text) => checkNothingOffered(python(text)));
  test('a whole file for a program', () =>
    checkOffers(
      '-- /srv/supervisord.conf --\n[program:web]\ncommand=gunicorn -c gunicorn.conf.py -b unix:/run/a.sock a:b\ndirectory=/srv\n-- /srv/gunicorn.conf.py --\n<|>',
      'gunicorn.conf.py for program web',
    ));
});

describe('characters that open the list', () => {
  test.each([
    ['[', '[<|>'],
    ['%', program('directory=%<|>')],
    ['(', program('directory=%(<|>')],
    ['=', program('autostart=<|>')],
    ['-', '[program:a]\ncommand=gunicorn -<|>'],
    [' ', '[program:a]\ncommand=gunicorn -k <|>'],
    ['$', http('log_format a $<|>;')],
    [' ', location('proxy_pass <|>')],
    ['"', python('worker_class = "<|>"')],
  ])('%s', (trigger, text) => checkOpens(text, trigger));
  test.each([
    ['-', program('directory=/a-<|>')],
    ['(', program('directory=/a(<|>')],
    ['=', program('startsecs=<|>').replace('startsecs=<|>', 'x=<|>')],
    [' ', http('server_name <|>')],
    [' ', '[program:a]\ncommand=gunicorn <|>'],
    ['=', python('x =<|>')],
    [':', http('server {<|>')],
  ])('not %s in %s', (trigger, text) => checkNothingOffered(text, trigger));
});

test.each([
  ['a${1:b}c', 'abc'],
  ['${1|x,y|}=$0', 'x='],
  ['\\$host ${1:\\$a}', '$host $a'],
  ['$1 {\n\t$0\n}', ' {\n\t\n}'],
])('%s without stops is %s', (snippet, plain) => expect(withoutStops(snippet)).toBe(plain));
