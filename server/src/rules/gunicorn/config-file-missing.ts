import { ifKnown } from '../../base/known.ts';
import { editDistance } from '../../base/nearest.ts';
import { folderOf, nameOf } from '../../base/uri.ts';
import type { Deployment, Program } from '../../model/deployment.ts';
import type { GunicornFile } from '../../model/gunicorn/types.ts';
import type { AppServer } from '../../model/server/types.ts';
import { absolute } from '../../workspace/absent.ts';
import { type Draft, defineRule } from '../define.ts';
import { fileIn, replace } from '../edit/lines.ts';

export default defineRule({
  id: 'gunicorn/config-file-missing',
  title: 'The configuration file of the command is not there',
  severity: 'error',
  confidence: 'medium',
  level: null,
  reads: ['supervisor', 'gunicorn'],
  what: 'The file after `-c` is not at hand, and either `[paths]` of the profile say that its folder is here, or (a warning) a file of the same name that nobody starts lies in a folder of nearly the same name.',
  why: 'gunicorn exits when its configuration file does not exist, and supervisord gives the program up.',
  silent: [
    'The path leads out of the workspace, and nobody says where it is: the file may be put there when the program is installed.',
    'A file of this name in a folder of quite another name, for the same reason.',
    'A path that a template or the environment fills in.',
  ],
  logs: ["Error: 'config/gunicorn.conf.py' doesn't exist"],
  evidence: [
    {
      text: 'gunicorn documentation, config',
      url: 'https://docs.gunicorn.org/en/stable/settings.html#config',
    },
    { text: 'Run with gunicorn 20.1: exit status 1 and the line above' },
  ],
  fix: 'Names the file that is there.',
  examples: [
    {
      bad: `
        -- /srv/shop/conf/supervisor.conf --
        [program:web]
        directory=/srv/shop
        command=/srv/venv/bin/gunicorn -c config/gunicorn.conf.py shop:app
                                          ^^^^^^^^^^^^^^^^^^^^^^^ warning: 'web' reads config/gunicorn.conf.py, which is not there, so gunicorn exits. There is conf/gunicorn.conf.py: name that one.
        -- /srv/shop/conf/gunicorn.conf.py --
        workers = 4
      `,
      fixed: `
        -- /srv/shop/conf/supervisor.conf --
        [program:web]
        directory=/srv/shop
        command=/srv/venv/bin/gunicorn -c conf/gunicorn.conf.py shop:app
        -- /srv/shop/conf/gunicorn.conf.py --
        workers = 4
      `,
    },
    {
      note: 'The profile says that the folder is here:',
      bad: `
        -- /home/ada/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/venv/bin/gunicorn -c /srv/shop/gunicorn.conf.py shop:app
                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^ error: 'web' reads /srv/shop/gunicorn.conf.py, which is not there, so gunicorn exits. Create it, or correct the path.
        -- /home/ada/shop/scaling-lens.ini --
        [paths]
        /srv/shop = .
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/venv/bin/gunicorn -c /srv/shop/gunicorn.conf.py shop:app
      `,
    },
    {
      good: `
        -- /srv/shop/conf/supervisor.conf --
        [program:web]
        directory=/srv/shop
        command=/srv/venv/bin/gunicorn -c /opt/run/gunicorn.conf.py shop:app
        -- /srv/shop/conf/gunicorn.conf.py --
        workers = 4
      `,
    },
    {
      good: `
        -- /srv/shop/conf/supervisor.conf --
        [program:web]
        directory=/srv/shop
        command=/srv/venv/bin/gunicorn -c %(ENV_SHOP)s/gunicorn.conf.py shop:app
        -- /srv/shop/conf/gunicorn.conf.py --
        workers = 4
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const program of deployment.programs) {
    const [instance] = program.instances;
    const path = instance?.server?.configPath;
    if (!instance?.server || !path?.place || path.file) continue;
    const full = absolute(path.text, ifKnown(instance.launch.directory) ?? undefined);
    const near = nearFile(deployment, path.text);
    if (full !== undefined && deployment.absent.includes(full)) {
      yield { ...draftOf(deployment, program, path, near), refusedBy: 'gunicorn' };
    } else if (near) yield { ...draftOf(deployment, program, path, near), severity: 'warning' };
  }
}

/** The file of gunicorn that nobody starts, of the same name in a folder of nearly the same name. */
function nearFile({ gunicorn, programs }: Deployment, path: string): GunicornFile | undefined {
  const [folder, name] = path
    .replace(/^file:/, '')
    .split('/')
    .slice(-2);
  if (folder === undefined || name === undefined || folder.length < 3) return undefined;
  const started = programs.filter(({ manager }) => manager !== 'script');
  return gunicorn.find(({ file }) => {
    const own = nameOf(folderOf(file.uri));
    const isUsed = started.some(({ instances }) => instances[0]?.server?.configFile?.file === file);
    return !isUsed && nameOf(file.uri) === name && own !== folder && editDistance(own, folder, 2) <= 2;
  });
}

function draftOf(
  deployment: Deployment,
  { name, place }: Program,
  path: NonNullable<AppServer['configPath']>,
  near: GunicornFile | undefined,
): Draft {
  const at = path.place ?? place;
  const folder = near && nameOf(folderOf(near.file.uri));
  const there = near && path.text.replace(/[^/]+(?=\/[^/]+$)/, folder ?? '');
  const written = fileIn(deployment, at.uri)?.text.slice(at.span.start, at.span.end);
  return {
    place: at,
    message: `'${name}' reads ${path.text}, which is not there, so gunicorn exits. ${there ? `There is ${there}: name that one.` : 'Create it, or correct the path.'}`,
    related: near
      ? [{ place: { uri: near.file.uri, span: { start: 0, end: 0 } }, message: 'This file is there' }]
      : [],
    fixes:
      there && written === path.text
        ? [{ title: `Read ${there}`, safe: false, edits: [replace(at, there)] }]
        : [],
  };
}
