import { directivesIn } from '../../catalog/nginx.ts';
import type { Deployment } from '../../model/deployment.ts';
import type {
  NginxBlock,
  NginxConfig,
  NginxContext,
  NginxDirective,
  NginxWord,
} from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { fileIn } from '../edit/lines.ts';
import { allDirectives } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/swallowed-directive',
  title: 'A missing semicolon makes the next line an argument',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'A directive that takes any number of arguments goes on over a line that begins with the name of a directive which could stand there, and nginx accepts it.',
  why: 'nginx says nothing, for the line is an argument like any other. The directive that the line was meant to be is not in force: a swallowed `proxy_pass` proxies nothing.',
  silent: [
    'Names that end the list: an argument that is followed by no further one.',
    'Names of directives that cannot stand in this block.',
    'Directives that nginx refuses for the number of their arguments (nginx/wrong-argument-count).',
  ],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, try_files',
      url: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files',
    },
    { text: 'Run with nginx 1.22.1: nginx -t accepts try_files with a swallowed proxy_pass' },
  ],
  fix: 'Adds the semicolon.',
  examples: [
    {
      bad: `
        server {
            listen 80;
            location / {
                try_files $uri /index.html
                ^^^^^^^^^ warning: The line of try_files lacks its ";", so proxy_pass on the next line is an argument of try_files and does nothing. Add the semicolon.
                proxy_pass http://127.0.0.1:8000;
            }
        }
      `,
      fixed: `
        server {
            listen 80;
            location / {
                try_files $uri /index.html;
                proxy_pass http://127.0.0.1:8000;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            server_name
                shop.example
                root;
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location / {
                try_files $uri
                    upstream /index.html;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            server_tokens off
            root /srv/shop;
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const config of deployment.nginx)
    for (const block of blocksIn(config))
      for (const directive of block.directives) {
        const at = swallowedAt(deployment, directive, block);
        if (at !== undefined && !isRefused(config, directive)) yield draftOf(directive, at);
      }
}

const blocksIn = (config: NginxConfig): readonly NginxBlock[] => [
  config.root,
  ...allDirectives(config).flatMap(({ block }) => block ?? []),
];

/** True when nginx refuses the directive already, so that its missing semicolon is reported. */
const isRefused = ({ problems }: NginxConfig, { place: { uri, span } }: NginxDirective): boolean =>
  problems.some(
    ({ place }) => place.uri === uri && place.span.start >= span.start && place.span.start < span.end,
  );

/** The index of the argument that was meant to be a directive; undefined where there is none. */
function swallowedAt(
  deployment: Deployment,
  { args, block, place: { uri } }: NginxDirective,
  { context }: NginxBlock,
): number | undefined {
  const text = block || args.length < 3 ? undefined : fileIn(deployment, uri)?.text;
  if (text === undefined) return undefined;
  const at = args.findIndex(
    (word, index) =>
      index > 0 && index < args.length - 1 && beginsLine(text, word) && namesIn(context).has(word.text),
  );
  return at < 0 ? undefined : at;
}

function beginsLine(text: string, { place: { span } }: NginxWord): boolean {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  return start > 0 && text.slice(start, span.start).trim() === '';
}

const names = new Map<NginxContext, ReadonlySet<string>>();

/** The names of all directives that may stand in a context. */
function namesIn(context: NginxContext): ReadonlySet<string> {
  const known = names.get(context) ?? new Set(directivesIn(context).map(({ name }) => name));
  names.set(context, known);
  return known;
}

function draftOf({ name, args, namePlace }: NginxDirective, at: number): Draft {
  const end = args[at - 1]?.place.span.end ?? namePlace.span.end;
  const word = args[at];
  return {
    place: namePlace,
    message: `The line of ${name} lacks its ";", so ${word?.text} on the next line is an argument of ${name} and does nothing. Add the semicolon.`,
    related: word ? [{ place: word.place, message: 'It is swallowed here' }] : [],
    fixes: fixWith('Add the semicolon', false, {
      uri: namePlace.uri,
      span: { start: end, end },
      newText: ';',
    }),
  };
}
