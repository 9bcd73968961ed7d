/** A file to edit: one line in its middle is written in turn in two ways, one of which makes a finding. */
export interface Case {
  readonly file: string;
  readonly language: string;
  readonly lines: number;
  readonly head: string;
  readonly variants: readonly [string, string];
  readonly tail: string;
  /** What lies beside it. */
  readonly others?: readonly (readonly [path: string, text: string])[];
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

const appProgram = (i: number): string =>
  `[program:app${i}]\ncommand=gunicorn -c /srv/app${i}/gunicorn.conf.py -b unix:/run/app${i}_%(process_num)d.sock app${i}.wsgi\ndirectory=/srv/app${i}\nprocess_name=%(program_name)s_%(process_num)d\nstopwaitsecs=40\n`;

const appSite = (i: number): string =>
  `upstream app${i} {\n    server unix:/run/app${i}_0.sock;\n    server unix:/run/app${i}_1.sock;\n}\nserver {\n    listen 80;\n    server_name s${i}.example;\n    location / {\n        proxy_pass http://app${i};\n        proxy_set_header Host $host;\n    }\n}\n`;

const files = (count: number, make: (i: number) => readonly [string, string]) =>
  Array.from({ length: count }, (_, i) => make(i));

/** One server with so many applications, each with three files that refer to each other; a program is edited. */
export const sharedServer = (apps: number): Case => ({
  file: 'supervisor/conf.d/edited.conf',
  language: 'supervisord',
  lines: apps,
  head: appProgram(apps),
  variants: ['numprocs=2\n', 'numprocs=x\n'],
  tail: '',
  others: [
    ['nginx/nginx.conf', 'events {}\nhttp {\n    include sites-enabled/*.conf;\n}\n'],
    ['supervisor/supervisord.conf', '[supervisord]\n[include]\nfiles=conf.d/*.conf\n'],
    ...files(apps + 1, (i) => [`nginx/sites-enabled/app${i}.conf`, appSite(i)]),
    ...files(apps, (i) => [`supervisor/conf.d/app${i}.conf`, `${appProgram(i)}numprocs=2\n`]),
    ...files(apps + 1, (i) => [`srv/app${i}/gunicorn.conf.py`, 'workers = 2\ntimeout = 30\n']),
  ],
});
