/** How many characters of a text are looked at to tell its language. */
const looked = 60_000;

const headOf = (text: string): string => (text.length > looked ? text.slice(0, looked) : text);

/** True for a text with a section that only Supervisor knows. */
export const looksLikeSupervisor = (text: string): boolean =>
  /^[ \t]*\[\s*(?:program|fcgi-program|eventlistener|group|rpcinterface):[^\]\n]*\]|^[ \t]*\[(?:supervisord|supervisorctl|unix_http_server|inet_http_server)\]/m.test(
    headOf(text),
  );

/** True for a systemd unit: a `[Unit]` or `[Service]` header. */
export const looksLikeSystemd = (text: string): boolean =>
  /^\[(?:Unit|Service|Socket|Install)\][ \t]*$/m.test(headOf(text));

/** True for a job of Upstart (`/etc/init/supervisor.conf`): a stanza `start on` or `stop on`, which INI does not have. */
export const looksLikeUpstart = (text: string): boolean =>
  /^(?:start|stop)[ \t]+on[ \t]+[\w(]/m.test(headOf(text)) && !/^[ \t]*\[/m.test(headOf(text));

/** True for a script of any interpreter by its first line. */
export const hasHashBang = (text: string): boolean => /^\ufeff?#! ?\//.test(text);

/** True for a shell script by its first line. */
const hasShellHashBang = (text: string): boolean => /^\ufeff?#![^\n]*\b(?:ba|da|z|k)?sh\b/.test(text);

/** True for a shell script by its first lines. */
export const looksLikeShell = (text: string): boolean =>
  hasShellHashBang(text) || /^(?:set -[eux]|export \w+=)/m.test(text.slice(0, 2000));

const gunicornAssignment =
  /^(?:bind|workers|worker_class|worker_connections|threads|timeout|graceful_timeout|keepalive|max_requests|max_requests_jitter|backlog|preload_app|accesslog|errorlog|loglevel|pidfile|daemon|proc_name|chdir|wsgi_app|user|group|umask|reload|raw_env|forwarded_allow_ips|logconfig(?:_dict)?)\s*(?::[^=\n]+)?=(?!=)/m;

/** True for Python that assigns a setting of gunicorn at top level, or defines one of its hooks. */
export const looksLikeGunicorn = (text: string): boolean =>
  gunicornAssignment.test(headOf(text)) ||
  /^def (?:on_starting|on_reload|when_ready|pre_fork|post_fork|post_worker_init|worker_int|worker_abort|pre_exec|pre_request|post_request|child_exit|worker_exit|nworkers_changed|on_exit)\(/m.test(
    headOf(text),
  );

/** True for a text that has a line of Python which no other configuration language has. */
export const looksLikePython = (text: string): boolean =>
  /^(?:import [\w.]+|from [\w.]+ import |def \w+\(|class \w+[:(]|#!.*python|# ?-\*- coding|""")/m.test(
    headOf(text),
  );

/** Directives that no other language of this shape has. */
const distinctive =
  /^(?:server_name|proxy_\w+|fastcgi_\w+|uwsgi_\w+|grpc_\w+|scgi_\w+|worker_processes|worker_connections|worker_rlimit_nofile|try_files|ssl_certificate(?:_key)?|ssl_protocols|ssl_ciphers|ssl_prefer_server_ciphers|ssl_session_\w+|ssl_dhparam|ssl_stapling\w*|ssl_trusted_certificate|resolver|resolver_timeout|add_header|more_\w+_headers|access_log|error_log|client_max_body_size|client_\w+_size|client_\w+_timeout|keepalive_timeout|gzip\w*|sendfile|tcp_nopush|tcp_nodelay|server_tokens|limit_req\w*|limit_conn\w*|auth_basic\w*|auth_request\w*|auth_jwt\w*|error_page|default_type|types_hash_\w+|log_format|listen|lua_\w+|\w+_by_lua\w*|set_real_ip_from|real_ip_\w+|stub_status|sub_filter\w*|large_client_header_buffers|log_not_found|http2|pagespeed|modsecurity\w*|load_module|ssi|dav_methods|autoindex\w*|open_file_cache\w*|valid_referers|xslt_\w+|secure_link\w*|image_filter\w*|mp4\w*|flv|perl\w*|js_\w+|push_stream\w*|vod\w*|rtmp\w*|ajp_\w+|drizzle\w*|memcached_\w+|echo\w*|health_check|ip_hash|least_conn|status_zone)$/;

/** Directives whose names are words of other languages as well. */
const shared =
  /^(?:if|set|return|alias|root|index|allow|deny|satisfy|rewrite|map|geo|include|expires|internal|charset|mirror|slice|zone|keepalive|api|server|user|pid|break|env|hash|random|default|use)$/;

const blockOpeners =
  /^\s*(?:server|http|events|stream|mail|types|location\s+(?:[=~^]\S*\s+)?\S.*|upstream\s+\S+|map\s+\S+\s+\S+|geo\s+\S+.*|limit_except\s.*|split_clients\s.*)\s*\{/;

/** Counts the lines that read as statements of nginx. */
export interface NginxTells {
  /** Lines that begin with a directive that only nginx has, and end as one. */
  readonly directives: number;
  /** Lines that begin with a directive whose name other languages know as well. */
  readonly shared: number;
  /** Lines that open a block of nginx. */
  readonly blocks: number;
  /** Lines that end as a statement and begin with a word that nginx does not know. */
  readonly foreign: number;
  /** Lines of another shape: no statement, no comment, no template tag. */
  readonly others: number;
}

/** Reads at most the first 600 lines. */
export function nginxTells(text: string): NginxTells {
  let directives = 0;
  let common = 0;
  let blocks = 0;
  let foreign = 0;
  let others = 0;
  for (const line of headOf(text).split(/\r\n?|\n/, 600)) {
    const trimmed = line.trim();
    if (trimmed === '' || /^(?:#|\{[%{#]|<%|[}]|\/\/)/.test(trimmed)) continue;
    const word = /^[a-z_0-9]+/.exec(trimmed)?.[0] ?? '';
    if (blockOpeners.test(trimmed) || /^(?:server|http|events|stream)$/.test(trimmed)) blocks++;
    else if (!/[;{]\s*(?:#.*)?$/.test(trimmed)) others++;
    else if (distinctive.test(word) && /^\w+(?:\s|;)/.test(trimmed)) directives++;
    else if (shared.test(word)) common++;
    else foreign++;
  }
  return { directives, shared: common, blocks, foreign, others };
}
