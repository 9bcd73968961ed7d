import { describe, expect, test } from 'vitest';
import {
  checkList,
  checkNothingOffered,
  checkOffers,
  checkTake,
  offeredAt,
} from '../../support/completion.ts';
import { python } from './texts.ts';

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
