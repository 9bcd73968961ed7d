import type { LevelText } from './text.ts';

/** More instances and more machines. */
export const horizontalText: LevelText = {
  level: 'horizontal',
  title: 'Horizontal: more instances, more machines',
  summary:
    'Several instances of the same program, on one machine or many, share the requests behind a load balancer. It has no upper end for the application, survives the loss of one, and costs complexity.',
  what: [
    'One more *instance* is one more complete server with its own address, master, log and memory. On one machine supervisord starts them (`numprocs = 3`), and each needs its own socket or port: `process_name` and the address carry `%(process_num)d`. On several machines each runs the whole set-up. In both cases somebody has to share out the requests: the *load balancer*, here an `upstream` of nginx with one `server` line for each instance.',
    'The load balancer also notices who does not answer: after `max_fails` failures it leaves a server alone for `fail_timeout`. So instances can be restarted or lost one by one while the service goes on. It cannot tell that instances differ: whatever one keeps in memory the others do not have, so sessions, uploads, locks and caches have to live outside (database, Redis, object storage), or a user has to be led to the same instance each time.',
    'On one machine, more instances bring no more cores. What they bring is restarts one after the other, separate limits, and servers that know no workers. For plain throughput one gunicorn with more workers is better: one queue in place of several.',
  ],
  when: [
    'One machine is full: all cores are busy or its memory is.',
    'The service has to survive the loss of a machine, or a deployment without a pause.',
    'The load goes up and down, and machines can be added and taken away (elasticity).',
    'The server is one process by design (daphne, uvicorn without workers) and has cores left.',
  ],
  settings: [
    { file: 'supervisor', name: 'numprocs', effect: 'Instances of a program on this machine.' },
    {
      file: 'supervisor',
      name: 'process_name',
      effect: 'Has to contain `%(process_num)02d` as soon as there are several.',
    },
    {
      file: 'supervisor',
      name: 'command',
      effect: 'The address has to differ for each instance: `-b unix:/run/web_%(process_num)02d.sock`.',
    },
    { file: 'gunicorn', name: 'bind', effect: 'The address of one instance.' },
    {
      file: 'gunicorn',
      name: 'workers',
      effect: 'Workers of each instance: the total of a machine is numprocs × workers.',
    },
    { file: 'nginx', name: 'upstream', effect: 'The set of instances among which requests are shared.' },
    {
      file: 'nginx',
      name: 'server',
      effect: 'One instance, with `weight`, `max_fails`, `fail_timeout`, `max_conns`, `backup`, `down`.',
    },
    {
      file: 'nginx',
      name: 'least_conn',
      effect:
        'Gives to the least busy server; better than taking turns when requests differ. Also `ip_hash`, `hash`, `random`.',
    },
    {
      file: 'nginx',
      name: 'zone',
      effect: "Lets nginx' workers count failures and connections together.",
    },
    {
      file: 'nginx',
      name: 'proxy_next_upstream',
      effect: 'When a failed request is tried on another server.',
    },
  ],
  advantages: [
    '**Fault tolerance.** One instance or machine may fail; the others go on.',
    '**No upper end** for the application itself: the next machine is as good as the first.',
    '**Elasticity.** Machines come and go with the load, and only what runs is paid.',
    '**Updates without a pause**, one instance after the other.',
  ],
  limitations: [
    '**A load balancer** becomes necessary, and itself must not be the only one.',
    '**State has to move out** of the process: sessions, uploads, caches, locks, scheduled jobs.',
    '**Complexity.** Deployment, logs, monitoring and debugging on many places; the files have to agree.',
    '**Cost.** Every machine carries its own system and reserve; small ones are mostly overhead.',
    '**The database stays one.** Each instance adds connections and queries. It usually is the first bottleneck; then comes the cache.',
    '**Several queues.** With taking turns a request may wait at a busy instance while another is idle.',
    '**Not everything divides.** What is done in one place only, and what has to be agreed on, sets a limit, and then a peak.',
  ],
  arithmetic: [
    {
      answers: 'Instances or machines for a rate',
      formula: 'N = ⌈λ / (ρ·X)⌉, and one more to lose',
      symbols: 'λ requests a second, X what one can do, ρ how busy it may be (0.7)',
      example: '500 a second, 160 each at 70 %: 5, and 6 so that one may fail.',
    },
    {
      answers: 'Share of each server',
      formula: 'share = weight / Σ weights',
      symbols: 'set the weight in proportion to W·T or to the cores',
      example: '2 and 8 workers: weight=1 and weight=4 give 20 % and 80 %.',
    },
    {
      answers: 'Speed-up when a part cannot be divided (Amdahl)',
      formula: 'speed-up = 1 / (s + (1 − s) / N), never above 1 / s',
      symbols: 's share of the work that only one can do',
      example: 's = 5 %: 16 machines are 9.1 times as fast, never more than 20 times.',
    },
    {
      answers: 'Capacity with contention and agreement (Universal Scalability Law)',
      formula: 'C(N) = N / (1 + α(N − 1) + βN(N − 1)), highest at N* = √((1 − α) / β)',
      symbols: 'α share that queues for something common, β cost of keeping each pair in agreement',
      example: 'α = 2 %, β = 0.05 %: 32 machines do the work of 15.1, 64 of 14.97; the peak is at 44.',
    },
    {
      answers: 'What several queues cost',
      formula: 'Wq = S·ErlangC(c, c·ρ) / (c·(1 − ρ))',
      symbols: 'c slots of one queue, ρ how busy they are, S seconds of a request',
      example: 'at 80 %: one queue of 9 waits 0.24·S, each of nine queues of 1 waits 4·S.',
    },
    {
      answers: 'Database connections of all machines',
      formula: 'D = machines·N·W·(pool_size + max_overflow)',
      symbols: 'has to stay under max_connections − reserved; a pooler such as PgBouncer goes between',
      example: '4 machines · 1 · 9 · 15 = 540 of 97.',
    },
    {
      answers: 'Client connections of one nginx',
      formula: 'clients = worker_processes · worker_connections / 2',
      symbols: 'a proxied client takes two connections',
      example: '4 · 1024 / 2 = 2048.',
    },
  ],
  exhausted: [
    'One more machine no longer makes it faster: look at what all of them share, first the database (slow queries, locks, connections), then the cache, then the network.',
    'The balancer itself is busy: `worker_connections are not enough`, a full core of nginx, no free ports (`99: Cannot assign requested address`).',
    'Costs grow faster than requests: measure what one request costs.',
  ],
  next: [
    {
      level: 'vertical',
      when: 'the database is the bottleneck: it scales up more easily than out, then come replicas and a cache',
    },
    {
      level: 'async',
      when: 'machines are many and idle because requests wait',
    },
  ],
  sources: [
    {
      text: 'nginx: HTTP load balancing',
      url: 'https://nginx.org/en/docs/http/load_balancing.html',
    },
    {
      text: 'nginx: ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    {
      text: 'Supervisor: [program:x]',
      url: 'http://supervisord.org/configuration.html#program-x-section-settings',
    },
    { text: 'PgBouncer', url: 'https://www.pgbouncer.org/features.html' },
  ],
};
