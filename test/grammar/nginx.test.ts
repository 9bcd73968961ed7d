import { describe, expect, test } from 'vitest';
import { loadGrammar, scopeOf, tokenize } from './tokenize.ts';

const grammar = await loadGrammar('source.nginx');
const scope = (text: string, part: string) => scopeOf(tokenize(grammar, text), part).replace(/\.nginx$/, '');
const depth = (text: string) => tokenize(grammar, text).at(-1)?.depth;

describe('as nginx cuts words', () => {
  test.each([
    ['a # inside a word is no comment', 'root /srv/a#b;\nlisten 80;', 'listen', 'keyword.other.directive'],
    ['a # after a space is one', 'root /srv/a; # b', ' b', 'comment.line.number-sign'],
    ['a # after ${…} is in the word', 'root ${a}#b;', '#b', 'string.unquoted'],
    ['a quote inside a word is plain', 'add_header x a"b;\nlisten 80;', 'listen', 'keyword.other.directive'],
    ['a ; in quotes ends nothing', 'add_header x "a;b" always;', 'always', 'constant.language'],
    [
      'a } in quotes ends nothing',
      'log_format j \'{"a": 1}\';\nlisten 80;',
      'listen',
      'keyword.other.directive',
    ],
    ['an escaped quote', 'add_header x "a\\"b"; # c', ' c', 'comment.line.number-sign'],
    ['strings over lines', "log_format j '{'\n  '}';\nlisten 80;", 'listen', 'keyword.other.directive'],
  ])('%s', (_, text, part, expected) => {
    expect(scope(text, part)).toBe(expected);
  });
});

describe('what things are', () => {
  test.each([
    ['server of an upstream', 'upstream a { server b:1; }', 'server', 'keyword.other.directive'],
    ['server block', 'http { server { } }', 'server', 'storage.type.block'],
    ['name of an upstream', 'upstream shop{ }', 'shop', 'entity.name.type.upstream'],
    [
      'upstream that is called',
      'location / { proxy_pass http://shop/; }',
      'shop',
      'entity.name.type.upstream',
    ],
    ['without a scheme', 'uwsgi_pass shop;', 'shop', 'entity.name.type.upstream'],
    ['address that is called', 'proxy_pass http://10.0.0.1:80;', '10.0', 'constant.other.address'],
    ['port', 'proxy_pass http://shop:8000;', '8000', 'constant.numeric.port'],
    ['socket', 'proxy_pass http://unix:/run/a.sock;', '/run', 'string.unquoted.path'],
    ['parameter', 'server a:1 max_fails=3;', 'max_fails', 'variable.parameter'],
    ['unit', 'proxy_read_timeout 60s;', 's;', 'keyword.other.unit'],
    ['size', 'client_max_body_size 8m;', 'm;', 'keyword.other.unit'],
    ['on', 'sendfile ON;', 'ON', 'constant.language.boolean'],
    ['variable', 'set $a $host;', 'host', 'variable.other'],
    ['variable in quotes', 'add_header x "a $host";', 'host', 'variable.other'],
    ['capture', 'return 301 /$1;', '1;', 'variable.other.capture'],
    ['regular expression', 'location ~ ^/a/ { }', '/a/', 'string.regexp'],
    ['regular expression of a condition', 'if ($uri ~ ^/a) { }', '/a', 'string.regexp'],
    ['status', 'return 404;', '404', 'constant.numeric.status'],
    ['named location', 'error_page 404 @app;', 'app', 'entity.name.label'],
    ['MIME type', 'gzip_types text/css;', 'text/css', 'constant.other.mime-type'],
    ['level', 'error_log stderr warn;', 'warn', 'constant.language.level'],
    ['a directive of someone’s module', 'brotli_comp_level 6;', 'brotli', 'keyword.other.directive'],
  ])('%s', (_, text, part, expected) => {
    expect(scope(text, part)).toBe(expected);
  });
});

describe('bodies that hold no directives', () => {
  test.each([
    ['map', 'map $a $b { server x; }\nlisten 80;', 'server', 'string.unquoted.entry'],
    ['types', 'types { text/css css; }', 'css; }', 'string.unquoted.extension'],
    ['after a map', 'map $a $b { ~^x$ y; }\nlisten 80;', 'listen', 'keyword.other.directive'],
    ['lua', 'access_by_lua_block { if a then return 1 end }', 'then', 'keyword.control.lua'],
    ['after lua', 'access_by_lua_block { t = {"}"} }\nlisten 80;', 'listen', 'keyword.other.directive'],
    [
      'after a long lua string',
      'init_by_lua_block { s = [[ } ]] }\nlisten 80;',
      'listen',
      'keyword.other.directive',
    ],
  ])('%s', (_, text, part, expected) => {
    expect(scope(text, part)).toBe(expected);
  });
});

describe('the end', () => {
  test.each([
    ['closed', 'http { server { listen 80; } }', 1],
    ['a variable in braces closes nothing', 'http { server { root ${a}; } }', 1],
    ['a template closes nothing', 'http { server { root {{ a }}; } }', 1],
    ['a missing ; does not swallow the brace', 'http { server { listen 80 } }', 1],
    ['a brace too many', 'http { } }', 1],
    ['open', 'http {', 3],
  ])('%s', (_, text, expected) => {
    expect(depth(text)).toBe(expected);
  });
});
