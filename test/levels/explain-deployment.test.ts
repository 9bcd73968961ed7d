import { describe, expect, test } from 'vitest';
import type { Subject } from '../../server/src/levels/explain/view.ts';
import { explainSetting } from '../../server/src/levels/explain.ts';
import { deploymentOf } from '../support/service.ts';

const shop = `
-- /supervisord.conf --
[program:web]
command=gunicorn -c gunicorn.conf.py --bind unix:/run/web_%(process_num)02d.sock shop:app
process_name=%(program_name)s_%(process_num)02d
numprocs=3
-- /gunicorn.conf.py --
worker_class = "gthread"
workers = 4
threads = 2
-- /nginx.conf --
worker_processes auto;
events { worker_connections 1024; }
http {
    upstream shop {
        server unix:/run/web_00.sock weight=2;
        server unix:/run/web_01.sock;
        server unix:/run/web_02.sock;
        keepalive 8;
    }
    server { location / { proxy_pass http://shop; } }
}
-- /scaling-lens.ini --
[target]
cores = 8
`;

describe('on a deployment that is read from files', () => {
  test.each([
    [
      { language: 'gunicorn', name: 'workers' },
      '3 instances × 4 workers = 12 processes on 8 cores: 1.5 per core.',
    ],
    [
      { language: 'gunicorn', name: 'threads' },
      '3 instances × 4 workers × 2 threads = 24 requests at the same moment.',
    ],
    [
      { language: 'supervisor', name: 'process_name', programs: ['web'] },
      'Here: 3 names, `web_00` to `web_02`.',
    ],
    [
      { language: 'nginx', name: 'upstream', upstream: 'shop' },
      'shop: 3 servers, round-robin. Behind them 24 requests run at the same moment.',
    ],
    [
      { language: 'nginx', name: 'weight', upstream: 'shop' },
      '`unix:/run/web_00.sock` 50 %, `unix:/run/web_01.sock` 25 %, `unix:/run/web_02.sock` 25 %.',
    ],
    [
      { language: 'nginx', name: 'keepalive', upstream: 'shop' },
      '8 processes × 8 = 64 idle connections at most.',
    ],
    [
      { language: 'nginx', name: 'worker_connections' },
      '8 processes × 1024 connections / 2 = 4096 clients whose requests are passed on.',
    ],
  ] as const satisfies readonly (readonly [Subject, string])[])('%o', async (subject, line) => {
    const deployment = await deploymentOf(shop);
    expect(explainSetting(subject, deployment)?.sums).toContain(line);
  });
});
