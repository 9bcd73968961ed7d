/** A file to edit: one line in its middle is written in turn in two ways, one of which makes a finding. */
export interface Case {
  readonly file: string;
  readonly language: string;
  readonly lines: number;
  readonly head: string;
  readonly variants: readonly [string, string];
  readonly tail: string;
}

const program = (i: number): string =>
  `[program:p${i}]\ncommand=gunicorn -w 2 -b unix:/run/p${i}.sock p${i}:app\nautorestart=true\nstopwaitsecs=35\n\n`;

const site = (i: number): string =>
  `upstream u${i} {\n    server 127.0.0.1:${10_000 + (i % 20_000)};\n}\nserver {\n    listen 80;\n    server_name s${i}.example;\n    location / {\n        proxy_pass http://u${i};\n    }\n}\n`;

const setting = (i: number): string => `value_${i} = ${i} * 2\n`;

const from = (first: number, count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(first + i)).join('');

/** One case a language, of about so many lines. */
export function casesOf(lines: number): readonly Case[] {
  const half = (step: number): number => Math.floor(lines / step / 2);
  return [
    {
      file: 'supervisord.conf',
      language: 'supervisord',
      lines,
      head: `[supervisord]\n${from(0, half(5), program)}[program:middle]\ncommand=/bin/cat\n`,
      variants: ['numprocs=1\n', 'numprocs=x\n'],
      tail: `\n${from(half(5), half(5), program)}`,
    },
    {
      file: 'nginx/site.conf',
      language: 'nginx',
      lines,
      head: `${from(0, half(10), site)}upstream middle {\n`,
      variants: ['    server 127.0.0.1:9;\n', '    server 127.0.0.1:x;\n'],
      tail: `}\n${from(half(10), half(10), site)}`,
    },
    {
      file: 'gunicorn.conf.py',
      language: 'python',
      lines,
      head: from(0, half(1), setting),
      variants: ['workers = 1\n', 'workers = 0\n'],
      tail: from(half(1), half(1), setting),
    },
  ];
}

/** A workspace of small deployments: half of the files supervisord's, half nginx's. */
export const smallDeployment = (): readonly (readonly [path: string, text: string])[] => [
  ['supervisord.conf', `[supervisord]\n${from(0, 6, program)}`],
  ['nginx/site.conf', from(0, 6, site)],
];
