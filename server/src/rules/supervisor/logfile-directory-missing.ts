import { ifKnown } from '../../base/known.ts';
import type { Place } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { SupervisorConfig, SupervisorOption } from '../../model/supervisor/types.ts';
import { absolute, folderOfLog } from '../../workspace/absent.ts';
import { type Draft, defineRule } from '../define.ts';

export default defineRule({
  id: 'supervisor/logfile-directory-missing',
  title: 'The folder of a log file does not exist',
  severity: 'information',
  confidence: 'medium',
  level: null,
  reads: ['supervisor'],
  what: 'The folder of `logfile`, `stdout_logfile`, `stderr_logfile` or `childlogdir` is one that `[paths]` of the profile map to a folder here, and here it is not, or it is empty (which git does not keep).',
  why: 'supervisord creates no folders. Without the folder of a log it does not start at all.',
  silent: [
    'No `[paths]` in the profile: the tree that is edited is not the server.',
    'A script, a unit, a Dockerfile or a command at hand names the folder.',
    'Folders outside what `[paths]` cover, such as /var/log.',
  ],
  logs: ['Error: The directory named as part of the path /srv/shop/log/web.log does not exist'],
  evidence: [
    {
      text: 'Supervisor documentation, stdout_logfile',
      url: 'http://supervisord.org/configuration.html#program-x-section-settings',
    },
    { text: 'Run with Supervisor 4.2.5: exit status 2 and the line above' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /home/ada/shop/supervisord.conf --
        [supervisord]
        childlogdir=/srv/shop/var
                    ^^^^^^^^^^^^^ information: childlogdir lies in /srv/shop/var, which is not here or is empty, and supervisord does not start without it. Create the folder where you install, for instance with mkdir -p /srv/shop/var.
        [program:web]
        command=/srv/venv/bin/gunicorn shop:app
        stdout_logfile=/srv/shop/log/web.log
                       ^^^^^^^^^^^^^^^^^^^^^ information: stdout_logfile lies in /srv/shop/log, which is not here or is empty, and supervisord does not start without it. Create the folder where you install, for instance with mkdir -p /srv/shop/log.
        -- /home/ada/shop/scaling-lens.ini --
        [paths]
        /srv/shop = .
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/venv/bin/gunicorn shop:app
        stdout_logfile=/srv/shop/log/web.log
      `,
    },
    {
      good: `
        -- /home/ada/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/venv/bin/gunicorn shop:app
        stdout_logfile=/srv/shop/log/web.log
        -- /home/ada/shop/deploy.sh --
        mkdir -p /srv/shop/log
        supervisorctl update
        -- /home/ada/shop/scaling-lens.ini --
        [paths]
        /srv/shop = .
      `,
    },
    {
      good: `
        -- /home/ada/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/venv/bin/gunicorn shop:app
        stdout_logfile=/var/log/web.log
        -- /home/ada/shop/scaling-lens.ini --
        [paths]
        /srv/shop = .
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  if (deployment.absent.length === 0) return;
  for (const config of deployment.supervisor)
    for (const { name, folder, place } of logsOf(config)) {
      if (!deployment.absent.includes(folder) || isCreated(deployment, folder)) continue;
      yield {
        place,
        message: `${name} lies in ${folder}, which is not here or is empty, and supervisord does not start without it. Create the folder where you install, for instance with mkdir -p ${folder}.`,
      };
    }
}

interface Log {
  readonly name: string;
  readonly folder: string;
  readonly place: Place;
}

/** Every log file and log folder with an absolute path, each option once. */
function logsOf({ programs, sections }: SupervisorConfig): readonly Log[] {
  const own = sections
    .filter(({ name }) => name === 'supervisord')
    .flatMap(({ options }) => [
      ...log(options.get('logfile'), folderOfLog(options.get('logfile')?.raw.text)),
      ...log(options.get('childlogdir'), absolute(options.get('childlogdir')?.raw.text ?? '', undefined)),
    ]);
  const ofPrograms = programs.flatMap(({ section, instances }) => [
    ...log(section.options.get('stdout_logfile'), folderOfLog(ifKnown(instances[0]?.stdoutLogfile))),
    ...log(section.options.get('stderr_logfile'), folderOfLog(ifKnown(instances[0]?.stderrLogfile))),
  ]);
  return [...own, ...ofPrograms];
}

const log = (option: SupervisorOption | undefined, folder: string | undefined): readonly Log[] =>
  option && folder ? [{ name: option.name, folder, place: option.valuePlace }] : [];

/** True when something that starts or builds the deployment names the folder. */
function isCreated({ context, programs }: Deployment, folder: string): boolean {
  const { scripts, systemdUnits, dockerfiles, composeFiles } = context;
  const texts = [...scripts, ...systemdUnits, ...dockerfiles, ...composeFiles].map(({ text }) => text);
  const commands = programs.map(({ config }) => config?.section.options.get('command')?.raw.text ?? '');
  return [...texts, ...commands].some((text) => text.includes(folder));
}
