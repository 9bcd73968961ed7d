import { describe, expect, test } from 'vitest';
import { loadGrammar, scopeOf, tokenize } from './tokenize.ts';

const grammar = await loadGrammar('source.supervisord');
const scope = (text: string, part: string) =>
  scopeOf(tokenize(grammar, text), part).replace(/\.supervisord$/, '');
const program = (option: string) => `[program:a]\n${option}`;

describe('as Supervisor reads lines', () => {
  test.each([
    ['; after a space is a comment, in quotes too', "command=sh -c 'a ; rest'", 'rest', 'comment.line'],
    ['; without a space is none', 'command=nginx -g "daemon off;"', 'off', 'string.quoted.double'],
    ['# without a space is none', 'directory=/a#b', '#b', 'string.unquoted'],
    ['an indented option belongs to the value', 'command=cat\n  numprocs=3', 'numprocs', 'string.unquoted'],
    ['equally indented ones do not', '  command=cat\n  numprocs=3', 'numprocs', 'support.type.property-name'],
    ['an empty line ends nothing', 'command=cat\n\n  -u\nuser=a', '-u', 'variable.parameter.flag'],
    ['a comment in the first column ends nothing', 'command=cat\n# x\n  -u', '-u', 'variable.parameter.flag'],
    ['a colon is a delimiter', 'numprocs: 3', '3', 'constant.numeric'],
    ['any case', 'NumProcs=3', 'NumProcs', 'support.type.property-name'],
  ])('%s', (_, option, part, expected) => {
    expect(scope(program(option), part)).toBe(expected);
  });
});

describe('what things are', () => {
  test.each([
    ['an unknown option', 'num_procs=3', 'num_procs', 'variable.other.property'],
    ['its own names', 'process_name=%(process_num)02d', 'process_num', 'variable.language'],
    ['the format', 'process_name=%(process_num)02d', '02d', 'storage.type.format'],
    ['a variable of the environment', 'user=%(ENV_WHO)s', 'ENV_WHO', 'variable.other.environment'],
    ['another name', 'user=%(who)s', 'who', 'variable.other.expansion'],
    ['a doubled percent sign', 'command=date +%%H', '%%', 'constant.character.escape.percent'],
    ['the program', 'command=/usr/bin/cat -u', 'cat', 'support.function.command'],
    ['a flag', 'command=cat --show-all x', '--show-all', 'variable.parameter.flag'],
    ['an application', 'command=gunicorn shop.wsgi:app', 'app', 'entity.name.function'],
    ['gunicorn behind python -m', 'command=python -m gunicorn a:b', 'gunicorn', 'support.function.command'],
    [
      'gunicorn behind a wrapper',
      'command=ddtrace-run /srv/bin/gunicorn a:b',
      'gunicorn',
      'support.function.command',
    ],
    ['a port', 'command=gunicorn -b 127.0.0.1:8000 a:b', '8000', 'constant.numeric.port'],
    ['a socket', 'command=gunicorn -b unix:/run/a.sock a:b', '/run', 'string.unquoted.path'],
    ['a variable that is set', 'environment=A="1",B=2', 'B', 'variable.other.environment'],
    ['its value', 'environment=A="x",B=2', 'x', 'string.quoted.double'],
    ['a boolean', 'autostart=Yes', 'Yes', 'constant.language.boolean'],
    ['a word that is no boolean', 'autostart=y', 'y', 'string.unquoted'],
    ['a size', 'stdout_logfile_maxbytes=10MB', 'MB', 'keyword.other.unit'],
    ['a signal', 'stopsignal=SIGQUIT', 'SIGQUIT', 'constant.language.signal'],
  ])('%s', (_, option, part, expected) => {
    expect(scope(program(option), part)).toBe(expected);
  });
  test.each([
    ['[program:web]', 'web', 'entity.name.section'],
    ['[program:web]', 'program', 'storage.type.section'],
    ['[supervisord]', 'supervisord', 'storage.type.section'],
    ['[Program:web]', 'Program', 'entity.other.section.unknown'],
    ['[program]', 'program', 'entity.other.section.unknown'],
    ['[program:a] ; note', 'note', 'comment.line'],
  ])('%s: %s', (text, part, expected) => {
    expect(scope(text, part)).toBe(expected);
  });
});
