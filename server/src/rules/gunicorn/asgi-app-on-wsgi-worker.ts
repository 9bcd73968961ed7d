import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { classIn, gunicornUses } from '../shared/gunicorn-use.ts';

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
  fix: null,
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
    yield {
      place: app.place,
      message: `${app.text} is an ${kind} application, and ${worker} workers call ${isAsync ? 'ASGI' : 'WSGI'} ones: every request is a 500. Use -k ${kind === 'ASGI' ? 'uvicorn_worker.UvicornWorker' : 'gthread'}.`,
    };
  }
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
