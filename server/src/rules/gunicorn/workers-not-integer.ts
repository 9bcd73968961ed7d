import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'gunicorn/workers-not-integer',
  title: 'A setting that must be a whole number and is none',
  severity: 'error',
  confidence: 'high',
  level: 'process',
  reads: ['gunicorn'],
  what: 'The value of a setting that takes whole numbers (workers, threads, timeout, worker_connections, keepalive, max_requests …) is a float, a text that is no number, or None.',
  why: '`cpu_count() * 1.5` and every division with `/` give floats. gunicorn refuses them and does not start.',
  silent: ['Texts of digits (`"4"`), which gunicorn takes.', '`//`, which gives whole numbers.'],
  logs: ['Invalid value for workers: 3.0', "Error: int() can't convert non-string with explicit base"],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'Run with gunicorn 20.1 and 26.1: exit status 1' },
  ],
  fix: 'Wraps the expression in int().',
  examples: [
    {
      bad: `
        import multiprocessing
        workers = multiprocessing.cpu_count() * 1.5
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: gunicorn does not start with this value. Invalid value for workers: 3.0. Error: int() can't convert non-string with explicit base. This happens on any number of cores.
        -- /scaling-lens.ini --
        [target]
        cores = 2
      `,
      fixed: `
        import multiprocessing
        workers = int(multiprocessing.cpu_count() * 1.5)
        -- /scaling-lens.ini --
        [target]
        cores = 2
      `,
    },
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w two shop:app
                                               ^^^ error: gunicorn exits: 'argument -w/--workers: invalid int value: 'two''. Write a whole number.
      `,
    },
    {
      good: `
        workers = "4"
      `,
    },
    {
      good: `
        workers = 9 // 2
      `,
    },
  ],
  check: fromProblems('gunicorn/workers-not-integer', wrap),
});

function wrap({ place, data }: Problem): readonly Fix[] {
  if (data?.type !== 'float') return [];
  const { uri, span } = place;
  const edits = [
    { uri, span: { start: span.start, end: span.start }, newText: 'int(' },
    { uri, span: { start: span.end, end: span.end }, newText: ')' },
  ];
  return [{ title: 'Wrap it in int()', safe: true, edits }];
}
