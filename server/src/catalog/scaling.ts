import { lazy, wordsOf } from './lazy.ts';

/**
 * The level of scaling that an option belongs to; the words are those of `ScalingLevel` in levels/level.ts, which
 * stands above this layer.
 */
export type CatalogLevel = 'process' | 'thread' | 'async' | 'horizontal' | 'vertical';

type LevelTable = Readonly<Record<CatalogLevel, string>>;

/** Names by level, separated by spaces; what is not listed belongs to none. */
const supervisor: LevelTable = {
  process: 'stopwaitsecs',
  thread: '',
  async: '',
  horizontal: 'numprocs numprocs_start process_name programs socket',
  vertical: 'minfds minprocs socket_backlog',
};

const gunicorn: LevelTable = {
  process: 'workers timeout max_requests max_requests_jitter preload_app dirty_workers',
  thread: 'threads keepalive dirty_threads',
  async: 'worker_class worker_connections asgi_loop http2_max_concurrent_streams',
  horizontal: 'bind reuse_port forwarded_allow_ips protocol',
  vertical: 'backlog worker_tmp_dir',
};

const nginx: LevelTable = {
  process: '',
  thread: 'thread_pool aio keepalive keepalive_requests keepalive_time keepalive_timeout',
  async: 'multi_accept accept_mutex use',
  horizontal:
    'upstream server least_conn least_time ip_hash hash random sticky zone resolver proxy_pass uwsgi_pass grpc_pass ' +
    'fastcgi_pass scgi_pass proxy_next_upstream proxy_next_upstream_timeout proxy_next_upstream_tries',
  vertical:
    'worker_processes worker_cpu_affinity worker_connections worker_rlimit_nofile listen sendfile tcp_nopush gzip client_max_body_size client_body_buffer_size ' +
    'proxy_buffering proxy_buffers proxy_buffer_size proxy_busy_buffers_size proxy_cache proxy_cache_path ' +
    'proxy_cache_valid proxy_cache_lock proxy_cache_use_stale limit_conn limit_conn_zone limit_req limit_req_zone ' +
    'open_file_cache access_log',
};

/** Roles of application servers' options. */
const server: LevelTable = {
  process:
    'workers|max requests|max requests jitter|adaptive|adaptive initial|worker lifetime|memory cap|master',
  thread: 'threads|threads on|runtime threads',
  async: 'worker class|connections|max concurrency|keepalive|gevent',
  horizontal: 'bind|host|port|unix socket|fd|endpoint|uwsgi socket|http socket',
  vertical: 'backlog',
};

const levels = ['process', 'thread', 'async', 'horizontal', 'vertical'] as const;

function levelIn(table: LevelTable, separator: string): (name: string) => CatalogLevel | null {
  const byName = lazy(
    () => new Map(levels.flatMap((level) => wordsOf(table[level], separator).map((name) => [name, level]))),
  );
  return (name) => byName().get(name) ?? null;
}

/** The level of an option of supervisord.conf; null where it belongs to none. */
export const supervisorLevel = levelIn(supervisor, ' ');

/** The level of a setting of gunicorn; null where it belongs to none. */
export const gunicornLevel = levelIn(gunicorn, ' ');

/** The level of a directive of nginx; null where it belongs to none. */
export const nginxLevel = levelIn(nginx, ' ');

/** The level of an option of an application server, by its role; null where it belongs to none. */
export const serverLevel = levelIn(server, '|');
