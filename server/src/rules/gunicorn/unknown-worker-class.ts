import type { Place } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import { workerClassProblem } from '../../model/gunicorn/problems.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { gunicornUses, valueIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/unknown-worker-class',
  title: 'A worker class that gunicorn does not have',
  severity: 'error',
  confidence: 'high',
  level: 'async',
  reads: ['gunicorn', 'supervisor'],
  what: '`worker_class` (or `-k`) is a bare word that is no worker class of gunicorn, or one that the version in `[versions]` does not have yet.',
  why: 'gunicorn looks the class up when it starts and stops: supervisord restarts it until it gives up.',
  silent: [
    'Import paths (`package.module.Class`), which anyone may define.',
    'A package of that name is required, which may register the word.',
  ],
  logs: ["Error: class uri 'gevnt' invalid or not found:"],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: "Run with gunicorn 26.1: ImportError: Entry point ('gunicorn.workers', 'gevnt') not found" },
  ],
  fix: 'Writes the nearest class.',
  examples: [
    {
      bad: `
        worker_class = 'gevnt'
                       ^^^^^^^ error: gunicorn starts with the worker class 'gevnt' and stops: class uri 'gevnt' invalid or not found. gunicorn has no worker class of this name. Write 'gevent'.
      `,
      fixed: `
        worker_class = 'gevent'
      `,
    },
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -k gevnt shop:app
                                               ^^^^^ error: gunicorn starts with the worker class 'gevnt' and stops: class uri 'gevnt' invalid or not found. gunicorn has no worker class of this name. Write 'gevent'.
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -k gevent shop:app
      `,
    },
    {
      good: `
        worker_class = 'shop.workers.Patient'
      `,
    },
    {
      good: `
        worker_class = 'meinheld'
        -- /requirements.txt --
        meinheld==1.0
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const name = valueIn(use, 'worker_class');
    const at = writtenAt(use, 'worker_class');
    if (typeof name !== 'string' || !at || isRequired(deployment, name)) continue;
    const problem = workerClassProblem(name.trim(), at, deployment.versions.gunicorn);
    if (problem?.code === 'gunicorn/unknown-worker-class')
      yield draft(at, problem.message, problem.data?.suggestion, use.file?.file.uri === at.uri);
  }
}

const isRequired = ({ context }: Deployment, name: string): boolean =>
  context.requirements.some(({ text }) => text.toLowerCase().includes(name.toLowerCase()));

const draft = (place: Place, message: string, near: string | undefined, inFile: boolean): Draft => ({
  place,
  message,
  fixes: near
    ? [{ title: `Write ${near}`, safe: false, edits: [replace(place, inFile ? `'${near}'` : near)] }]
    : [],
});
