import type { Deployment } from '../../model/deployment.ts';
import type { SupervisorGroup, SupervisorProgram } from '../../model/supervisor/types.ts';
import { type Draft, defineRule } from '../define.ts';

export default defineRule({
  id: 'supervisor/program-in-two-groups',
  title: 'Two groups start the same program',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor'],
  what: 'A program is listed in `programs=` of two `[group:x]` sections that one supervisord reads, also from different files.',
  why: 'Each group starts the program for itself, so it runs twice: the second copy finds its port taken, or does the work a second time.',
  silent: ['Each program is in one group.', 'Files of different supervisords.'],
  logs: ["INFO spawned: 'web' with pid 24735", "INFO spawned: 'web' with pid 24736"],
  evidence: [
    {
      text: 'Supervisor documentation, [group:x] section',
      url: 'http://supervisord.org/configuration.html#group-x-section-settings',
    },
    { text: 'Run with Supervisor 4.2.5: the two lines above' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        [supervisord]
        [group:shop]
        programs=web,mail
                 ^^^ warning: The groups 'all' and 'shop' both list 'web' and 1 more, so supervisord starts each twice. Remove them from one of the two.
        [group:all]
        programs=web,mail
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        [program:mail]
        command=/srv/shop/venv/bin/python -m shop.mail
      `,
    },
    {
      note: 'The group in another file than its programs is the one that is pointed at:',
      bad: `
        -- /etc/supervisor/conf.d/mail.conf --
        [group:mail]
        programs=web
                 ^^^ warning: The groups 'shop' and 'mail' both list 'web', so supervisord starts it twice. Remove it from one of the two.
        [program:mail]
        command=/srv/shop/venv/bin/python -m shop.mail
        -- /etc/supervisor/conf.d/web.conf --
        [group:shop]
        programs=web
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
      `,
    },
    {
      good: `
        [supervisord]
        [group:shop]
        programs=web
        [group:jobs]
        programs=mail
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        [program:mail]
        command=/srv/shop/venv/bin/python -m shop.mail
      `,
    },
    {
      good: `
        -- /srv/shop/staging/supervisord.conf --
        [supervisord]
        [group:shop]
        programs=web
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /srv/shop/prod/supervisord.conf --
        [supervisord]
        [group:all]
        programs=web
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
      `,
    },
  ],
  check,
});

function* check({ supervisor }: Deployment): Iterable<Draft> {
  const programs = supervisor.flatMap((config) => config.programs);
  const groups = supervisor.flatMap((config) => config.groups).filter(({ explicit }) => explicit);
  for (const [at, later] of groups.entries())
    for (const earlier of groups.slice(0, at)) {
      const draft = draftOf(programs, earlier, later);
      if (draft) yield draft;
    }
}

function draftOf(
  programs: readonly SupervisorProgram[],
  earlier: SupervisorGroup,
  later: SupervisorGroup,
): Draft | undefined {
  const listed = new Set(earlier.programs.map(({ name }) => name));
  const first = later.programs.find(({ name }) => listed.has(name));
  if (!first || earlier.name === later.name) return undefined;
  const home = programs.find(({ name }) => name === first.name)?.section.headers[0]?.uri;
  const isEarlier = later.place.uri === home && earlier.place.uri !== home;
  return isEarlier ? listedIn(earlier, later) : listedIn(later, earlier);
}

/** Points at the first program that a group shares with another one. */
function listedIn(group: SupervisorGroup, other: SupervisorGroup): Draft | undefined {
  const there = new Map(other.programs.map(({ name, place }) => [name, place]));
  const [first, ...more] = group.programs.filter(({ name }) => there.has(name));
  const elsewhere = first && there.get(first.name);
  if (!first || !elsewhere) return undefined;
  const [names, each, them] =
    more.length === 0
      ? [`'${first.name}'`, 'it', 'it']
      : [`'${first.name}' and ${more.length} more`, 'each', 'them'];
  return {
    place: first.place,
    message: `The groups '${other.name}' and '${group.name}' both list ${names}, so supervisord starts ${each} twice. Remove ${them} from one of the two.`,
    related: [{ place: elsewhere, message: `'${other.name}' lists '${first.name}' too` }],
  };
}
