import type { LevelText } from './text.ts';

/** A larger machine. */
export const verticalText: LevelText = {
  level: 'vertical',
  title: 'Vertical: a larger machine',
  summary:
    'More cores, more memory or faster disks for the one machine there is. It needs no change of the design, and the settings have to follow; the machine stays a single point of failure.',
  what: [
    'Scaling up means the same set-up on more hardware. Nothing in the application changes: no load balancer, no shared sessions, one log. It is often the cheapest step in working time, and for a database it is the usual one.',
    'The hardware does nothing by itself. A gunicorn with four workers uses four cores of sixteen. After the machine has grown, `workers` (or `cpu_count()` in its formula), `worker_processes`, the limits for open files and the sizes of the pools have to grow with it. In a container `cpu_count()` counts the cores of the host, not the share that the container may use.',
  ],
  when: [
    'All cores are busy or the memory is full, and the next size is at hand.',
    'The design does not allow several machines yet: sessions in memory, files on the local disk.',
    'The database is the bottleneck.',
    'A short pause for the change is acceptable, and the loss of the machine is, too.',
  ],
  settings: [
    {
      file: 'gunicorn',
      name: 'workers',
      effect: 'Has to follow the cores: `multiprocessing.cpu_count() * 2 + 1` does it by itself.',
    },
    { file: 'gunicorn', name: 'threads', effect: 'More only if the workers wait.' },
    {
      file: 'gunicorn',
      name: 'backlog',
      effect: 'Waiting connections, up to `net.core.somaxconn` of the machine.',
    },
    {
      file: 'supervisor',
      name: 'minfds',
      effect: 'Open files that supervisord asks for; its children inherit the limit.',
    },
    { file: 'supervisor', name: 'minprocs', effect: 'Processes that supervisord asks for.' },
    { file: 'nginx', name: 'worker_processes', effect: '`auto` follows the cores.' },
    { file: 'nginx', name: 'worker_connections', effect: 'Connections of each nginx process.' },
    {
      file: 'nginx',
      name: 'worker_rlimit_nofile',
      effect: 'Open files of each nginx process: at least twice its connections.',
    },
  ],
  advantages: [
    'No change of the design or the code.',
    'One machine to deploy, to log and to watch.',
    'Everything stays near: no network between the parts, one queue for all workers.',
    'Helps the database as much as the application.',
  ],
  limitations: [
    '**One point of failure.** However large, when it is down everything is.',
    '**Hardware ends.** There is a largest machine, and the last sizes cost more than they give.',
    '**Downtime.** Changing the size usually means a restart.',
    '**Not elastic.** It is sized for the peak and paid for at night.',
    '**What cannot be divided stays.** One slow query, one lock, one thread under the GIL does not get faster with more cores.',
  ],
  arithmetic: [
    {
      answers: 'Cores for a rate',
      formula: 'C = λ·S_cpu / ρ',
      symbols: 'λ requests a second, S_cpu seconds of each on a processor, ρ how busy cores may be (0.7)',
      example: '300 a second of 0.02 s at 70 %: 8.6, so 9 cores.',
    },
    {
      answers: 'Workers after the change',
      formula: 'W = 2·C + 1, and W = C for async classes',
      symbols: 'C cores; divide by numprocs',
      example: 'from 4 to 8 cores: 9 becomes 17.',
    },
    {
      answers: 'Memory for the workers',
      formula: 'RAM = N·(W + 1)·m / 0.8',
      symbols: 'm resident memory of one process; a fifth stays for the system and its file cache',
      example: '(17 + 1) · 180 MiB / 0.8 = 4 GiB.',
    },
    {
      answers: 'What more cores bring at most (Amdahl)',
      formula: 'speed-up = 1 / (s + (1 − s) / n)',
      symbols: 's share of the work that runs on one core only, n times as many cores',
      example: 's = 10 %: 4 times the cores give 3.1 times the speed.',
    },
    {
      answers: 'Wait as it fills up',
      formula: 'Wq = S·ρ / (1 − ρ)   (one slot)',
      symbols: 'ρ how busy it is',
      example: '80 %: 4·S, 90 %: 9·S, 95 %: 19·S. A machine at 95 % is too small.',
    },
  ],
  exhausted: [
    'The largest size at hand is busy, or the next one costs twice as much for a third more.',
    'Cores are idle although requests wait: it is not the machine. Look at `workers`, then at the database.',
    'A restart of the machine is no longer acceptable.',
  ],
  next: [
    { level: 'horizontal', when: 'the machine is the largest, or must not be the only one' },
    { level: 'process', when: 'new cores are idle: the workers have not followed' },
  ],
  sources: [
    {
      text: 'nginx: worker_processes, worker_rlimit_nofile',
      url: 'https://nginx.org/en/docs/ngx_core_module.html#worker_processes',
    },
    {
      text: 'Supervisor: minfds, minprocs',
      url: 'http://supervisord.org/configuration.html#supervisord-section-values',
    },
    {
      text: 'Python: os.cpu_count, os.process_cpu_count',
      url: 'https://docs.python.org/3/library/os.html#os.cpu_count',
    },
  ],
};
