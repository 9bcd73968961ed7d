import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { sectionNamed, setOption } from '../edit/supervisor.ts';
import { isExplicit, numberOf, type Running, runningPrograms, settingOf } from '../shared/programs.ts';

export default defineRule({
  id: 'supervisor/minfds-below-demand',
  title: 'Fewer file descriptors than the connections need',
  severity: 'warning',
  confidence: 'high',
  level: 'vertical',
  reads: ['supervisor', 'gunicorn'],
  what: '`minfds` of `[supervisord]` (default 1024) is below what a server it starts needs: two descriptors for each of its `worker_connections`, and some, where the files set worker_connections.',
  why: 'Programs inherit the limit of supervisord. At the limit a worker can accept no connection and open no file: "Too many open files".',
  silent: [
    'The need comes from a default.',
    'supervisord never lowers a limit, so a higher one of its own start counts; only a need above 1024 that is written down is reported.',
  ],
  logs: ['OSError: [Errno 24] Too many open files'],
  evidence: [
    {
      text: 'Supervisor documentation, minfds',
      url: 'http://supervisord.org/configuration.html#supervisord-section-values',
    },
    {
      text: 'gunicorn FAQ, file descriptors',
      url: 'https://docs.gunicorn.org/en/stable/faq.html#how-can-i-increase-the-maximum-number-of-file-descriptors',
    },
  ],
  fix: 'Raises minfds to the next power of two.',
  examples: [
    {
      bad: `
        [supervisord]
        minfds=1024
               ^^^^ warning: minfds=1024 is the descriptor limit of 'web', whose 4000 worker_connections need about 8064. Set minfds=8192.
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -k gevent --worker-connections 4000 shop:app
      `,
      fixed: `
        [supervisord]
        minfds=8192
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -k gevent --worker-connections 4000 shop:app
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -k gevent shop:app
      `,
    },
    {
      good: `
        [supervisord]
        minfds=65536
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -k gevent --worker-connections 4000 shop:app
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const section = sectionNamed(deployment, 'supervisord');
  const option = section?.options.get('minfds');
  const limit = Number(option?.raw.text.trim() ?? 1024);
  if (!section || !Number.isInteger(limit)) return;
  const needs = runningPrograms(deployment).flatMap((running) => {
    const need = descriptorsOf(running);
    return need !== undefined && need > Math.max(limit, 1024) ? [{ running, need }] : [];
  });
  const most = needs.sort((a, b) => b.need - a.need)[0];
  if (!most) return;
  const raised = String(2 ** Math.ceil(Math.log2(most.need)));
  const edit = setOption(deployment, section, 'minfds', raised);
  const { server, program } = most.running;
  const connections = server.settings.get('worker_connections')?.places[0];
  yield {
    place: option?.valuePlace ?? section.headers[0] ?? program.place,
    message: `minfds=${limit}${option ? '' : ', the default,'} is the descriptor limit of '${program.name}', whose ${numberOf(server, 'worker_connections')} worker_connections need about ${most.need}. Set minfds=${raised}.`,
    related: connections ? [{ place: connections, message: 'worker_connections is set here' }] : [],
    fixes: edit ? [{ title: `Set minfds=${raised}`, safe: false, edits: [edit] }] : [],
  };
}

/** Two for each connection (client and what serves it) and 64 for files and pipes; undefined when nobody says. */
function descriptorsOf({ server }: Running): number | undefined {
  const connections = numberOf(server, 'worker_connections');
  const name = settingOf(server, 'worker_class');
  if (
    connections === undefined ||
    !isExplicit(server, 'worker_connections') ||
    !/^(?:gevent|eventlet|gthread)/.test(String(name))
  )
    return undefined;
  return connections * 2 + 64;
}
