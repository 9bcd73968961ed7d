import { describe, expect, test } from 'vitest';
import { withoutStops } from '../../../server/src/features/completion/item.ts';
import { checkNothingOffered, checkOffers, checkTake, offeredAt } from '../../support/completion.ts';

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
