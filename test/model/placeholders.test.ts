import { describe, expect, test } from 'vitest';
import { loadNginx } from '../../server/src/model/nginx/load.ts';
import { nginxSyntaxOf } from '../../server/src/model/nginx/say.ts';
import { loadSupervisor } from '../../server/src/model/supervisor/load.ts';
import type { NginxStatement } from '../../server/src/syntax/nginx/tree.ts';
import { bases } from '../conformance/nginx-mutate.ts';
import { readText } from './gunicorn-support.ts';

const placeholders = ['{{ x }}', '${X_Y}', '%(name)s', '<%= @x %>', '__X_Y__', '@X_Y@'];

/** The text with one stretch after the other replaced. */
const withEach = (
  text: string,
  spans: readonly { readonly start: number; readonly end: number }[],
  placeholder: string,
): readonly string[] => spans.map(({ start, end }) => text.slice(0, start) + placeholder + text.slice(end));

const argumentsIn = (statements: readonly NginxStatement[]): readonly { start: number; end: number }[] =>
  statements.flatMap(({ words, body }) => [...words.slice(1), ...argumentsIn(body?.statements ?? [])]);

describe('no argument of nginx is refused because of a placeholder', () => {
  const texts = bases.map((base) => base.replace('QUIET', ''));

  test.each(placeholders)('%s', (placeholder) => {
    const refused = texts.flatMap((text) => {
      const spans = argumentsIn(nginxSyntaxOf({ uri: 'file:///a', text, kind: 'nginx' }).tree.statements);
      expect(spans.length).toBeGreaterThan(20);
      return withEach(text, spans, placeholder).flatMap((filled) => {
        const main = { uri: 'file:///nginx.conf', text: filled, kind: 'nginx' as const };
        const problem = loadNginx(main, () => [], {}).problems.find(({ refusedBy }) => refusedBy === 'nginx');
        const line = filled.split('\n').find((one) => one.includes(placeholder));
        return problem ? [`${line?.trim()}: ${problem.message}`] : [];
      });
    });
    expect(refused).toEqual([]);
  });
});

describe('no value of Supervisor is refused because of a placeholder', () => {
  const options = [
    'command=gunicorn shop:app',
    'numprocs=1',
    'process_name=%(program_name)s',
    'autostart=true',
    'startsecs=5',
    'stopsignal=TERM',
    'stopwaitsecs=10',
    'user=www',
    'priority=9',
    'exitcodes=0,2',
    'umask=022',
    'stdout_logfile=/var/log/x.log',
    'stdout_logfile_maxbytes=1MB',
    'environment=A=1',
    'directory=/srv',
    'redirect_stderr=true',
    'stopasgroup=false',
    'autorestart=unexpected',
    'startretries=3',
  ];

  test.each(placeholders)('%s', (placeholder) => {
    const other = placeholder.startsWith('%') ? 'serverurl=%(other)s\n' : '';
    const refused = options.flatMap((option) => {
      const [name = ''] = option.split('=');
      const rest = options.filter(
        (one) => one !== option && !one.startsWith('numprocs') && !one.startsWith('process'),
      );
      const text = `[program:web]\n${rest.join('\n')}\n${name}=${placeholder}\n${other}`;
      const file = { uri: 'file:///etc/supervisor/conf.d/web.conf', text, kind: 'supervisor' as const };
      return loadSupervisor(file, () => []).problems.map(({ message }) => `${name}: ${message}`);
    });
    expect(refused).toEqual([]);
  });
});

describe('no value of gunicorn is refused because of a placeholder', () => {
  const settings = [
    'bind',
    'workers',
    'worker_class',
    'timeout',
    'user',
    'umask',
    'loglevel',
    'raw_env',
    'preload_app',
  ];

  test.each(placeholders)('%s', (placeholder) => {
    const texts = settings
      .flatMap((name) => [
        `threads = 2\n${name} = ${placeholder}\nbacklog = 64\n`,
        `threads = 2\n${name} = "${placeholder}"\nbacklog = 64\n`,
        `threads = 2\n${name} = ["x", "a${placeholder}b"]\nbacklog = 64\n`,
      ])
      .filter((text) => !/(?:workers|timeout|umask|preload_app|worker_class|user|loglevel) = \[/.test(text));
    for (const text of texts) {
      const { problems, settings: read } = readText(text);
      expect(problems.map(({ message }) => `${text}: ${message}`)).toEqual([]);
      expect(read.get('backlog')?.value).toMatchObject({ known: true });
    }
  });
});
