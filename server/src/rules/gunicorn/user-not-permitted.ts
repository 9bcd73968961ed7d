import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { isExplicit, runningPrograms, settingOf, settingPlace } from '../shared/programs.ts';

export default defineRule({
  id: 'gunicorn/user-not-permitted',
  title: 'gunicorn may not become the user that it is told to be',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['gunicorn', 'supervisor'],
  what: 'supervisord starts gunicorn as a user other than root (`user=`), and `user` of gunicorn names another one.',
  why: 'Only root may change the user. gunicorn fails before its first worker runs.',
  silent: [
    'Both name the same user, or one of them is not known.',
    'supervisord starts the program as root.',
  ],
  logs: ["PermissionError: [Errno 1] Operation not permitted: '/tmp/wgunicorn-4c1u7x'"],
  evidence: [
    { text: 'gunicorn documentation, user', url: 'https://docs.gunicorn.org/en/stable/settings.html#user' },
    { text: 'Run with gunicorn 20.1: as nobody with --user daemon it exits with this line' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -c /srv/shop/gunicorn.conf.py shop:app
        user=shop
        -- /srv/shop/gunicorn.conf.py --
        bind = '127.0.0.1:8000'
        user = 'www-data'
               ^^^^^^^^^^ error: gunicorn cannot become 'www-data': supervisord starts 'web' as 'shop', and only root may change its user. Remove user here, or user= there.
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -c /srv/shop/gunicorn.conf.py shop:app
        user=www-data
        -- /srv/shop/gunicorn.conf.py --
        bind = '127.0.0.1:8000'
        user = 'www-data'
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -u www-data shop:app
        [program:admin]
        command=/srv/shop/venv/bin/gunicorn -u www-data -b 127.0.0.1:8001 shop.admin:app
        user=root
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const running of runningPrograms(deployment)) {
    const { server, process, program, config } = running;
    const wanted = settingOf(server, 'user');
    const own = ifKnown(process.user);
    if (server.kind !== 'gunicorn' || !isExplicit(server, 'user') || !isName(wanted) || !isName(own))
      continue;
    if (own === 'root' || wanted === own) continue;
    const place = config.section.options.get('user')?.valuePlace;
    yield {
      place: settingPlace(running, 'user'),
      message: `gunicorn cannot become '${wanted}': supervisord starts '${program.name}' as '${own}', and only root may change its user. Remove user here, or user= there.`,
      related: place ? [{ place, message: `supervisord starts it as '${own}'` }] : [],
    };
  }
}

/** True for the name of an account; numbers may be that of the same one. */
const isName = (user: unknown): user is string => typeof user === 'string' && /^[a-z_][\w-]*$/i.test(user);
