import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { setSetting } from '../edit/gunicorn.ts';
import { gunicornUses } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/worker-tmp-dir',
  title: 'The heartbeat file of the workers is on a disk',
  severity: 'hint',
  confidence: 'high',
  level: 'process',
  reads: ['gunicorn'],
  what: 'The deployment has a Dockerfile and `worker_tmp_dir` is not set.',
  why: 'Each worker touches a temporary file to show that it lives. On the overlay disk of a container that can block for seconds, and gunicorn kills a worker that only waited for the disk.',
  silent: ['`/tmp` is a tmpfs: nothing to gain.', 'No container at hand.'],
  logs: ['[CRITICAL] WORKER TIMEOUT (pid:7)'],
  evidence: [
    {
      text: 'gunicorn FAQ, blocking os.fchmod',
      url: 'https://docs.gunicorn.org/en/stable/faq.html#how-do-i-avoid-gunicorn-excessively-blocking-in-os-fchmod',
    },
    { text: 'gunicorn issue 1863', url: 'https://github.com/benoitc/gunicorn/issues/1863' },
  ],
  fix: 'Sets worker_tmp_dir to /dev/shm.',
  examples: [
    {
      bad: `
        -- /srv/shop/gunicorn.conf.py --
        workers = 3
        ^^^^^^^ hint: In a container the workers' heartbeat file lies on a disk that may block, and a worker that waits for it is killed. Set worker_tmp_dir = '/dev/shm'.
        -- /srv/shop/Dockerfile --
        FROM python:3.12
        CMD ["gunicorn", "-c", "gunicorn.conf.py", "shop:app"]
      `,
      fixed: `
        -- /srv/shop/gunicorn.conf.py --
        workers = 3
        worker_tmp_dir = '/dev/shm'
        -- /srv/shop/Dockerfile --
        FROM python:3.12
        CMD ["gunicorn", "-c", "gunicorn.conf.py", "shop:app"]
      `,
    },
    {
      good: `
        -- /srv/shop/gunicorn.conf.py --
        workers = 3
        worker_tmp_dir = '/dev/shm'
        -- /srv/shop/Dockerfile --
        FROM python:3.12
      `,
    },
    {
      good: `
        -- /srv/shop/gunicorn.conf.py --
        workers = 3
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const first = use.file && [...use.file.settings.values()][0];
    if (
      !first ||
      !use.file ||
      deployment.context.dockerfiles.length === 0 ||
      use.file.settings.has('worker_tmp_dir') ||
      use.settings.get('worker_tmp_dir')?.places.length
    )
      continue;
    yield {
      place: first.namePlace,
      message:
        "In a container the workers' heartbeat file lies on a disk that may block, and a worker that waits for it is killed. Set worker_tmp_dir = '/dev/shm'.",
      fixes: fixWith(
        "Set worker_tmp_dir to '/dev/shm'",
        true,
        setSetting(use.file, 'worker_tmp_dir', "'/dev/shm'"),
      ),
    };
  }
}
