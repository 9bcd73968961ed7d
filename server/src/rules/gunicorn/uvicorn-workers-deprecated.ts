import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { changeTo, gunicornUses, valueIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/uvicorn-workers-deprecated',
  title: 'uvicorn.workers is deprecated',
  severity: 'information',
  confidence: 'high',
  level: 'async',
  reads: ['gunicorn', 'supervisor'],
  what: 'The worker class is `uvicorn.workers.UvicornWorker` or `UvicornH11Worker`.',
  why: 'The class moved into the package uvicorn-worker; uvicorn warns and will drop it.',
  silent: ["`uvicorn_worker.UvicornWorker` and gunicorn's own `asgi`."],
  logs: [
    'DeprecationWarning: The `uvicorn.workers` module is deprecated. Please use `uvicorn-worker` package instead.',
  ],
  evidence: [{ text: 'uvicorn documentation, Deployment', url: 'https://www.uvicorn.org/deployment/' }],
  fix: 'Writes uvicorn_worker; the package has to be installed.',
  examples: [
    {
      bad: `
        worker_class = 'uvicorn.workers.UvicornWorker'
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: uvicorn.workers.UvicornWorker is deprecated: the class moved into the package uvicorn-worker. Install it and write uvicorn_worker.UvicornWorker.
      `,
      fixed: `
        worker_class = 'uvicorn_worker.UvicornWorker'
      `,
    },
    {
      good: `
        worker_class = 'uvicorn_worker.UvicornWorker'
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const name = valueIn(use, 'worker_class');
    const at = writtenAt(use, 'worker_class');
    if (typeof name !== 'string' || !at || !/^uvicorn\.workers\./.test(name)) continue;
    const moved = name.replace('uvicorn.workers', 'uvicorn_worker');
    yield {
      place: at,
      message: `${name} is deprecated: the class moved into the package uvicorn-worker. Install it and write ${moved}.`,
      tag: 'deprecated',
      fixes: fixWith(`Write ${moved}`, false, changeTo(use, 'worker_class', `'${moved}'`, moved)),
    };
  }
}
