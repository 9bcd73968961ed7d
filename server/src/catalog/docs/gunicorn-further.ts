/** Own words on the settings of logging, hooks, TLS, HTTP/2, ASGI, the pool for long tasks and control, by setting. */
export const gunicornFurtherTexts: Readonly<Record<string, string>> = {
  accesslog:
    'Where each request is noted: a path or `-` for standard output. In a file the name has no dash: ' +
    "`accesslog`; `access_logfile`, the flag's spelling, is ignored there. Several instances writing one " +
    'file mix their lines.',
  disable_redirect_access_to_syslog: 'Keeps the access log out of syslog when `syslog` is on.',
  access_log_format:
    "The pattern of a line in the access log. In supervisor's `command` every `%` of it has to be " +
    'doubled.',
  errorlog:
    "Where gunicorn's own messages go: a path or `-` for standard error. Its flags are `--error-logfile` " +
    'and `--log-file`; those names in a file are ignored.',
  loglevel: 'How much gunicorn logs. A word it does not know counts as `info`, without a warning.',
  capture_output: 'Sends what the application prints into the error log.',
  logger_class: 'The class that writes both logs.',
  logconfig: "A file in the form of Python's `logging.config` that sets up all logging.",
  logconfig_dict: 'The same as a dictionary in the configuration file.',
  logconfig_json: 'The same as a JSON file.',
  syslog_addr:
    'Where syslog is: `unix:///dev/log`, `udp://host:514` or `tcp://host:514`. Its flag is ' +
    '`--log-syslog-to`.',
  syslog: 'Sends the logs to syslog. Its flag is `--log-syslog`.',
  syslog_prefix: "The program's name in syslog; give each instance its own to tell them apart.",
  syslog_facility: 'The facility under which syslog files the messages.',
  enable_stdio_inheritance: 'Keeps the standard streams open when gunicorn detaches.',
  statsd_host:
    'Where to send counts and times of requests, for a StatsD server. The numbers that tell whether ' +
    'workers are enough.',
  dogstatsd_tags: 'Labels for every number sent, separated by commas.',
  statsd_prefix: 'A beginning for the name of every number sent, to keep services apart.',
  enable_backlog_metric:
    'Also reports how many connections wait to be accepted: the earliest sign that workers are too few.',
  proc_name:
    'The name in the list of processes, if the package setproctitle is there. Its flag is `--name`; ' +
    '`name` in a file is ignored.',
  default_proc_name: 'The name used while `proc_name` is not set. gunicorn fills it in itself.',
  on_starting: 'Called in the master before anything is set up.',
  on_reload: 'Called in the master when `HUP` asks it to read the configuration again.',
  when_ready: 'Called in the master once the sockets are open; before it a client cannot connect.',
  pre_fork: 'Called in the master just before it makes a worker.',
  post_fork:
    'Called in each new worker. The place to open database and cache connections anew under ' +
    '`preload_app`, since connections must not be shared by processes.',
  post_worker_init: 'Called in a worker that has loaded the application and is about to serve.',
  worker_int: 'Called in a worker that gets `INT` or `QUIT`.',
  worker_abort:
    'Called in a worker that gets `ABRT`, which mostly means that `timeout` struck: a good place to print ' +
    'what it was doing.',
  pre_exec: 'Called before a new master takes over (`USR2`).',
  pre_request: 'Called in a worker before each request; its time adds to every request.',
  post_request: 'Called in a worker after each request.',
  child_exit: 'Called in the master after a worker has ended; Prometheus clients clean up here.',
  worker_exit: 'Called in a worker that is about to end.',
  nworkers_changed: 'Called in the master when the number of workers changes, as `TTIN` and `TTOU` do.',
  on_exit: 'Called in the master before it ends.',
  ssl_context: 'Builds the TLS context, to set what the other TLS settings cannot.',
  keyfile: 'The private key for TLS. Behind nginx on the same machine TLS belongs into nginx.',
  certfile:
    'The certificate for TLS. Once it is set the address speaks https, so nginx needs `proxy_pass ' +
    'https://`.',
  ssl_version: 'Had chosen the version of TLS; ignored since 21.0. Use `ssl_context`.',
  cert_reqs: 'Whether clients have to show a certificate: 0 no, 1 they may, 2 they must.',
  ca_certs: "The certificates that clients' certificates are checked against.",
  suppress_ragged_eofs: 'Treats a TLS connection that is cut without a farewell as a normal end.',
  do_handshake_on_connect:
    'Does the TLS handshake while accepting the connection instead of at the first read.',
  ciphers: "The ciphers offered for TLS, in OpenSSL's notation.",
  http_protocols:
    'The versions of HTTP offered: `h1`, `h2`, `h3`. Version 2 needs TLS and the package h2; behind ' +
    'nginx, which talks 1.1 to upstreams by default, it brings little.',
  http2_cleartext: 'Allows HTTP/2 without TLS, for proxies that speak it.',
  http2_max_concurrent_streams: 'How many requests one HTTP/2 connection may have in progress.',
  http2_initial_window_size:
    'How many bytes may be under way on a stream before the other side has to confirm.',
  http2_max_frame_size: 'The largest HTTP/2 frame, from 16384 bytes on.',
  http2_max_header_list_size: 'The most bytes of headers in an HTTP/2 request.',
  asgi_loop:
    'The event loop of the `asgi` worker: `uvloop` is faster where its package is installed, `auto` takes ' +
    'it if it is.',
  asgi_lifespan:
    "Whether start and end of the application's lifespan are announced to it; `on` makes a failing start " +
    'stop the worker.',
  asgi_disconnect_grace_period: 'How many seconds an ASGI application may go on after its client has left.',
  http_parser: 'The parser of the `asgi` worker: `fast` is compiled, `python` always there.',
  dirty_apps:
    'Classes that run long tasks in a second pool of processes, apart from the web workers. Its flag is ' +
    '`--dirty-app`.',
  dirty_workers:
    'How many processes the pool for long tasks has. They come on top of `workers` when you count against ' +
    'cores and memory.',
  dirty_timeout: 'After how many seconds a stuck process of the pool for long tasks is killed.',
  dirty_threads: 'How many tasks one process of that pool runs at once; multiplies `dirty_workers`.',
  dirty_graceful_timeout: 'How long a process of that pool may finish its task when told to stop.',
  on_dirty_starting: 'Called before the pool for long tasks starts.',
  dirty_post_fork: 'Called in each new process of that pool.',
  dirty_worker_init: 'Called in a process of that pool that has loaded its classes.',
  dirty_worker_exit: 'Called when a process of that pool has ended.',
  control_socket:
    'The unix socket of `gunicornc`, by which a running gunicorn is asked and steered; made by default ' +
    'since 25.1. Instances under one account would share the path, so give each its own or turn it off.',
  control_socket_mode: 'The permission bits of the control socket.',
  control_socket_disable: 'Makes no control socket. Its flag is `--no-control-socket`.',
};
