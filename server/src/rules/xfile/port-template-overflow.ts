import { ifKnown } from '../../base/known.ts';
import { sourceOf } from '../../base/mapped-text.ts';
import { LAST_PORT } from '../../levels/arithmetic/ports.ts';
import type { Deployment, Program } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { SupervisorOption, SupervisorProgram } from '../../model/supervisor/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { reachedInstances } from '../reach.ts';

export default defineRule({
  id: 'xfile/port-template-overflow',
  title: 'A numbered port runs out of digits',
  severity: 'error',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor'],
  what: 'A port of `command=` ends in `%(process_num)d`, and the number of an instance has more digits than the numbers before it: the port of that instance is above 65535, or (a warning) it jumps, as 809 and 8010 do.',
  why: 'The number is put behind the digits as text. `800%(process_num)d` gives 8000 to 8009 and then 80010, on which no program can listen: that instance fails while supervisord starts it again and again.',
  silent: [
    'All expanded ports have the same number of digits.',
    'The port jumps and nginx calls the instance there.',
    'numprocs is not known.',
  ],
  logs: ['OverflowError: bind(): port must be 0-65535.'],
  evidence: [
    {
      text: 'Supervisor documentation, [program:x] section values',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    { text: 'Run with Python 3.11: bind() of port 80010 raises OverflowError' },
  ],
  fix: 'Gives the number a fixed width, so that the ports count on.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:800%(process_num)d shop:app
                                                         ^^^^^^^^^^^^^^^^^^ error: 'web' has 12 instances, and 800%(process_num)d makes 80010 of number 10, which is no port: the highest is 65535. Write 80%(process_num)02d: 8000 to 8011.
        process_name=%(program_name)s_%(process_num)02d
        numprocs=12
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=12
      `,
    },
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/python server.py --port=80%(process_num)02d
                                                           ^^^^^^^^^^^^^^^^^^^ error: 'web' has 101 instances, and 80%(process_num)02d makes 80100 of number 100, which is no port: the highest is 65535. Write 8%(process_num)03d: 8000 to 8100.
        process_name=%(program_name)s_%(process_num)03d
        numprocs=101
      `,
    },
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --port 20%(process_num)d shop:app
                                                  ^^^^^^^^^^^^^^^^^ warning: 'web' has 3 instances, and 20%(process_num)d makes 2010 of number 10, after 209. Write 2%(process_num)02d: 209 to 211.
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
        numprocs_start=9
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=12
        [program:ten]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:900%(process_num)d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=10
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --port 20%(process_num)d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        numprocs_start=9
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:209;
            server 127.0.0.1:2010;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; }
        }
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:800%(process_num)d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=%(ENV_WEB_PROCESSES)s
      `,
    },
  ],
  check,
});

/** A port of a command as it is written: digits, then the number of the instance with a least width. */
interface Template {
  readonly text: string;
  readonly start: number;
  readonly digits: string;
  readonly width: number;
}

function* check(deployment: Deployment): Iterable<Draft> {
  for (const program of deployment.programs) {
    const { config } = program;
    const command = config?.section.options.get('command');
    if (!config || !command || ifKnown(config.numprocs) === undefined) continue;
    for (const template of templatesIn(command.raw.text)) {
      const draft = overflow(deployment, program, config, command, template);
      if (draft) yield draft;
    }
  }
}

const written = /(?<=:|--port[= ]|-p[= ]?)(\d+)%\(process_num\)(?:0(\d))?d(?![\w%])/g;

const templatesIn = (command: string): readonly Template[] =>
  [...command.matchAll(written)].map(({ 0: text, 1: digits = '', 2: width, index }) => ({
    text,
    start: index,
    digits,
    width: Number(width ?? 1),
  }));

const portOf = ({ digits, width }: Pick<Template, 'digits' | 'width'>, number: number): string =>
  digits + String(number).padStart(width, '0');

function overflow(
  deployment: Deployment,
  program: Program,
  config: SupervisorProgram,
  command: SupervisorOption,
  template: Template,
): Draft | undefined {
  const numbers = config.instances.map(({ processNum }) => processNum);
  const first = numbers[0];
  const longer = numbers.find(
    (number) => portOf(template, number).length > portOf(template, first ?? 0).length,
  );
  const place = sourceOf(command.raw, template.start, template.start + template.text.length);
  if (first === undefined || longer === undefined || !place) return undefined;
  const port = portOf(template, longer);
  const isPort = Number(port) <= LAST_PORT;
  if (isPort && isCalled(deployment, program, longer)) return undefined;
  const better = wider(template, numbers);
  const count = `'${config.name}' has ${numbers.length} instances, and ${template.text} makes ${port} of number ${longer}`;
  const fault = isPort
    ? `after ${portOf(template, longer - 1)}`
    : `which is no port: the highest is ${LAST_PORT}`;
  const advice = better
    ? `Write ${better}: ${portRange(better, numbers)}.`
    : 'Start with fewer digits and give the number a fixed width.';
  return {
    place,
    ...(isPort ? { severity: 'warning' as const } : {}),
    message: `${count}, ${fault}. ${advice}`,
    fixes: better ? fixesOf(place, better) : [],
  };
}

const fixesOf = (place: Parameters<typeof replace>[0], better: string): readonly Fix[] => [
  { title: `Write ${better}`, safe: false, edits: [replace(place, better)] },
];

/** True when nginx calls the instance of a number, so that somebody meant its port. */
function isCalled(deployment: Deployment, { instances }: Program, number: number): boolean {
  const reached = reachedInstances(deployment);
  return instances.some((instance) => instance.process?.processNum === number && reached.has(instance));
}

/** The template with zeros at the end of its digits given to the number; undefined where it has too few. */
function wider({ digits, width }: Template, numbers: readonly number[]): string | undefined {
  const needed = String(Math.max(...numbers)).length;
  const given = '0'.repeat(needed - width);
  const rest = digits.slice(0, digits.length - given.length);
  return digits.endsWith(given) && rest !== '' ? `${rest}%(process_num)0${needed}d` : undefined;
}

function portRange(better: string, numbers: readonly number[]): string {
  const [template] = templatesIn(`:${better}`);
  const ends = [numbers[0] ?? 0, numbers[numbers.length - 1] ?? 0];
  return template ? ends.map((number) => portOf(template, number)).join(' to ') : '';
}
