import { describe, expect, test } from 'vitest';
import { withoutStops } from '../../../server/src/features/completion/item.ts';
import { checkNothingOffered, checkOpens } from '../../support/completion.ts';
import { http, location, program, python } from './texts.ts';

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
