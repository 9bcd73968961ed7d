import type { TextFile } from '../../base/file.ts';
import { type Place, sliceOf } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import { importModule } from '../../model/edit/gunicorn.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { type GunicornUse, gunicornUses } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/cpu-count-in-container',
  title: "cpu_count() counts the machine's cores, not the container's",
  severity: 'information',
  confidence: 'high',
  level: 'process',
  reads: ['gunicorn', 'supervisor'],
  what: '`workers` comes from `cpu_count()` and the deployment has a Dockerfile or compose file. A warning where several instances each multiply it.',
  why: 'In a container with a limit of 2 CPUs on a machine with 64 cores, `cpu_count() * 2 + 1` starts 129 workers. The limit throttles them and the memory kills them.',
  silent: [
    'CPU sets (`cpuset`), which `os.sched_getaffinity` respects.',
    'WEB_CONCURRENCY or a number decides.',
    'The profile names the cores: then the sum is known, and xfile/total-workers-vs-cores judges it.',
  ],
  logs: [],
  evidence: [
    { text: 'gunicorn issue 2028', url: 'https://github.com/benoitc/gunicorn/issues/2028' },
    {
      text: 'uvicorn-gunicorn-docker issue 43',
      url: 'https://github.com/tiangolo/uvicorn-gunicorn-docker/issues/43',
    },
    { text: 'mcp-context-forge issue 6494', url: 'https://github.com/IBM/mcp-context-forge/issues/6494' },
  ],
  fix: 'Divides by the number of instances; in a container, lets WEB_CONCURRENCY decide where it is set.',
  examples: [
    {
      note: 'Each of three instances counts the cores anew:',
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/%(process_num)d.sock shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=3
        -- /srv/shop/gunicorn.conf.py --
        import multiprocessing
        workers = multiprocessing.cpu_count() * 2 + 1
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: Each of the 3 instances of 'web' starts workers for all cores of the machine, so they are 3 times too many together. Divide by the number of instances, or set a number.
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/%(process_num)d.sock shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=3
        -- /srv/shop/gunicorn.conf.py --
        import multiprocessing
        workers = max(1, (multiprocessing.cpu_count() * 2 + 1) // 3)
      `,
    },
    {
      bad: `
        -- /srv/shop/gunicorn.conf.py --
        import multiprocessing
        workers = multiprocessing.cpu_count() * 2 + 1
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: cpu_count() gives the cores of the machine, not the CPU limit of the container, so a small container on a large machine gets far too many workers. Read WEB_CONCURRENCY, or set a number.
        -- /srv/shop/Dockerfile --
        FROM python:3.12
        CMD ["gunicorn", "-c", "gunicorn.conf.py", "shop:app"]
      `,
      fixed: `
        -- /srv/shop/gunicorn.conf.py --
        import os
        import multiprocessing
        workers = int(os.environ.get("WEB_CONCURRENCY", multiprocessing.cpu_count() * 2 + 1))
        -- /srv/shop/Dockerfile --
        FROM python:3.12
        CMD ["gunicorn", "-c", "gunicorn.conf.py", "shop:app"]
      `,
    },
    {
      good: `
        import multiprocessing
        workers = multiprocessing.cpu_count() * 2 + 1
      `,
    },
    {
      good: `
        import os
        workers = int(os.environ.get("WEB_CONCURRENCY", 3))
        -- /Dockerfile --
        FROM python:3.12
        CMD ["gunicorn", "-c", "gunicorn.conf.py", "shop:app"]
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/%(process_num)d.sock shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=3
        -- /srv/shop/gunicorn.conf.py --
        import multiprocessing
        workers = multiprocessing.cpu_count() * 2 + 1
        -- /srv/shop/scaling-lens.ini --
        [target]
        cores = 8
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const count = countOf(use);
    if (!count) continue;
    const inContainer = deployment.context.dockerfiles.length + deployment.context.composeFiles.length > 0;
    if (use.instances > 1) {
      if (deployment.target.cores === undefined && !/\/\/?\s*\d/.test(count.text))
        yield multiplied(use, count);
    } else if (inContainer) yield unlimited(count);
  }
}

/** An expression for `workers` that asks for the cores. */
interface Count {
  readonly file: TextFile;
  readonly text: string;
  readonly place: Place;
}

/** Undefined where workers is no such expression, or one that the environment may replace. */
function countOf({ file }: GunicornUse): Count | undefined {
  const place = file?.settings.get('workers')?.valuePlace;
  if (!file || !place) return undefined;
  const text = sliceOf(file.file.text, place.span);
  return /cpu_count|sysconf/.test(text) && !/environ|getenv/.test(text)
    ? { file: file.file, text, place }
    : undefined;
}

const multiplied = ({ instances, label }: GunicornUse, { text, place }: Count): Draft => ({
  place,
  severity: 'warning',
  message: `Each of the ${instances} instances of ${label} starts workers for all cores of the machine, so they are ${instances} times too many together. Divide by the number of instances, or set a number.`,
  fixes: fixWith(`Divide by ${instances}`, false, replace(place, `max(1, (${text}) // ${instances})`)),
});

const unlimited = ({ file, text, place }: Count): Draft => ({
  place,
  message:
    'cpu_count() gives the cores of the machine, not the CPU limit of the container, so a small container on a large machine gets far too many workers. Read WEB_CONCURRENCY, or set a number.',
  fixes: fixWith(
    'Let WEB_CONCURRENCY decide where it is set',
    false,
    replace(place, `int(os.environ.get("WEB_CONCURRENCY", ${text}))`),
    ...importModule(file, 'os'),
  ),
});
