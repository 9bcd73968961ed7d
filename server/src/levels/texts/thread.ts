import type { LevelText } from './text.ts';

/** Threads inside a worker. */
export const threadText: LevelText = {
  level: 'thread',
  title: 'Threads: several requests in one worker',
  summary:
    'Threads let one worker hold several requests that share its memory. They help requests that wait, and hardly those that compute.',
  what: [
    'With `threads` above 1 gunicorn uses the class `gthread`: each worker keeps a pool of threads, and each thread handles one request. Four workers with four threads hold sixteen requests in the memory of four workers.',
    "CPython runs Python code of one process in one thread at a time; the *global interpreter lock* (GIL) sees to it. A thread that waits for a socket, a file or a database gives the lock away, so the others go on. A thread that computes keeps it from them. That is why threads multiply waiting and not computing. Python 3.13 and later also exist in a *free-threaded* build without the lock (experimental in 3.13, supported from 3.14); there threads compute in parallel, provided that every extension module in use was built for it. From 3.13 on `python -c 'import sys; print(sys._is_gil_enabled())'` says which one it is.",
  ],
  when: [
    'Requests spend much of their time in a database, in other services or in files, and the code is safe for threads.',
    'Memory limits the number of workers.',
    'Clients or nginx keep connections open between requests: `gthread` keeps them without occupying a thread, `sync` closes them.',
    'Some requests are slow (reports, uploads) and must not hold up the quick ones.',
  ],
  settings: [
    {
      file: 'gunicorn',
      name: 'threads',
      effect: 'Threads of each worker; above 1 it turns `sync` into `gthread`.',
    },
    { file: 'gunicorn', name: 'worker_class', effect: '`gthread`; other classes ignore `threads`.' },
    {
      file: 'gunicorn',
      name: 'worker_connections',
      effect: 'Open connections of a worker, idle ones included; has to be above `threads`.',
    },
    { file: 'gunicorn', name: 'keepalive', effect: 'Seconds that an idle connection stays open.' },
    {
      file: 'gunicorn',
      name: 'timeout',
      effect: 'Watches the worker as a whole: a slow request in one thread is not cut off.',
    },
    {
      file: 'supervisor',
      name: 'environment',
      effect: 'Where libraries that start threads of their own are held back, as with `OMP_NUM_THREADS="1"`.',
    },
    {
      file: 'nginx',
      name: 'keepalive',
      effect: 'Idle connections to the upstream, which `gthread` can use (and `sync` cannot).',
    },
  ],
  advantages: [
    'A waiting request costs a thread, a few MiB at most, in place of a process.',
    'Caches, pools and loaded data are shared inside the worker.',
    'No change of the code where it is safe for threads; Django, Flask and SQLAlchemy are made for it.',
    'A connection can stay open between requests.',
  ],
  limitations: [
    '**The GIL.** The threads of one worker compute on one core together. Only a free-threaded Python lifts that.',
    '**Shared memory.** Two threads that change the same object disturb each other: module variables, a client object, a cache need a lock or one copy for each thread.',
    '**One fate.** A crash in one thread takes the whole worker with all its requests.',
    '**A pool for the process.** More threads than connections in the pool wait for each other, and then fail with a time-out of the pool.',
    '**No time-out for a request.** `timeout` only notices a worker that is stuck altogether.',
  ],
  arithmetic: [
    {
      answers: 'Requests at the same moment',
      formula: 'c = N·W·T',
      symbols: 'N instances, W workers, T threads of each',
      example: '2 instances of 4 workers of 4 threads: 32 requests.',
    },
    {
      answers: 'Requests a second at most',
      formula: 'X = min(c / S, P / S_cpu, C / S_cpu)',
      symbols:
        'P = N·W processes (each computes on one core), C cores, S and S_cpu seconds of a request, and on a processor',
      example: '16 slots, 0.1 s, of which 0.02 s on one of 4 cores: min(160, 200) = 160 a second.',
    },
    {
      answers: 'Threads that keep one core busy',
      formula: 'T = S / S_cpu',
      symbols: 'beyond it more threads of one worker only take turns',
      example: '0.1 s with 0.02 s on a processor: 5 threads.',
    },
    {
      answers: 'Threads for a rate',
      formula: 'T = λ·S / (ρ·N·W)',
      symbols: 'λ requests a second, ρ the share of time a thread may be busy (0.7)',
      example: '100 a second of 0.2 s at 70 %: 29 slots; on 4 workers 8 threads each.',
    },
    {
      answers: 'Database connections',
      formula: 'D = N·W·T without a pool, N·W·(pool_size + max_overflow) with one',
      symbols: 'Django keeps one connection for each thread',
      example: '8 workers of 4 threads in Django: 32.',
    },
  ],
  exhausted: [
    'Each worker uses a full core and no more (`top -H`): the GIL is the limit. More workers, not more threads.',
    'All threads are busy and the cores idle: more threads still help, until the pool or the other service is the limit.',
    'Errors such as `QueuePool limit of size 5 overflow 10 reached`: threads wait for connections.',
    'Hundreds of threads in a worker, nearly all of them waiting: an event loop holds them for less.',
  ],
  next: [
    { level: 'process', when: 'workers compute at a full core each' },
    { level: 'async', when: 'thousands of connections wait at once (long polling, streams, WebSocket)' },
    { level: 'horizontal', when: 'all cores of the machine are busy' },
  ],
  sources: [
    {
      text: 'gunicorn: threads, worker_class',
      url: 'https://docs.gunicorn.org/en/stable/settings.html#threads',
    },
    {
      text: 'Python: global interpreter lock',
      url: 'https://docs.python.org/3/glossary.html#term-global-interpreter-lock',
    },
    {
      text: 'Python: free threading',
      url: 'https://docs.python.org/3/howto/free-threading-python.html',
    },
  ],
};
