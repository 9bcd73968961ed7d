import { test } from 'vitest';
import { checkSelections } from '../support/structure.ts';

test('supervisord.conf: expansion, word, value, option, options, section', () =>
  checkSelections(
    `-- /app/supervisord.conf --
[supervisord]
[program:web]
command = gunicorn -b unix:/run/%(program<|>_name)s.sock shop:app
numprocs = 2

[program:other]
`,
    'program_name',
    '%(program_name)s',
    'unix:/run/%(program_name)s.sock',
    'gunicorn -b unix:/run/%(program_name)s.sock shop:app',
    'command = gunicorn -b unix:/run/%(program_name)s.sock shop:app',
    '\ncommand = gunicorn -b unix:/run/%(program_name)s.sock shop:app\nnumprocs = 2',
    '[program:web]\ncommand = gunicorn -b unix:/run/%(program_name)s.sock shop:app\nnumprocs = 2',
    '[program:web]\ncommand = gunicorn -b unix:/run/%(program_name)s.sock shop:app\nnumprocs = 2\n\n',
  ));

test('supervisord.conf: a line of a value over several lines', () =>
  checkSelections(
    `-- /app/supervisord.conf --
[program:web]
environment = A="1",
  B="<|>2"
`,
    'B="2"',
    'A="1",\n  B="2"',
    'environment = A="1",\n  B="2"',
    '\nenvironment = A="1",\n  B="2"',
    '[program:web]\nenvironment = A="1",\n  B="2"',
  ));

test('nginx: variable, word, arguments, directive, block', () =>
  checkSelections(
    `-- /etc/nginx/nginx.conf --
http {
  server { add_header X "a $ho<|>st"; }
}
`,
    '$host',
    'a $host',
    '"a $host"',
    'X "a $host"',
    'add_header X "a $host";',
    ' add_header X "a $host"; ',
    'server { add_header X "a $host"; }',
    '\n  server { add_header X "a $host"; }\n',
    'http {\n  server { add_header X "a $host"; }\n}',
  ));

test('gunicorn.conf.py: what Python nests', () =>
  checkSelections(
    `-- /app/gunicorn.conf.py --
workers = 2 * co<|>res + 1
`,
    'cores',
    '2 * cores',
    '2 * cores + 1',
    'workers = 2 * cores + 1',
  ));
