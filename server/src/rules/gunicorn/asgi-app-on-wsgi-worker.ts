import type { Edit } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { changeClass, classIn, gunicornUses } from '../shared/gunicorn-use.ts';
import { addPackage, listWithout } from '../shared/requirements.ts';

export default defineRule({
  id: 'gunicorn/asgi-app-on-wsgi-worker',
  title: 'An ASGI application on a WSGI worker, or the reverse',
  severity: 'error',
  confidence: 'high',
  level: 'async',
  reads: ['gunicorn', 'supervisor'],
  what: "The application's module is at hand, its object certainly is an ASGI application (FastAPI, Starlette, Litestar, Quart, `get_asgi_application`) and the worker class is sync, gthread or gevent; or it certainly is a WSGI one (Flask, `get_wsgi_application`) on an asgi or uvicorn worker.",
  why: 'Every request is a 500: the two call applications in different ways.',
  silent: [
    'The module is not at hand, or the object is made in a way that is not certain.',
    'A wrapper such as WSGIMiddleware.',
  ],
  logs: ["TypeError: app() missing 1 required positional argument: 'send'"],
  evidence: [
    {
      text: 'gunicorn documentation, Design: how many workers',
      url: 'https://docs.gunicorn.org/en/stable/design.html#how-many-workers',
    },
    { text: 'Run with gunicorn 26.1: 500 and the TypeError above' },
  ],
  fix: 'Gives the worker class that calls such an application, and adds the package that brings it to the one requirements file at hand.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn main:app
                                            ^^^^^^^^ error: main:app is an ASGI application, and sync workers call WSGI ones: every request is a 500. Use -k uvicorn_worker.UvicornWorker.
        -- /srv/shop/main.py --
        from fastapi import FastAPI
        app = FastAPI()
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -k uvicorn_worker.UvicornWorker main:app
        -- /srv/shop/main.py --
        from fastapi import FastAPI
        app = FastAPI()
      `,
    },
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -c gunicorn.conf.py main:app
                                                                ^^^^^^^^ error: main:app is an ASGI application, and gthread workers call WSGI ones: every request is a 500. Use -k uvicorn_worker.UvicornWorker.
        -- /srv/shop/gunicorn.conf.py --
        worker_class = 'gthread'
        -- /srv/shop/main.py --
        from fastapi import FastAPI
        app = FastAPI()
        -- /srv/shop/requirements.txt --
        fastapi
        gunicorn
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -c gunicorn.conf.py main:app
        -- /srv/shop/gunicorn.conf.py --
        worker_class = 'uvicorn_worker.UvicornWorker'
        -- /srv/shop/main.py --
        from fastapi import FastAPI
        app = FastAPI()
        -- /srv/shop/requirements.txt --
        fastapi
        gunicorn
        uvicorn-worker
      `,
    },
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -k uvicorn.workers.UvicornWorker shop:app
                                                                             ^^^^^^^^ error: shop:app is a WSGI application, and uvicorn.workers.UvicornWorker workers call ASGI ones: every request is a 500. Use -k gthread.
        -- /srv/shop/shop.py --
        from flask import Flask
        app = Flask(__name__)
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -k gthread shop:app
        -- /srv/shop/shop.py --
        from flask import Flask
        app = Flask(__name__)
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -k uvicorn_worker.UvicornWorker main:app
        -- /srv/shop/main.py --
        from fastapi import FastAPI
        app = FastAPI()
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn main:app
        -- /srv/shop/main.py --
        from fastapi import FastAPI
        from a2wsgi import ASGIMiddleware
        app = ASGIMiddleware(FastAPI())
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const app = use.server?.app;
    const [module, name] = app?.text.split(':') ?? [];
    const path = `/${module?.replaceAll('.', '/')}.py`;
    const files = deployment.context.modules.filter(({ uri }) => uri.endsWith(path));
    const kind = files.length === 1 && files[0] ? kindOf(files[0].text, name ?? 'application') : undefined;
    const worker = classIn(use);
    if (!app?.place || !kind || !worker) continue;
    const isAsync = /^(?:asgi$|uvicorn)/.test(worker);
    if ((kind === 'ASGI') === isAsync || !/^(?:sync|gthread|gevent|asgi|uvicorn)/.test(worker)) continue;
    const better = kind === 'ASGI' ? 'uvicorn_worker.UvicornWorker' : 'gthread';
    const article = kind === 'ASGI' ? 'an' : 'a';
    yield {
      place: app.place,
      message: `${app.text} is ${article} ${kind} application, and ${worker} workers call ${isAsync ? 'ASGI' : 'WSGI'} ones: every request is a 500. Use -k ${better}.`,
      fixes: fixWith(
        `Use ${better}`,
        false,
        changeClass(use, deployment, better),
        ...adding(deployment, better),
      ),
    };
  }
}

/** Adds the package of a worker class where the requirements lack it, so that it can be installed. */
function adding(deployment: Deployment, workerClass: string): readonly Edit[] {
  const list = workerClass === 'gthread' ? undefined : listWithout(deployment, 'uvicorn-worker');
  return list ? [addPackage(list, 'uvicorn-worker')] : [];
}

/** What a top-level assignment certainly makes of a name; undefined for everything else. */
function kindOf(text: string, name: string): 'ASGI' | 'WSGI' | undefined {
  const made = new RegExp(`^${name.replace(/\W/g, '')}\\s*(?::[^=\\n]*)?=\\s*([\\w.]+)\\(`, 'm').exec(
    text,
  )?.[1];
  if (
    /^(?:fastapi\.)?FastAPI$|^(?:starlette\.applications\.)?Starlette$|^Litestar$|^Quart$|^get_asgi_application$/.test(
      made ?? '',
    )
  )
    return 'ASGI';
  return /^(?:flask\.)?Flask$|^get_wsgi_application$/.test(made ?? '') ? 'WSGI' : undefined;
}
