/** Own words on parameters, by `directive/parameter`; `*_cache_path` stands for the four directives of that name. */
export const nginxParameterTexts: Readonly<Record<string, string>> = {
  'server/weight':
    'The share of requests this server gets compared with the others; 1 unless set. Give an instance with ' +
    'twice the workers, or twice the cores, a weight of 2.',
  'server/max_conns':
    'The most connections to this server at the same time; `0` is no limit. Without `zone` each nginx ' +
    'worker counts for itself, so the real limit is this × `worker_processes`. With it set to the ' +
    'requests an instance can do at once, nginx picks another server instead of letting requests queue ' +
    'there.',
  'server/max_fails':
    'After how many failures within `fail_timeout` the server is left out for a while; `0` never leaves ' +
    'it out. Ignored when the upstream has a single server. Without `zone` each nginx worker counts for ' +
    'itself.',
  'server/fail_timeout':
    'Both the time in which `max_fails` failures must happen and the time the server is then left out; 10 ' +
    's unless set. A restart that takes longer costs one failed attempt per nginx worker and period.',
  'server/backup':
    'Used only while no other server answers. Not for `hash`, `ip_hash` and `random`: nginx refuses it ' +
    'after them and ignores it before them.',
  'server/down':
    'Takes the server out without removing its line, which keeps the hashes of `ip_hash` and `hash` where ' +
    'they are.',
  'server/resolve':
    'Looks the name up again and again, so that servers come and go with DNS. Needs `zone` in the ' +
    'upstream and a `resolver`. Without it a name is looked up once, when nginx starts.',
  'server/service':
    'Takes address and port from DNS SRV records of this name; goes together with `resolve`, and the ' +
    'server is written without a port.',
  'server/route': 'The name by which `sticky` knows this server.',
  'server/drain':
    'Sends only those clients here that `sticky` has bound to this server: the gentle way to empty an ' +
    'instance.',
  'server/slow_start': 'The time over which a server that comes back gets its full share. NGINX Plus only.',
  'listen/default_server':
    'Makes this the server for requests to this address whose host no other server names. Without it the ' +
    'first one in reading order is.',
  'listen/ssl': 'Speaks TLS here; the server then needs `ssl_certificate`.',
  'listen/http2':
    'Speaks HTTP/2 here. Since 1.25.1 the directive `http2 on` takes its place and this only draws a ' +
    'warning.',
  'listen/quic':
    'Speaks HTTP/3 over UDP here. With several workers add `reuseport`, so that packets of one connection ' +
    'reach one worker.',
  'listen/proxy_protocol':
    "Expects the PROXY protocol's line from a load balancer in front. Without that line every request " +
    'fails.',
  'listen/udp': 'Takes datagrams instead of TCP connections.',
  'listen/backlog':
    'How many connections may wait to be accepted: 511 on Linux unless set, and never more than ' +
    '`net.core.somaxconn`. Bursts of new connections beyond it are dropped, and clients try again a ' +
    'second later. It may be set only once for each address.',
  'listen/reuseport':
    'Gives each worker a listening socket of its own, and the kernel spreads new connections over them. ' +
    'Evens out the load of many short connections; a worker that is busy still gets its share. It may be ' +
    'set only once for each address.',
  'listen/deferred': 'Wakes nginx when the first data arrives instead of at the connection (Linux).',
  'listen/bind':
    'Opens a socket for exactly this address even when another `listen` takes the port on all addresses.',
  'listen/so_keepalive': 'Lets the kernel check idle connections: `on`, `off` or idle:interval:count.',
  'listen/ipv6only':
    'Whether `[::]` leaves IPv4 alone. With `off` one socket serves both, and a second one for the same ' +
    'port on IPv4 fails.',
  'listen/fastopen': 'Allows data in the first packet of a connection, with this many at most under way.',
  'listen/rcvbuf': "The size of the kernel's receive buffer for each connection.",
  'listen/sndbuf': "The size of the kernel's send buffer for each connection.",
  'listen/accept_filter': 'A filter before accepting; BSD only.',
  'listen/setfib': 'The routing table of the socket; FreeBSD only.',
  'listen/multipath': 'Multipath TCP, where the kernel has it.',
  'keepalive/local':
    'Keeps the idle connections of one location apart from those of others. The most idle connections ' +
    'then multiply by the locations that use the upstream.',
  'hash/consistent':
    'Spreads keys so that adding or removing a server moves only few of them. Without it nearly all keys ' +
    'move, and every cache behind them starts empty.',
  'random/two':
    'Draws two servers and takes the better one by the method that follows, `least_conn` unless named. ' +
    'Good when several nginx machines share the same servers, since none knows what the others sent.',
  'random/least_conn': 'Of the two drawn, the one with fewer connections.',
  'random/least_time': 'Of the two drawn, the faster one.',
  'least_time/header': "Measures the time until the response's header has arrived.",
  'least_time/last_byte': 'Measures the time until the whole response has arrived.',
  'least_time/connect': 'Measures the time to connect.',
  'least_time/first_byte': 'Measures the time until the first byte has arrived.',
  'least_time/inflight': 'Counts requests that are still going on as well.',
  'sticky/cookie': 'Binds a client to a server by a cookie that nginx sets.',
  'sticky/route': 'Binds a client to the server whose `route=` a variable names.',
  'sticky/learn': 'Binds a client by a cookie that the application sets, remembered in a zone.',
  'sticky/expires': "How long the browser keeps nginx's cookie.",
  'sticky/domain': "The domain nginx's cookie is for.",
  'sticky/path': "The path nginx's cookie is for.",
  'sticky/httponly': "Hides nginx's cookie from scripts.",
  'sticky/secure': "Sends nginx's cookie over TLS only.",
  'sticky/samesite': "The SameSite mark of nginx's cookie: `strict`, `lax` or `none`.",
  'sticky/create': 'The variable in which a new session shows.',
  'sticky/lookup': 'The variable in which a known session shows.',
  'sticky/zone':
    'The shared memory that remembers sessions, as `name:size`; a megabyte holds some thousands.',
  'sticky/timeout': 'How long an unused session is remembered.',
  'sticky/header': "Learns a session as soon as the response's header has arrived.",
  'sticky/sync': 'Shares sessions between machines. NGINX Plus only.',
  'resolver/valid':
    'How long an answer counts, whatever its own lifetime says. A short time follows servers that come ' +
    'and go.',
  'resolver/ipv4': 'Whether IPv4 addresses are looked up.',
  'resolver/ipv6':
    'Whether IPv6 addresses are looked up. Turn it off where upstreams are reached over IPv4 only, or ' +
    'attempts over IPv6 fail first.',
  'resolver/status_zone': 'Counts look-ups for the API. NGINX Plus only.',
  '*_cache_path/keys_zone':
    'Name and size of the memory that holds the keys, as `name:size`; a megabyte holds about 8,000 of ' +
    'them. Needed.',
  '*_cache_path/levels':
    'How the files are spread over folders, such as `1:2`. Without it a large cache puts all files into ' +
    'one folder.',
  '*_cache_path/inactive': 'Throws out what nobody asked for in this time, fresh or not.',
  '*_cache_path/max_size':
    'The most disk the cache may take. Without it the cache grows until the disk is full.',
  '*_cache_path/min_free': 'Keeps this much of the disk free.',
  '*_cache_path/use_temp_path':
    'With `off` files are written where they will stay. Otherwise they are moved, which is a copy when ' +
    'the temporary folder is on another disk.',
  '*_cache_path/manager_files': 'How many files are removed in one go when the cache is too large.',
  '*_cache_path/manager_sleep': 'The pause between two such goes.',
  '*_cache_path/manager_threshold': 'The longest such a go may take.',
  '*_cache_path/loader_files': 'How many files are read in one go after a start.',
  '*_cache_path/loader_sleep': 'The pause between two such goes.',
  '*_cache_path/loader_threshold': 'The longest such a go may take.',
  '*_cache_path/purger': 'Removes purged files in the background. NGINX Plus only.',
  'limit_req/zone': 'The zone that counts, from `limit_req_zone`.',
  'limit_req/burst':
    'How many requests above the rate are held back before more are refused (503). Without `nodelay` they ' +
    'wait for their turn, and each holds a connection meanwhile.',
  'limit_req/nodelay': 'Passes the burst on at once instead of spreading it.',
  'limit_req/delay': 'How many requests of the burst pass at once; the rest is spread.',
  'limit_req_zone/zone':
    'Name and size of the memory that counts, as `name:size`; a megabyte holds about 8,000 clients.',
  'limit_req_zone/rate': 'The steady rate for each key: `10r/s` or `30r/m`.',
  'limit_req_zone/sync': 'Shares the counts between machines. NGINX Plus only.',
  'limit_conn_zone/zone': 'Name and size of the memory that counts, as `name:size`.',
  'access_log/off': 'Writes no access log here.',
  'access_log/buffer':
    'Collects lines up to this size before they are written: fewer writes under load, and lines that come ' +
    'late.',
  'access_log/gzip': 'Compresses what is written.',
  'access_log/flush': 'Writes collected lines after this time at the latest.',
  'access_log/if': 'Logs only requests for which this is neither empty nor 0.',
  'error_log/debug': 'Everything; needs an nginx built for it.',
  'error_log/info': 'Also closed connections and the like.',
  'error_log/notice': 'Also starts, stops and signals of workers.',
  'error_log/warn':
    'Also warnings, among them `worker_connections exceed open file resource limit`, which the default ' +
    'level hides.',
  'error_log/error': 'Failed requests; what is logged unless set.',
  'error_log/crit': 'Only serious failures.',
  'error_log/alert': 'Only failures to act on at once.',
  'error_log/emerg': 'Only what keeps nginx from running.',
  'worker_processes/auto':
    "One worker for each processor the system has online. In a container that is the host's number, " +
    'whatever quota the container has: there write the number.',
  'worker_cpu_affinity/auto': 'Ties each worker to a processor of its own.',
  'open_file_cache/off': 'Remembers nothing.',
  'open_file_cache/max': 'How many open files are remembered; each counts against `worker_rlimit_nofile`.',
  'open_file_cache/inactive': 'Forgets a file nobody asked for in this time.',
  'thread_pool/threads': 'How many threads read files in each worker.',
  'thread_pool/max_queue': 'How many tasks may wait; more are refused with an error.',
  'aio/on': 'Reads files without waiting for the disk, as far as the system can.',
  'aio/off': 'Reads files in the worker itself.',
  'aio/threads':
    "Reads files in a pool of threads, so that a slow disk does not hold up the worker's other " +
    'connections.',
  'use/epoll': "Linux's way; chosen by itself.",
  'use/poll': 'An old way that slows down with many connections.',
  'use/select': 'The oldest way, for about a thousand connections at most.',
  'use/kqueue': "BSD's and macOS's way.",
  'use/eventport': "Solaris's way.",
  'use//dev/poll': 'An older way of Solaris.',
  'ssl_session_cache/off': 'Tells clients that sessions are not taken up again.',
  'ssl_session_cache/none': 'Lets clients try, but remembers nothing.',
  'ssl_session_cache/builtin':
    'Remembers sessions in one worker only, so a client that reaches another starts anew.',
  'ssl_session_cache/shared:':
    'Remembers sessions for all workers, as `shared:name:size`; a megabyte holds about 4,000.',
  'rewrite/last': 'Stops here and looks for a location again with the new URI.',
  'rewrite/break': 'Stops here and stays in this location.',
  'rewrite/redirect': 'Sends the client to the new address with 302.',
  'rewrite/permanent': 'Sends the client to the new address with 301, which browsers remember.',
  'expires/off': 'Adds no header.',
  'expires/epoch': 'Marks the response as expired long ago.',
  'expires/max': 'Marks the response as good for years; for files whose name changes with their content.',
  'expires/modified': "Counts from the file's date instead of from the request.",
  'add_header/always': 'Adds the header to errors too.',
  'proxy_bind/off': 'Lets the system choose the address.',
  'proxy_bind/transparent':
    "Connects from an address that is not the machine's own, such as the client's. Needs rights and " +
    'routes.',
  'proxy_redirect/off': 'Leaves `Location` as the application wrote it.',
  'proxy_redirect/default': "Replaces the address of `proxy_pass` in `Location` by the location's own.",
};
