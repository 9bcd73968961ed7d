import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { gunicornUses, valueIn, writtenAt } from '../shared/gunicorn-use.ts';
import { addPackage, listWithout } from '../shared/requirements.ts';

export default defineRule({
  id: 'gunicorn/worker-class-needs-package',
  title: 'The worker class needs a package that is not required',
  severity: 'warning',
  confidence: 'high',
  level: 'async',
  reads: ['gunicorn', 'supervisor'],
  what: "The worker class is gevent, tornado or uvicorn's, a requirements file is at hand, and none of them names the package.",
  why: 'gunicorn stops when it loads the class.',
  silent: [
    'No requirements file is at hand, or one includes another that is not.',
    'The package comes in as an extra (`gunicorn[gevent]`, `uvicorn[standard]`).',
  ],
  logs: [
    "ModuleNotFoundError: No module named 'uvicorn_worker'",
    'RuntimeError: gevent worker requires gevent 24.10.1 or higher',
  ],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'uvicorn documentation, Deployment', url: 'https://www.uvicorn.org/deployment/' },
  ],
  fix: 'Adds it to requirements.txt.',
  examples: [
    {
      bad: `
        -- /srv/shop/gunicorn.conf.py --
        worker_class = 'gevent'
                       ^^^^^^^^ warning: The worker class gevent needs the package gevent, and the requirements do not name it. Add gevent.
        -- /srv/shop/requirements.txt --
        gunicorn==23.0
      `,
      fixed: `
        -- /srv/shop/gunicorn.conf.py --
        worker_class = 'gevent'
        -- /srv/shop/requirements.txt --
        gunicorn==23.0
        gevent
      `,
    },
    {
      good: `
        -- /srv/shop/gunicorn.conf.py --
        worker_class = 'gevent'
      `,
    },
    {
      good: `
        -- /srv/shop/gunicorn.conf.py --
        worker_class = 'gevent'
        -- /srv/shop/requirements.txt --
        gunicorn[gevent]==23.0
      `,
    },
  ],
  check,
});

const packages: Readonly<Record<string, string>> = {
  gevent: 'gevent',
  tornado: 'tornado',
  'uvicorn.workers.UvicornWorker': 'uvicorn',
  'uvicorn_worker.UvicornWorker': 'uvicorn-worker',
};

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const name = valueIn(use, 'worker_class');
    const at = writtenAt(use, 'worker_class');
    const needed = typeof name === 'string' ? packages[name] : undefined;
    const list = needed && at ? listWithout(deployment, needed) : undefined;
    if (!needed || !at || !list) continue;
    yield {
      place: at,
      message: `The worker class ${name} needs the package ${needed}, and the requirements do not name it. Add ${needed}.`,
      related: [{ place: { uri: list.uri, span: { start: 0, end: 0 } }, message: 'The requirements' }],
      fixes: [{ title: `Add ${needed} to the requirements`, safe: false, edits: [addPackage(list, needed)] }],
    };
  }
}
