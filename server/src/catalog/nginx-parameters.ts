import { groupBy, lazy } from './lazy.ts';
import type { DirectiveContext } from './nginx-mask.ts';

/** One parameter of a directive: a bare word (`backup`), a pair (`weight=5`) or a first word that has to be there. */
export interface NginxParameter {
  readonly directive: string;
  readonly name: string;
  readonly form: 'word' | 'pair';
  /** What stands after the equals sign: `number`, `time`, `size`, `on|off`, `text`; null for a word. */
  readonly value: string | null;
  /** What holds without it; null where that is nothing or the system decides. */
  readonly default: string | null;
  /** The first open-source version that has it; null: every version of today. */
  readonly since: string | null;
  /** The version that deprecated it; null while it is current. */
  readonly deprecated: string | null;
  /** True where only NGINX Plus has it. */
  readonly plusOnly: boolean;
}

/**
 * By directive and protocol: `name`, or `name=value`; then `@since`, `~default`, `!deprecated` and `+` for NGINX Plus
 * only. From the source of nginx 1.31.4 and the versions that nginx.org names.
 */
const table: readonly (readonly [string, string, string])[] = [
  [
    'server',
    'http upstream',
    'weight=number~1 max_conns=number~0 max_fails=number~1 fail_timeout=time~10s backup down resolve@1.27.3 ' +
      'service=text@1.27.3 route=text@1.29.6 drain@1.29.6 slow_start=time~0+',
  ],
  [
    'server',
    'stream upstream',
    'weight=number~1 max_conns=number~0 max_fails=number~1 fail_timeout=time~10s backup down resolve@1.27.3 ' +
      'service=text@1.27.3 slow_start=time~0+',
  ],
  [
    'listen',
    'http server',
    'default_server ssl http2!1.25.1 quic@1.25.0 proxy_protocol backlog=number~511 reuseport deferred bind ' +
      'so_keepalive=text ipv6only=on|off~on fastopen=number rcvbuf=size sndbuf=size accept_filter=text setfib=number ' +
      'multipath@1.29.7',
  ],
  [
    'listen',
    'stream server',
    'default_server@1.25.5 ssl udp proxy_protocol backlog=number~511 reuseport deferred@1.25.5 bind so_keepalive=text ' +
      'ipv6only=on|off~on fastopen=number@1.21.0 rcvbuf=size sndbuf=size accept_filter=text@1.25.5 ' +
      'setfib=number@1.25.5 multipath@1.29.7',
  ],
  ['keepalive', 'http upstream', 'local@1.29.7'],
  ['hash', 'upstream', 'consistent'],
  ['random', 'http upstream', 'two least_conn least_time=header|last_byte+'],
  ['random', 'stream upstream', 'two least_conn least_time=connect|first_byte|last_byte+'],
  ['least_time', 'http upstream', 'header last_byte inflight'],
  ['least_time', 'stream upstream', 'connect first_byte last_byte inflight'],
  [
    'sticky',
    'http upstream',
    'cookie route learn expires=time domain=text path=text httponly secure samesite=text create=text lookup=text ' +
      'zone=text timeout=time~10m header sync+',
  ],
  ['resolver', '', 'valid=time ipv4=on|off@1.23.1~on ipv6=on|off~on status_zone=text+'],
  ...['proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) =>
      [
        `${kind}_cache_path`,
        '',
        'keys_zone=text levels=text inactive=time~10m max_size=size min_free=size@1.19.1 use_temp_path=on|off~on ' +
          'manager_files=number~100 manager_sleep=time~50ms manager_threshold=time~200ms loader_files=number~100 ' +
          'loader_sleep=time~50ms loader_threshold=time~200ms purger=on|off~off+',
      ] as const,
  ),
  ['limit_req', '', 'zone=text burst=number~0 nodelay delay=number@1.15.7'],
  ['limit_req_zone', '', 'zone=text rate=text sync+'],
  ['limit_conn_zone', '', 'zone=text'],
  ['access_log', '', 'off buffer=size gzip flush=time if=text'],
  ['error_log', '', 'debug info notice warn error crit alert emerg'],
  ['worker_processes', '', 'auto'],
  ['worker_cpu_affinity', '', 'auto'],
  ['open_file_cache', '', 'off max=number inactive=time~60s'],
  ['thread_pool', '', 'threads=number max_queue=number~65536'],
  ['aio', '', 'on off threads'],
  ['use', '', 'epoll poll select kqueue eventport /dev/poll'],
  ['ssl_session_cache', '', 'off none builtin shared:'],
  ['rewrite', '', 'last break redirect permanent'],
  ['expires', '', 'off epoch max modified'],
  ['add_header', '', 'always'],
  ['proxy_bind', '', 'off transparent'],
  ['proxy_redirect', '', 'off default'],
];

const parameters = lazy(() =>
  groupBy(
    table.flatMap(([directive, place, text]) =>
      text.split(' ').map((entry) => ({ place, parameter: parameterOf(directive, entry) })),
    ),
    ({ parameter }) => parameter.directive,
  ),
);

const pieces = /^([\w:/]+)(?:=([\w|]+))?(?:@([\d.]+))?(?:~([\w.]+))?(?:!([\d.]+))?(\+)?$/;

function parameterOf(directive: string, entry: string): NginxParameter {
  const [, name = entry, value, since, standard, deprecated, plus] = pieces.exec(entry) ?? [];
  return {
    directive,
    name,
    form: value === undefined ? 'word' : 'pair',
    value: value ?? null,
    default: standard ?? null,
    since: since ?? null,
    deprecated: deprecated ?? null,
    plusOnly: plus !== undefined,
  };
}

/**
 * The parameters of a directive where it stands in `context`; empty for a directive that has none or whose parameters
 * are not listed here (an enumeration of the command tables is in `NginxDirectiveInfo.values`).
 */
export const nginxParameters = (directive: string, context: DirectiveContext): readonly NginxParameter[] =>
  (parameters().get(directive) ?? [])
    .filter(({ place }) => context.endsWith(place))
    .map(({ parameter }) => parameter);

/** A parameter by its name, without `=` and value; undefined where the directive has none such in that context. */
export const nginxParameter = (
  directive: string,
  context: DirectiveContext,
  name: string,
): NginxParameter | undefined =>
  nginxParameters(directive, context).find((parameter) => parameter.name === name);

/** Every parameter listed here, with the end of the names of the contexts it is taken in (empty: all). */
export const allNginxParameters = (): readonly {
  readonly place: string;
  readonly parameter: NginxParameter;
}[] => [...parameters().values()].flat();
