import type { LevelText } from './text.ts';

/** Event loops. */
export const asyncText: LevelText = {
  level: 'async',
  title: 'Async: thousands of waiting requests in one worker',
  summary:
    'An event loop keeps thousands of waiting requests in one worker and works on one at a time. It suits waiting; one call that blocks stops them all.',
  what: [
    'An asynchronous worker runs an *event loop*: when a request has to wait for a socket, the loop puts it aside and goes on with another one that is ready. A waiting request costs a few KiB, so a worker holds thousands of them. Nothing runs at the same time, though: between two waits one request has the loop for itself.',
    'There are two kinds. `gevent` makes ordinary blocking code give way by replacing the blocking functions of the standard library; code stays as it is. ASGI servers (uvicorn, hypercorn, the `asgi` class of newer gunicorns) run code that is written with `async` and `await`, and code without it is put into a small pool of threads.',
  ],
  when: [
    'Many connections are open for long and do little: WebSocket, server-sent events, long polling, chat.',
    'Requests mostly wait for other services, and the libraries in use can wait asynchronously.',
    'The framework is asynchronous anyway: FastAPI, Starlette, Django Channels, aiohttp.',
    'Not for work that computes: a loop uses one core, and everyone else waits in the meantime.',
  ],
  settings: [
    {
      file: 'gunicorn',
      name: 'worker_class',
      effect:
        '`gevent` (package gevent), `uvicorn_worker.UvicornWorker` (package uvicorn-worker), `asgi` (gunicorn 25.1 or newer).',
    },
    {
      file: 'gunicorn',
      name: 'workers',
      effect: 'One for each core: a loop uses one core, and concurrency comes from connections.',
    },
    {
      file: 'gunicorn',
      name: 'worker_connections',
      effect: 'Requests of one `gevent` worker at once (1000 by default).',
    },
    { file: 'gunicorn', name: 'keepalive', effect: 'Seconds that an idle connection stays open.' },
    {
      file: 'gunicorn',
      name: 'timeout',
      effect: 'A loop that was stuck for so long is killed, with everything in it.',
    },
    {
      file: 'supervisor',
      name: 'numprocs',
      effect: 'Servers that are one process (daphne, uvicorn without workers) use more cores only this way.',
    },
    {
      file: 'supervisor',
      name: 'minfds',
      effect: 'Open files of supervisord and its children: each connection is one.',
    },
    { file: 'nginx', name: 'worker_connections', effect: 'Each client that is passed on takes two of them.' },
    {
      file: 'nginx',
      name: 'proxy_read_timeout',
      effect: 'Closes a stream or a WebSocket that is silent for longer (60 s by default).',
    },
    { file: 'nginx', name: 'proxy_buffering', effect: 'Holds back server-sent events unless it is off.' },
  ],
  advantages: [
    'A waiting connection costs KiB in place of a process or a thread.',
    'Slow clients and slow services no longer block workers.',
    'The natural home of WebSocket and streams.',
  ],
  limitations: [
    '**I/O-bound only.** Computing gains nothing: one loop, one core.',
    '**One blocking call stalls all.** `time.sleep`, `requests.get`, a database driver that blocks, a large JSON: for that long nobody in the worker is served, and health checks fail.',
    '**Every library has to take part.** gevent needs drivers that it can patch (psycopg2 needs a hook); asyncio needs asynchronous ones.',
    '**No natural brake.** A loop accepts thousands of requests and then needs thousands of database connections: limits have to be set on purpose.',
    '**Files.** Each connection is an open file; the usual limit of 1024 is reached first.',
  ],
  arithmetic: [
    {
      answers: 'Workers to start with',
      formula: 'W = C',
      symbols: 'C cores; a rule of thumb, the documentations give none for these classes',
      example: '4 cores: 4 workers.',
    },
    {
      answers: 'Requests at the same moment',
      formula: 'c = N·W·K   (no limit for uvicorn, asgi, tornado)',
      symbols: 'K worker_connections',
      example: '4 gevent workers of 1000: 4000.',
    },
    {
      answers: 'Requests a second at most',
      formula: 'X = min(c / S, C / S_cpu)',
      symbols: 'S seconds of a request, S_cpu those on a processor, C cores',
      example:
        '4000 slots of 0.1 s, 5 ms each on 4 cores: min(40 000, 800) = 800 a second: the cores decide.',
    },
    {
      answers: 'Longest stall',
      formula: 'stall = longest stretch without await',
      symbols: 'seconds; all requests of the worker get that much slower',
      example: 'a JSON of 50 MB that takes 0.4 s to parse makes 0.4 s for every user of that worker.',
    },
    {
      answers: 'Open files of a worker',
      formula: 'F = 2·K + listeners + 30',
      symbols: 'a client and a service for each request, and what is open anyway',
      example: 'K = 1000: about 2031, above the usual limit of 1024.',
    },
  ],
  exhausted: [
    'One worker uses a full core (`top`): the loops compute. More workers up to the cores, then more machines.',
    'All requests become slow at the same moment, then recover: something blocks the loop (`PYTHONASYNCIODEBUG=1` names it).',
    '`OSError: [Errno 24] Too many open files`: raise `minfds`, and `worker_rlimit_nofile` in nginx.',
    'The pool of connections times out: more requests are in progress than the database takes.',
  ],
  next: [
    { level: 'process', when: 'loops use a full core and other cores are idle' },
    { level: 'horizontal', when: 'all cores are busy, or too many clients for one machine' },
    { level: 'vertical', when: 'open connections fill the memory' },
  ],
  sources: [
    {
      text: 'gunicorn: Design, Async workers',
      url: 'https://docs.gunicorn.org/en/stable/design.html#async-workers',
    },
    { text: 'uvicorn: Deployment', url: 'https://www.uvicorn.org/deployment/' },
    {
      text: 'Python: Developing with asyncio, Running blocking code',
      url: 'https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code',
    },
    { text: 'nginx: WebSocket proxying', url: 'https://nginx.org/en/docs/http/websocket.html' },
  ],
};
