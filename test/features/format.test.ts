import { describe, expect, test } from 'vitest';
import { checkFormat, formatted } from '../support/format.ts';

describe('nginx', () => {
  test('lines are indented by their blocks, ends are trimmed, what is aligned stays', () =>
    checkFormat(
      'nginx',
      `http {
server{   
  listen   80;
      # about
      location / { proxy_pass   http://shop; }   

   log_format  main  '$remote_addr'
                     '$request';
    }
  }
`,
      `http {
    server{
        listen   80;
        # about
        location / { proxy_pass   http://shop; }

        log_format  main  '$remote_addr'
                          '$request';
    }
}
`,
    ));

  test('tabs where the editor wants them', () =>
    checkFormat(
      'nginx',
      'http {\n    server {\n  listen 80;\n }\n}\n',
      'http {\n\tserver {\n\t\tlisten 80;\n\t}\n}\n',
      {
        tabSize: 8,
        indentWith: 'tabs',
      },
    ));

  test('Lua, quoted line breaks and comments keep every character', () => {
    const lua =
      'http {\n    server {\n        content_by_lua_block {\n  local a = {\n 1 }   \n        }\n    }\n}\n';
    expect(formatted('nginx', lua)).toBe(lua);
    checkFormat('nginx', 'a {\nb "x\n   y"; #  c  \n}\n', 'a {\n    b "x\n   y"; #  c  \n}\n');
  });

  test('lines of a map are indented', () =>
    checkFormat(
      'nginx',
      'map $uri $new {\n  default   0;\n/a  1;\n}\n',
      'map $uri $new {\n    default   0;\n    /a  1;\n}\n',
    ));

  test('CRLF stays CRLF', () => checkFormat('nginx', 'a {  \r\nb 1;\r\n}\r\n', 'a {\r\n    b 1;\r\n}\r\n'));

  test('a directive over several lines moves as one', () =>
    checkFormat(
      'nginx',
      'http {\nserver_name a\n            b\n            c;\n}\n',
      'http {\n    server_name a\n                b\n                c;\n}\n',
    ));

  test('a file that nginx does not read stays as it is', () => {
    for (const text of ['a {\nb 1;\n', 'a {\n b 1\n}\n', '}\n  a 1;\n'])
      expect(formatted('nginx', text)).toBe(text);
  });

  test('lines of a template stay where they are', () => {
    const text = 'http {\n{% if a %}\n    b 1;\n{% endif %}\n}\n';
    expect(formatted('nginx', text)).toBe(text);
  });
});

describe('supervisord.conf', () => {
  test('ends are trimmed, = is written as most do, sections stand apart', () =>
    checkFormat(
      'supervisor',
      `[supervisord]
nodaemon = true  
logfile=/var/log/a.log
pidfile = /run/a.pid
; about web
[program:web]
command = x  ; start
environment = A="1",
    B="2"   
[group:a]
programs = web
`,
      `[supervisord]
nodaemon = true
logfile = /var/log/a.log
pidfile = /run/a.pid

; about web
[program:web]
command = x  ; start
environment = A="1",
    B="2"

[group:a]
programs = web
`,
    ));

  test('columns stay', () => {
    const text = '[program:a]\ncommand   = x\ndirectory = /a\nuser=b\n';
    expect(formatted('supervisor', text)).toBe(text);
  });

  test('a value that would become a comment is left alone', () => {
    const text = '[program:a]\ncommand = x\nuser = b\npassword=;secret\n';
    expect(formatted('supervisor', text)).toBe(text);
  });

  test('a file that supervisord refuses stays as it is', () => {
    const text = '[program:a]\ncommand = x  \nno delimiter\n';
    expect(formatted('supervisor', text)).toBe(text);
  });
});
