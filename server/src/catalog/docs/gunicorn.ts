import { type Doc, docOf } from './doc.ts';
import { gunicornFurtherTexts } from './gunicorn-further.ts';
import { gunicornServingTexts } from './gunicorn-serving.ts';

const manual = 'https://docs.gunicorn.org/en/stable/settings.html';

/** The address of the manual's section on a setting. */
export const gunicornSettingLink = (name: string): string => `${manual}#${name.replace(/_/g, '-')}`;

/** What a setting does, what to mind and how it scales; undefined for a name that is no setting. */
export const gunicornSettingDoc = (name: string): Doc | undefined =>
  docOf(gunicornServingTexts[name] ?? gunicornFurtherTexts[name], gunicornSettingLink(name));

/** In words, by setting. */
const defaultTexts: Readonly<Record<string, string>> = {
  chdir: 'the folder gunicorn is started in',
  control_socket: 'gunicorn.ctl in $XDG_RUNTIME_DIR or in ~/.gunicorn',
  group: "the starting account's group",
  ssl_version: 'the newest version both sides know',
  syslog_addr: 'udp://localhost:514 on Linux',
  user: 'the starting account',
};

/** In words, the default that gunicorn works out when it starts; undefined where it is a constant. */
export const gunicornDefaultText = (name: string): string | undefined => defaultTexts[name];

/** What a worker class is good for, by its usual name. */
const classTexts: Readonly<Record<string, string>> = {
  sync: 'One request at a time in each worker. Fine for short, CPU-bound requests behind nginx; one slow client or query holds the whole worker.',
  gthread:
    'A pool of threads in each worker: `threads` requests at a time, with keep-alive. The safe way to overlap waiting for databases without changing the code.',
  gevent:
    'Green threads: up to `worker_connections` requests at a time while they wait. Needs the package gevent and libraries that cooperate; a computation blocks all requests of its worker.',
  tornado: "Tornado's event loop, for applications written for Tornado.",
  asgi: 'The worker for ASGI applications that comes with gunicorn since 24.0. Takes as many requests as arrive: `worker_connections` does not bound it, so bound the load in nginx.',
  eventlet:
    'Green threads of the package eventlet. Deprecated in 25 and removed in 26.0; gevent or gthread take its place.',
  gaiohttp: 'An old asyncio worker, gone since 20.0.',
  'uvicorn_worker.UvicornWorker':
    "The event loop of uvicorn under gunicorn's master, from the package uvicorn-worker. Takes as many requests as arrive; `threads` and `worker_connections` do not matter to it.",
};

/** What a worker class does and what bounds it, by its usual name (see `aliasOf`); undefined for other classes. */
export const workerClassDoc = (name: string): Doc | undefined =>
  docOf(classTexts[name], gunicornSettingLink('worker_class'));
