import { ifKnown } from '../../base/known.ts';
import type { Deployment, Program } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { boundOf, gunicornUses, writtenAt } from '../shared/gunicorn-use.ts';
import { lowerWorkers } from '../shared/lower-workers.ts';

export default defineRule({
  id: 'xfile/total-workers-vs-cores',
  title: 'All programs together start too many workers',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: "The target's cores C are known, and the workers of all application servers together are above 4·C (sync, gthread) or 2·C (async): a warning. From 2·C+1 on, or twice that for one program with several instances, it is information.",
  why: 'Each program looks right alone; together they fight for the cores. `workers = cpu_count() * 2 + 1` in a program with four instances is four times too many.',
  silent: [
    'The cores are unknown.',
    'Within 4·C for applications that mostly wait.',
    'One program alone with one instance: gunicorn/workers-over-rule says it.',
  ],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Design', url: 'https://docs.gunicorn.org/en/stable/design.html' },
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
  ],
  fix: 'Divides the workers by the number of instances.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web_%(process_num)02d.sock shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=4
        -- /srv/shop/gunicorn.conf.py --
        import multiprocessing
        workers = multiprocessing.cpu_count() * 2 + 1
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: All programs together run 36 workers on 4 cores (9.0 a core): 'web' 4 × 9. The usual rule is 2 × 4 + 1 = 9 for the machine. Divide the workers among the instances.
        -- /srv/shop/scaling-lens.ini --
        [target]
        cores = 4
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web_%(process_num)02d.sock shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=4
        -- /srv/shop/gunicorn.conf.py --
        import multiprocessing
        workers = 3
        -- /srv/shop/scaling-lens.ini --
        [target]
        cores = 4
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 9 -b unix:/run/shop/web_%(process_num)02d.sock shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=4
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 2 -b unix:/run/shop/web_%(process_num)02d.sock shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=4
        -- /srv/shop/scaling-lens.ini --
        [target]
        cores = 4
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 64 shop:app
        -- /srv/shop/scaling-lens.ini --
        [target]
        cores = 4
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const cores = deployment.target.cores;
  const counted = deployment.programs.map((program) => ({ program, processes: processesOf(program) }));
  const total = counted.reduce((sum, { processes }) => sum + (processes ?? 0), 0);
  const instances = counted.reduce(
    (sum, { processes, program }) => sum + (processes ? program.instances.length : 0),
    0,
  );
  if (!cores || instances < 2) return;
  const uses = gunicornUses(deployment).filter(({ running }) => running);
  const isAsync =
    uses.length > 0 && uses.every((use) => /^(?:worker_connections|none)$/.test(boundOf(use) ?? ''));
  const limit = isAsync ? 2 * cores : 4 * cores;
  if (total <= limit) return;
  const largest = counted.reduce((most, one) => ((one.processes ?? 0) > (most.processes ?? 0) ? one : most));
  const use = uses.find(({ running }) => running?.program === largest.program);
  const at = use && writtenAt(use, 'workers');
  const each = Math.max(1, Math.ceil((2 * cores + 1) / Math.max(1, use?.instances ?? 1)));
  const fits = total - (largest.processes ?? 0) + each * (use?.instances ?? 1) <= limit;
  yield {
    place: at ?? largest.program.config?.section.options.get('numprocs')?.valuePlace ?? largest.program.place,
    message: `All programs together run ${total} workers on ${cores} cores (${(total / cores).toFixed(1)} a core): ${sumOf(counted)}. ${isAsync ? `One a core is enough for async workers` : `The usual rule is 2 × ${cores} + 1 = ${2 * cores + 1} for the machine`}. Divide the workers among the instances.`,
    related: counted.flatMap(({ program, processes }) =>
      processes ? [{ place: program.place, message: `'${program.name}': ${processes} workers` }] : [],
    ),
    fixes: fits ? lowerWorkers(deployment, largest.program, each) : [],
  };
}

/** Worker processes of all instances; undefined where a number is unknown or the program is no server. */
function processesOf({ instances }: Program): number | undefined {
  const each = instances.map(({ server }) => ifKnown(server?.concurrency)?.processes);
  return each.length > 0 && each.every((one) => one !== undefined)
    ? each.reduce((sum, one) => sum + one, 0)
    : undefined;
}

const sumOf = (
  counted: readonly { readonly program: Program; readonly processes: number | undefined }[],
): string =>
  counted
    .flatMap(({ program, processes }) =>
      processes
        ? [`'${program.name}' ${program.instances.length} × ${processes / program.instances.length}`]
        : [],
    )
    .join(', ');
