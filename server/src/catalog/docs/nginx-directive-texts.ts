/** Own words on the directives that matter most to scaling, by name, or by `context/name` where the context decides. */
export const nginxDirectiveTexts: Readonly<Record<string, string>> = {
  'http/upstream':
    'The group of servers that requests are shared out among: the horizontal level in nginx. Each running ' +
    'instance of the application needs its `server` line here, and each line an instance that listens.',
  'stream/upstream': 'The group of servers that connections are shared out among.',
  'http upstream/server':
    'One instance that may get requests: `127.0.0.1:8001` or `unix:/run/app.sock`. It has to be the very ' +
    'address an instance binds. A name is looked up once, at start, and stands for all addresses found. ' +
    'Text after a second colon of a `unix:` path belongs to the path here.',
  'stream upstream/server': 'One instance that may get connections; the port is required.',
  'http server/listen':
    'The address this server answers on. `backlog` and `reuseport` decide how bursts of new connections ' +
    'are taken, and may stand only once for each address.',
  least_conn:
    'Sends each request to the server with the fewest open connections. Better than taking turns when ' +
    'some requests take much longer than others. Add `zone`, or each nginx worker counts alone; put it ' +
    'before `keepalive` up to nginx 1.29.6.',
  least_time:
    'Sends each request to the server that answers fastest and has few connections. Open source since ' +
    '1.31.0.',
  ip_hash:
    'Binds a client to a server by its address. It spreads badly when clients come through few proxies, ' +
    'forbids `backup`, and moves clients when a server is removed (mark it `down` instead). Better to ' +
    'keep sessions outside the processes, then any method will do.',
  hash:
    'Binds a key to a server. Use `consistent` so that scaling out moves only a few keys; `backup` is not ' +
    'allowed.',
  random:
    'Draws a server; `random two least_conn` draws two and takes the less loaded one, which works well ' +
    'when several nginx machines share the servers.',
  sticky:
    'Binds a client to a server by a cookie or a route. Open source since 1.29.6. A client then follows ' +
    'its server, so a removed instance takes its sessions with it unless they are stored elsewhere.',
  'http upstream/keepalive':
    'How many idle connections to the upstream each worker keeps: up to this × `worker_processes` in all, ' +
    'and each occupies a place at the application. Worth it for threaded and async workers; a gunicorn ' +
    '`sync` worker closes after each response. Before 1.29.7 it also takes `proxy_http_version 1.1` and ' +
    'an empty `Connection` header, and has to follow the balancing method.',
  'http upstream/keepalive_requests': 'After how many requests a kept connection to the upstream is closed.',
  'http upstream/keepalive_time':
    'After how long a kept connection to the upstream is closed, once the request it carries is done.',
  'http upstream/keepalive_timeout':
    'How long an idle connection to the upstream stays open: 60 s unless set. The application has to keep ' +
    "it longer (gunicorn's `keepalive` is 2 s, uvicorn's 5 s), or nginx sends a request into a connection " +
    'that is being closed and answers 502.',
  keepalive_timeout:
    'How long an idle connection of a client stays open. Each one takes a place in `worker_connections`.',
  keepalive_requests: "After how many requests a client's connection is closed, which frees its memory.",
  zone:
    'Shared memory for the state of the upstream, so that all workers count together: `max_conns`, ' +
    '`max_fails` and `least_conn` mean the whole nginx, not one worker. 64k is enough for a few servers.',
  worker_processes:
    'How many processes nginx serves with; 1 unless set. One for each core is right (`auto`), but `auto` ' +
    "counts the host's cores even in a container with a quota. It multiplies `worker_connections`, " +
    '`keepalive` and `max_conns` without `zone`.',
  worker_connections:
    'How many connections one worker holds, clients and upstreams together: 512 unless set. A proxied ' +
    'request takes two, so nginx serves about `worker_processes` × this ÷ 2 clients. Each needs an open ' +
    'file: see `worker_rlimit_nofile`.',
  worker_rlimit_nofile:
    'The limit of open files of each worker. Twice `worker_connections` is safe: a connection is one ' +
    'file, and served files and cache come on top. Without it the limit of whoever starts nginx holds, ' +
    'often 1024.',
  worker_cpu_affinity:
    'Ties workers to processors. Rarely worth it; the number of masks should match `worker_processes`.',
  worker_shutdown_timeout:
    'How long old workers may finish after a reload. Without it one WebSocket can keep an old worker, ' +
    'with its memory, for days.',
  multi_accept:
    'Whether a worker takes all waiting connections at once. Helps a little with bursts, at the price of ' +
    'less even load.',
  accept_mutex:
    'Whether workers take turns at new connections. Off since 1.11.3; with `reuseport` it has no meaning.',
  thread_pool: 'A pool of threads for reading files with `aio threads`.',
  aio:
    'How files are read without holding up the worker. `threads` helps when large files come from slow ' +
    'disks.',
  'http location/proxy_pass':
    'Where the requests go: `http://` and the name of an upstream, or an address. A single address cannot ' +
    'be scaled out without editing it; an upstream can. With a path after the address (`http://app/`) the ' +
    'matched part of the URI is replaced. With a variable nothing is checked at start, and a name needs a ' +
    '`resolver`.',
  'stream server/proxy_pass': 'The upstream or address that connections go to.',
  uwsgi_pass:
    'Where requests go in the uwsgi protocol: uWSGI\'s `socket`, or gunicorn with `protocol = "uwsgi"`. An ' +
    'HTTP port there cannot work.',
  grpc_pass: 'Where gRPC requests go. Balancing is by request, not by connection.',
  fastcgi_pass:
    "Where requests go in the FastCGI protocol; supervisor's [fcgi-program:x] only shares a socket and " +
    'does not speak it.',
  'http location/proxy_next_upstream':
    'When a request is tried at the next server: after a failed connection or a timeout unless set. ' +
    'Requests that change something (POST) are only repeated with `non_idempotent`. Each retry adds load ' +
    'just when there is too much: bound it with `proxy_next_upstream_tries`.',
  proxy_next_upstream_tries: 'How many servers a request is tried at; `0`, the default, means all of them.',
  proxy_next_upstream_timeout:
    'For how long a request is passed on to further servers; `0`, the default, is no limit.',
  proxy_connect_timeout:
    'How long to wait for a connection to the application: 60 s unless set. On one machine a second or ' +
    'two is plenty, and a dead instance is then left sooner.',
  proxy_read_timeout:
    'How long the application may stay silent, between two reads and not for the whole response: 60 s ' +
    "unless set. It should not be shorter than gunicorn's `timeout`, or nginx answers 504 while the " +
    'worker goes on.',
  proxy_send_timeout: 'How long the application may take no data from nginx, between two writes.',
  proxy_http_version:
    'The version of HTTP spoken to the application. Kept connections and WebSockets need 1.1, which is ' +
    'the default only since 1.29.7; before it was 1.0.',
  proxy_set_header:
    'Sets a header for the application. `Host`, `X-Forwarded-For` and `X-Forwarded-Proto` are the usual ' +
    'ones. A single one at an inner level drops all those of the outer levels.',
  proxy_buffering:
    'Whether nginx takes the whole response from the application as fast as it can. `on` frees the worker ' +
    'early however slow the client is; sync workers depend on it. `off` is for streams, best in their own ' +
    'location.',
  proxy_request_buffering:
    'Whether nginx takes the whole request before it passes it on. `on` keeps slow uploads away from the ' +
    'workers.',
  proxy_buffers:
    'Number and size of the buffers for one response. Their sum × active requests is memory; what does ' +
    'not fit goes to disk.',
  'http location/proxy_buffer_size':
    "The buffer for the response's header. Too small for large cookies: `upstream sent too big header`, " +
    'and 502.',
  proxy_busy_buffers_size:
    'How much of the buffers may be on its way to the client while the rest is still read.',
  proxy_max_temp_file_size:
    'How much of a response may go to disk when the buffers are full; `0` never writes.',
  proxy_cache:
    'The cache to use. Every hit is a request that no worker has to serve: the cheapest way to scale what ' +
    'is the same for all users.',
  proxy_cache_path:
    'Where a cache is kept and how large it may grow; the keys lie in memory that all workers share.',
  proxy_cache_key:
    'What makes two requests the same. Leave out what splits it without need; put in what tells users ' +
    "apart, or one gets another's page.",
  proxy_cache_valid: 'How long responses count as fresh, by status, when they do not say so themselves.',
  proxy_cache_lock:
    'Lets only one request fill a missing entry while the others wait for it. Protects the workers when a ' +
    'popular page expires.',
  proxy_cache_use_stale:
    'When an old entry is served instead: with `error timeout updating` visitors do not notice a restart ' +
    'or a slow application.',
  proxy_cache_background_update: 'Renews an old entry in the background while visitors get the old one.',
  proxy_cache_bypass: 'When the cache is not asked, such as for logged-in users.',
  proxy_no_cache: 'When the response is not kept.',
  proxy_cache_min_uses: 'After how many requests a response is kept.',
  'http location/limit_conn':
    'How many connections one key may have at the same time; more get 503. Bounds what one client can ' +
    'occupy.',
  limit_conn_zone:
    'The memory that counts connections, and the key they are counted by. Behind another proxy ' +
    '`$binary_remote_addr` is the proxy: set the real address first.',
  limit_req:
    'How fast one key may send requests, and how large a burst is taken. Keeps one client from filling ' +
    'all workers.',
  limit_req_zone: 'The memory that counts requests, the key they are counted by, and the rate.',
  gzip:
    'Whether responses are compressed. Saves bandwidth and costs processor time in nginx; only HTML is ' +
    'compressed unless `gzip_types` names more.',
  gzip_comp_level: 'How hard to compress. Above 5 or 6 the processor time grows and the size hardly shrinks.',
  gzip_types: 'What is compressed besides HTML.',
  sendfile: 'Whether the kernel sends files without copying them through nginx. On for static files.',
  tcp_nopush: 'With `sendfile`, sends the header and the beginning of a file in one packet.',
  tcp_nodelay: 'Sends small packets at once; on unless set.',
  open_file_cache: 'Remembers open files and their dates. Helps with many static files; changes show later.',
  client_max_body_size:
    'The largest body of a request: 1 MB unless set; more gets 413. The application has a limit of its ' +
    'own as well.',
  client_body_buffer_size: "How much of a request's body stays in memory before it is written to disk.",
  client_header_timeout:
    'How long a client may take for its header; short values free connections from slow or idle clients.',
  client_body_timeout: 'How long a client may pause while it sends its body.',
  send_timeout: 'How long a client may take no data, between two writes.',
  large_client_header_buffers: 'Number and size of the buffers for long headers; too small gives 400 or 414.',
  reset_timedout_connection: 'Frees the memory of timed out connections at once.',
  resolver:
    'The name servers for names that are looked up at run time: those in variables, and servers marked ' +
    '`resolve`. A name without either is looked up once, at start, and stays until the next reload.',
  resolver_timeout: 'How long a look-up may take: 30 s unless set.',
  access_log:
    'Where requests are noted. Under load give it a `buffer`; with `$upstream_addr` and ' +
    '`$upstream_response_time` in the format it shows how evenly the instances are used.',
  error_log:
    "Where nginx's own messages go, and from which level on. At `warn` it also tells when connections " +
    'exceed the limit of files.',
  'http server/server_name': 'The hosts this server is for.',
  'http location/location':
    'A part of the URIs and what to do with them. Static files in a location of their own never cost a ' +
    'worker.',
  root: 'The folder that URIs are looked up in.',
  try_files:
    'Serves the first file that exists and hands everything else to the last item. The usual way to keep ' +
    'static files away from the application.',
  ssl_session_cache:
    'Remembers TLS sessions, so that clients that come back skip the expensive part. `shared:` makes it ' +
    'count for all workers.',
  ssl_session_timeout: 'How long a TLS session can be taken up again.',
  http2:
    'Speaks HTTP/2 with clients: one connection carries many requests, so fewer `worker_connections` are ' +
    'used.',
  events: 'The block for how workers handle connections.',
  use: 'How the worker waits for connections; nginx chooses the best way by itself.',
  'stream server/proxy_next_upstream':
    'Whether a connection that could not be made is tried at the next server.',
  'stream server/limit_conn': 'How many connections one key may have at the same time; more are closed.',
};
