import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { gunicornUses, valueIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/preload-shares-connections',
  title: 'Connections opened before the fork are shared',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['gunicorn', 'supervisor'],
  what: "`preload_app` is true, the application's module is at hand and opens a connection at its top level (`psycopg2.connect`, `redis.Redis(...).ping`, `engine.connect()`), and there is no `post_fork` hook.",
  why: 'The workers inherit one socket and mix their answers: errors that look like anything but their cause.',
  silent: ['`create_engine` alone, which opens nothing.', 'A `post_fork` hook, which may make new ones.'],
  logs: [],
  evidence: [
    {
      text: 'SQLAlchemy documentation, pools and os.fork',
      url: 'https://docs.sqlalchemy.org/en/20/core/pooling.html#using-connection-pools-with-multiprocessing-or-os-fork',
    },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn --preload shop:app
                                            ^^^^^^^^^ warning: With preload_app all workers of 'web' share the connection that shop opens with psycopg2.connect before they are forked. Open it in a post_fork hook.
        -- /srv/shop/shop.py --
        import psycopg2
        db = psycopg2.connect("dbname=shop")
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn --preload shop:app
        -- /srv/shop/shop.py --
        from sqlalchemy import create_engine
        engine = create_engine("postgresql:///shop")
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn --preload shop:app
        -- /srv/shop/gunicorn.conf.py --
        def post_fork(server, worker):
            pass
        -- /srv/shop/shop.py --
        import psycopg2
        db = psycopg2.connect("dbname=shop")
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const at = writtenAt(use, 'preload_app');
    const module = use.server?.app?.text.split(':')[0];
    if (!at || !module || valueIn(use, 'preload_app') !== true || use.file?.settings.has('post_fork'))
      continue;
    const path = `/${module.replaceAll('.', '/')}.py`;
    const file = deployment.context.modules.find(({ uri }) => uri.endsWith(path));
    const call =
      file &&
      /^\w+\s*=\s*(psycopg2?\.connect|pymysql\.connect|MySQLdb\.connect|sqlite3\.connect|\w+\.connect)\(/m.exec(
        file.text,
      );
    if (!file || !call) continue;
    const start = call.index;
    yield {
      place: at,
      message: `With preload_app all workers of ${use.label} share the connection that ${module} opens with ${call[1]} before they are forked. Open it in a post_fork hook.`,
      related: [
        {
          place: { uri: file.uri, span: { start, end: start + call[0].length } },
          message: 'It is opened here',
        },
      ],
    };
  }
}
