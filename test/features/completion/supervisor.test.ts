import { describe, expect, test } from 'vitest';
import {
  checkDescribes,
  checkList,
  checkNothingOffered,
  checkOffers,
  checkTake,
  offeredAt,
} from '../../support/completion.ts';
import { program } from './texts.ts';

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
