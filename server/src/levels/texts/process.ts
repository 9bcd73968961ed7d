import type { LevelText } from './text.ts';

/** Worker processes. */
export const processText: LevelText = {
  level: 'process',
  title: 'Processes: more workers',
  summary:
    'A worker is a process of its own: one more worker is one more request at the same moment. Processes use all cores of a machine and cost memory.',
  what: [
    'gunicorn starts one *master* that answers no requests and a number of *workers* that do. The master opens the socket before it starts the workers, so all of them wait at the same door and the kernel hands each connection to one that is free. Each worker has its own Python interpreter and its own memory: while one computes, another can compute on another core, and if one dies the master starts a new one.',
    'With the default class `sync` a worker handles one request from start to end and nothing else meanwhile. Two workers and three requests mean that the third waits, even if the first two only wait for a database.',
  ],
  when: [
    'First of all. It needs no change of the code, and nothing in the application has to be safe for threads.',
    'Always when requests compute (templates, JSON, images, numbers): processes are the level on which Python code computes on several cores.',
    'When one request must not be able to disturb another: a crash or a leak stays in its process.',
  ],
  settings: [
    { file: 'gunicorn', name: 'workers', effect: 'Number of worker processes of one gunicorn.' },
    { file: 'gunicorn', name: 'worker_class', effect: '`sync` is one request a worker.' },
    {
      file: 'gunicorn',
      name: 'preload_app',
      effect: 'Loads the application once in the master; workers share that memory until they write to it.',
    },
    {
      file: 'gunicorn',
      name: 'max_requests',
      effect:
        'Replaces a worker after so many requests, against slow leaks; `max_requests_jitter` spreads it.',
    },
    {
      file: 'gunicorn',
      name: 'timeout',
      effect: 'A `sync` worker that is busy for longer is killed with its request.',
    },
    {
      file: 'supervisor',
      name: 'numprocs',
      effect: 'Number of whole gunicorns; it multiplies with `workers`.',
    },
    {
      file: 'supervisor',
      name: 'stopwaitsecs',
      effect: 'Time for the workers to finish before supervisord kills them.',
    },
    {
      file: 'nginx',
      name: 'worker_processes',
      effect: "nginx' own processes; `auto` takes one for each core.",
    },
  ],
  advantages: [
    'Uses every core; the lock of the Python interpreter holds for one process only.',
    'One crash, one leak, one endless loop costs one worker, and it is replaced.',
    'No shared state to protect: code that is not safe for threads works.',
    'One number to change, and it takes effect without a restart: `kill -HUP` of the master reads the file again.',
  ],
  limitations: [
    '**Memory.** Each worker holds the loaded application, often 50 to 300 MiB. With `preload_app` the part that nobody writes to is shared, but it shrinks while the workers run.',
    '**Cores.** More processes than cores can only help as long as they wait. From about four for each core on they take turns and each becomes slower.',
    '**Nothing is shared.** A cache, a counter or a session in memory exists once in each worker, with different content.',
    '**Database connections.** Each worker opens its own pool, so the sum grows with every worker.',
    '**Waiting is expensive.** A `sync` worker that waits two seconds for another service serves nobody in these two seconds.',
  ],
  arithmetic: [
    {
      answers: 'Workers to start with',
      formula: 'W = 2·C + 1   (between 2·C and 4·C)',
      symbols: 'W workers of all instances together, C cores',
      example: '4 cores: 9 workers, at most 16. With numprocs = 3 that is 3 for each instance.',
    },
    {
      answers: 'Requests at the same moment',
      formula: 'c = N·W',
      symbols: 'N instances (numprocs), W workers of each',
      example: '3 instances of 4 sync workers: 12 requests; the 13th waits.',
    },
    {
      answers: 'Requests a second at most',
      formula: 'X = min(c / S, C / S_cpu)',
      symbols: 'S seconds of a request, S_cpu those on a processor',
      example: '9 workers and 0.1 s: 90 a second; if all of it computes on 4 cores: 40 a second.',
    },
    {
      answers: 'Memory',
      formula: 'M = N·(W + 1)·m',
      symbols: 'm resident memory of one process in bytes, the 1 is the master',
      example: '2 instances of 4 workers of 180 MiB: 10 · 180 MiB = 1.76 GiB.',
    },
    {
      answers: 'Database connections',
      formula: 'D = N·W·(pool_size + max_overflow)',
      symbols: 'the pool of one process; D has to stay under max_connections − reserved',
      example: '2 · 4 · (5 + 10) = 120 of 97 usable: too many; with 5 + 5 it is 80.',
    },
  ],
  exhausted: [
    'All cores are busy (`top`: idle near 0): more workers only take turns.',
    'Cores are idle and requests queue: the workers wait. Threads or an async class hold a waiting request for much less.',
    'The memory is full: the kernel kills a worker (`dmesg`: `Out of memory: Killed process`), gunicorn logs `was sent SIGKILL! Perhaps out of memory?`.',
    'The database refuses: `FATAL: sorry, too many clients already`.',
  ],
  next: [
    { level: 'thread', when: 'requests wait and memory is short: threads share one process' },
    { level: 'async', when: 'requests almost only wait, by the thousand' },
    { level: 'vertical', when: 'cores are busy and a larger machine is at hand' },
    { level: 'horizontal', when: 'one machine is full, or must not be the only one' },
  ],
  sources: [
    { text: 'gunicorn: Design, How many workers?', url: 'https://docs.gunicorn.org/en/stable/design.html' },
    { text: 'gunicorn: Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    {
      text: 'PostgreSQL: max_connections',
      url: 'https://www.postgresql.org/docs/current/runtime-config-connection.html',
    },
  ],
};
