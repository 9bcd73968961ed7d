import { memo } from '../../base/memo.ts';
import { lazy } from '../../catalog/lazy.ts';
import { directivesIn, type NginxDirectiveInfo, refusesDuplicate } from '../../catalog/nginx.ts';
import { balancingMethod } from '../../catalog/nginx-balancing.ts';
import type { NginxContext } from '../../model/nginx/types.ts';
import type { NginxStatement } from '../../syntax/nginx/tree.ts';
import { nameOfStatement } from '../shared/at/nginx.ts';
import { type CompletionItem, choice } from './item.ts';
import { type NginxPlace, versionAt } from './nginx-place.ts';

/** The directives that may stand in the block at the cursor and are not refused a second time. */
export function directiveItems(place: NginxPlace, part: 'whole' | 'name'): readonly CompletionItem[] {
  const { context, at } = place;
  if (context === 'raw' || context === 'unknown') return [];
  const present = presentIn(at.siblings, at.spot.kind === 'name' ? at.spot.call.statement : undefined);
  const table = itemTable(context, versionAt(place) ?? '', part);
  const balances = [...present].some((name) => isMethod(name));
  return table
    .filter(({ label, once }) => !(once && present.has(label)) && !(balances && isMethod(label)))
    .map(({ item }) => item);
}

const namesIn = memo((siblings: readonly NginxStatement[]) => new Set(siblings.map(nameOfStatement)));

/** The names that a block holds, without the statement that is being written. */
function presentIn(
  siblings: readonly NginxStatement[],
  current: NginxStatement | undefined,
): ReadonlySet<string> {
  const names = namesIn(siblings);
  const name = current && nameOfStatement(current);
  if (name === undefined || !names.has(name)) return names;
  const isElsewhere = siblings.some((other) => other !== current && nameOfStatement(other) === name);
  return isElsewhere ? names : new Set([...names].filter((other) => other !== name));
}

interface TableItem {
  readonly label: string;
  readonly item: CompletionItem;
  /** True when nginx refuses the directive a second time in one block. */
  readonly once: boolean;
}

const tables = new Map<string, readonly TableItem[]>();

/** The items of a context and version; few pairs of them are ever asked for, so each is made once. */
function itemTable(
  context: Exclude<NginxContext, 'raw' | 'unknown'>,
  version: string,
  part: 'whole' | 'name',
) {
  const key = `${context} ${version} ${part}`;
  const known = tables.get(key);
  if (known) return known;
  const seen = new Set<string>();
  const made = directivesIn(context, version === '' ? undefined : version)
    .filter(({ name }) => !seen.has(name) && seen.add(name))
    .map((info) => tableItem(info, context, part));
  if (tables.size > 60) tables.clear();
  tables.set(key, made);
  return made;
}

function tableItem(info: NginxDirectiveInfo, context: NginxContext, part: 'whole' | 'name'): TableItem {
  const { name } = info;
  const item: CompletionItem = {
    label: name,
    kind: info.block ? 'block' : 'directive',
    ...(info.level === null ? {} : { detail: `${info.level} level` }),
    rank: usual().has(`${context}/${name}`) ? 2 : info.level !== null ? 3 : 4,
    ...(part === 'whole' ? { insert: statementSnippet(info, context), form: 'snippet' as const } : {}),
    doc: { of: 'directive', name, context },
  };
  return { label: name, item, once: onlyOnce(info) };
}

/** Balancing methods exclude each other. */
const isMethod = (name: string): boolean => balancingMethod(name) !== undefined;

const onlyOnce = (info: NginxDirectiveInfo): boolean =>
  refusesDuplicate(info) === true || onceByFunction.has(info.name);

/** Directives that a function of their own refuses a second time. */
const onceByFunction = new Set([
  'events',
  'http',
  'stream',
  'mail',
  'worker_processes',
  'proxy_pass',
  'root',
  'zone',
  'keepalive',
  'user',
]);

/** Names that most configurations hold, by context. */
const usual = lazy(
  () =>
    new Set(
      Object.entries({
        main: 'events http stream user worker_processes worker_rlimit_nofile error_log pid include',
        events: 'worker_connections multi_accept',
        http: 'upstream server include map log_format access_log sendfile keepalive_timeout gzip client_max_body_size limit_req_zone proxy_cache_path default_type',
        'http upstream': 'server least_conn ip_hash hash random zone keepalive',
        'http server':
          'listen server_name location root client_max_body_size access_log error_log return include ssl_certificate ssl_certificate_key proxy_set_header',
        'http location':
          'proxy_pass proxy_set_header proxy_read_timeout proxy_connect_timeout proxy_http_version proxy_buffering proxy_next_upstream try_files alias root return include expires add_header limit_req',
        stream: 'upstream server',
        'stream upstream': 'server least_conn hash random zone',
        'stream server': 'listen proxy_pass proxy_timeout proxy_connect_timeout',
      }).flatMap(([context, names]) => names.split(' ').map((name) => `${context}/${name}`)),
    ),
);

/** What most people write after a name. */
const forms: Readonly<Record<string, string>> = {
  location: '${1:/} {\n\t$0\n}',
  server: ' {\n\tlisten ${1:80};\n\tserver_name ${2:example.com};\n\t$0\n}',
  upstream: '${1:app} {\n\tserver ${2:127.0.0.1:8000};\n\t$0\n}',
  if: '(${1:\\$request_method = POST}) {\n\t$0\n}',
  map: '\\$${1:http_upgrade} \\$${2:connection_upgrade} {\n\tdefault ${3:upgrade};\n\t$0\n}',
  http: ' {\n\t$0\n}',
  events: ' {\n\tworker_connections ${1:1024};\n}',
  worker_processes: '${1:auto};',
  worker_connections: '${1:1024};',
  proxy_pass: 'http://${1:app};',
  proxy_set_header: '${1:Host} ${2:\\$host};',
  proxy_http_version: '${1:1.1};',
  proxy_read_timeout: '${1:60s};',
  proxy_connect_timeout: '${1:5s};',
  proxy_send_timeout: '${1:60s};',
  keepalive: '${1:16};',
  listen: '${1:80};',
  client_max_body_size: '${1:10m};',
  keepalive_timeout: '${1:65s};',
  worker_rlimit_nofile: '${1:8192};',
};

function statementSnippet(info: NginxDirectiveInfo, context: NginxContext): string {
  const { name, block, args, onOff, values, valueKind } = info;
  const form = name === 'server' && context.endsWith(' upstream') ? '${1:127.0.0.1:8000};' : forms[name];
  if (
    form !== undefined &&
    (name !== 'server' || block === form.includes('{\n') || context.endsWith(' upstream'))
  )
    return `${name}${form.startsWith(' ') ? '' : ' '}${form}`;
  if (block) return args.max === 0 ? `${name} {\n\t$0\n}` : `${name} \${1} {\n\t$0\n}`;
  if (onOff) return `${name} ${choice(1, ['on', 'off'])};`;
  if (valueKind === 'enum' && values.length > 0) return `${name} ${choice(1, values)};`;
  return args.max === 0 ? `${name};` : `${name} $1;`;
}
