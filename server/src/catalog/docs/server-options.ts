/** Own words on the options of application servers, by role; `server/role` where one server differs. */
export const serverOptionTexts: Readonly<Record<string, string>> = {
  host:
    'The address it listens on. The default reaches only this machine, which is right behind an nginx on ' +
    'the same machine.',
  port:
    "The port it listens on. Instances started by supervisor's `numprocs` each need their own: " +
    '`%(process_num)02d` gives it, and nginx names every one.',
  'uvicorn/port':
    "The port it listens on; the variable `PORT` is not read. Instances started by supervisor's " +
    '`numprocs` each need their own, and nginx names every one.',
  'waitress/host':
    'The address it listens on. The default is every interface, so say `127.0.0.1` behind nginx.',
  'waitress/port': 'The port it listens on; 8080 unless set, unlike the 8000 of the other servers.',
  'daphne/host':
    'The address it listens on, without a port: `HOST:PORT` here is taken for a host name. It may be ' +
    'combined with `-u` and `--fd`; all of them are opened.',
  'unix socket':
    'The unix socket it listens on, as a plain path without `unix:`. nginx names it as `unix:/path` and ' +
    'must be allowed to open it.',
  'uvicorn/unix socket':
    'The unix socket it listens on, as a plain path without `unix:`; it wins over host, port and fd. ' +
    'Every account may open it (mode 0666), and it is removed at exit.',
  'granian/unix socket': 'The unix socket it listens on, as a plain path; it wins over host and port.',
  'waitress/unix socket':
    'The unix socket it listens on instead of a port. Its default mode 0600 shuts nginx out unless both ' +
    'run under one account.',
  fd:
    "Takes over a socket that is already open, by its number. `--fd 0` is the one that supervisor's " +
    '[fcgi-program:x] hands to all copies, so that any number of them share one address.',
  'socket mode':
    "The permission bits of the unix socket, in octal. nginx's account needs to write to it: with a " +
    'common group `660` will do.',
  'granian/socket mode':
    'The permission bits of the unix socket: octal when the number begins with 0, otherwise decimal.',
  workers:
    "How many processes serve requests: the process level. They multiply with supervisor's `numprocs`, " +
    'and so do memory and database connections.',
  'uvicorn/workers':
    'How many processes serve requests, each with an event loop. Several share the one address, so nginx ' +
    'needs a single line. Ignored under `--reload`.',
  'hypercorn/workers':
    'How many processes serve requests. Above 1 they share the port through `SO_REUSEPORT`; `0` serves in ' +
    'the parent itself.',
  'granian/workers':
    'How many processes serve requests. `WEB_CONCURRENCY` is not read here; the variable is ' +
    '`GRANIAN_WORKERS`.',
  'uwsgi/workers':
    'How many processes serve requests. With `--cheaper` it is the upper bound and fewer run while there ' +
    'is little to do.',
  'worker class':
    'The event loop that runs in each worker: `asyncio`, `uvloop` (faster, a package of its own) or ' +
    '`trio`.',
  threads: 'How many requests one process runs at the same time: the thread level.',
  'waitress/threads':
    'How many requests are served at the same time; the only way this server grows inside one process. ' +
    'More than that takes more instances.',
  'uwsgi/threads':
    'How many requests one process runs at the same time; setting it turns threads on. It multiplies the ' +
    'number of processes.',
  'granian/threads':
    "How many threads run the application's code in one worker. More than 1 is only allowed for WSGI; " +
    'there it is the number of requests in progress per worker.',
  'runtime threads':
    'How many threads handle the network in one worker. 1 is enough unless one worker carries very much ' +
    'traffic.',
  'threads on':
    'Lets Python threads of the application run at all. Needed before uWSGI 2.0.27, or background threads ' +
    'of a library stand still.',
  'max concurrency':
    'The most requests one worker holds. What comes beyond is turned away or waits, which protects memory ' +
    'and the database.',
  'uvicorn/max concurrency':
    'The most connections or tasks one worker holds; beyond it clients get 503. The only bound this ' +
    'server has: without it requests pile up inside the worker instead of in nginx.',
  'granian/max concurrency':
    'The most requests one worker has in progress; by default the backlog shared out among the workers.',
  connections: 'The most connections that are open at once.',
  'waitress/connections':
    'The most connections that are open at once; each takes a file. With keep-alive connections from ' +
    'nginx it has to be above what nginx keeps.',
  gevent:
    'How many requests one process has in progress with green threads. Needs a uWSGI with gevent and ' +
    'libraries that cooperate.',
  adaptive: 'The least number of processes: uWSGI starts more of them, up to `workers`, while requests wait.',
  'adaptive initial': 'How many processes are there at the start when their number adapts.',
  backlog:
    "How many connections may wait until a worker takes them; the system's `net.core.somaxconn` caps it.",
  'hypercorn/backlog':
    'How many connections may wait until a worker takes them. The default of 100 is small for a burst.',
  'uwsgi/backlog':
    'How many connections may wait until a process takes them. Above `net.core.somaxconn` uWSGI refuses ' +
    'to start, and the default of 100 is small for a burst.',
  'uwsgi/timeout':
    "Kills a process whose request takes longer than this many seconds; `0` never does. nginx's " +
    '`uwsgi_read_timeout` should not be shorter.',
  'daphne/request timeout':
    'After how many seconds an HTTP request is answered with an error; unset, it may take for ever.',
  'read timeout': 'How many seconds to wait for data from a client.',
  'idle timeout':
    'How many seconds an idle connection stays open. It should outlast the time nginx keeps idle ' +
    'connections to an upstream (60 s).',
  'websocket timeout':
    "How many seconds a WebSocket may last: a day unless set. nginx's `proxy_read_timeout` (60 s) mostly " +
    'ends a silent one earlier.',
  'graceful timeout':
    "How long requests may finish after the server was told to stop. supervisor's `stopwaitsecs` has to " +
    'be longer.',
  'uvicorn/graceful timeout':
    'How long requests may finish after the server was told to stop. Unset, it waits for ever, and ' +
    'supervisor kills it after `stopwaitsecs`: set both.',
  'granian/kill timeout':
    "After how many seconds a worker that does not stop is killed. supervisor's `stopwaitsecs` has to be " +
    'longer.',
  'app close': 'How many seconds the application may use to end when its client has gone.',
  keepalive:
    'How many seconds an idle connection stays open. When nginx keeps connections to its upstream it ' +
    "should outlast nginx's 60 s, or nginx now and then uses one that is just being closed.",
  'max requests': 'Replaces a worker after this many requests, against memory that slowly grows.',
  'uvicorn/max requests':
    'Ends the process after this many requests. With one worker the whole server ends, with exit code 0: ' +
    'supervisor only starts it again under `autorestart=true`.',
  'max requests jitter':
    'A random addition to the number of requests, so that the workers do not all restart in the same ' +
    'moment.',
  'worker lifetime': 'Replaces a worker after this long, against memory that slowly grows.',
  'memory cap':
    'Replaces a worker that uses more memory than this. Workers × this is the memory the server may take.',
  'granian/memory cap':
    'Replaces a worker that uses more memory than this, in MiB. Workers × this is the memory the server ' +
    'may take.',
  'worker health':
    'How many seconds a worker may leave the parent without an answer before it is replaced. A worker ' +
    'that computes for longer is killed in the middle of it.',
  respawn:
    'Starts a crashed worker again. Off by default: one crash then ends the whole server, and supervisor ' +
    'has to start it.',
  'proxy headers': "Believes the headers in which nginx tells the client's address and scheme.",
  'uvicorn/proxy headers':
    "Believes the headers in which nginx tells the client's address and scheme, if nginx's address is in " +
    '`--forwarded-allow-ips`.',
  'trusted proxies':
    'The addresses whose proxy headers are believed. nginx has to be among them, or the application sees ' +
    'nginx as the client and http as the scheme.',
  'trusted proxies headers': 'Which proxy headers are believed, such as `x-forwarded-for x-forwarded-proto`.',
  'trusted proxies count':
    'How many proxies stand in front, so that the right address in the list is taken for the client.',
  interface:
    'How the application is called: `asgi`, `rsgi` or `wsgi`. The default `rsgi` fits few applications; a ' +
    'Django or Flask `application` needs another.',
  factory: 'Takes the named object for a function that makes the application.',
  reload: 'Restarts when the code changes. For development only.',
  daemon:
    'Sends the server to the background. Never under supervisor: it sees the process it started end and ' +
    'starts it again.',
  'hypercorn/daemon':
    'Marks the workers as daemonic, so that they end with their parent. It does not send the server to ' +
    'the background.',
  'hypercorn/bind':
    'Where it listens: `host:port`, `unix:/path` or `fd://0`; may be repeated. A port it cannot read ' +
    'silently becomes 8000.',
  'waitress/bind':
    'Where it listens, as `host:port`; may be repeated, but not together with `--host` and `--port`.',
  'insecure bind': 'A further address that speaks plain HTTP while the others speak TLS.',
  'quic bind': 'An address for HTTP/3 over UDP.',
  endpoint:
    "Where it listens, in Twisted's notation, such as `tcp:8000:interface=127.0.0.1` or " +
    '`unix:/run/app.sock`; may be repeated.',
  'uwsgi socket':
    'An address or path that speaks uwsgi: nginx reaches it with `uwsgi_pass`, not with `proxy_pass`. A ' +
    'path stands without `unix:`.',
  'http socket': 'An address or path that speaks HTTP: nginx reaches it with `proxy_pass`.',
  'http router':
    'Starts one more process that takes HTTP and hands it on to the workers. Behind nginx it is a detour: ' +
    'use `--http-socket` or `--socket`.',
  umask: 'The permission bits taken away from the unix sockets it makes.',
  'hypercorn/user': 'Which user id owns the unix sockets. The server itself does not change its account.',
  'hypercorn/group': 'Which group id owns the unix sockets.',
  'pid file': "A file that holds the server's process id. Instances need one each.",
  'hypercorn/pid file':
    "A file that holds the server's process id. Instances need one each. Note that `-p` is this file, not " +
    'the port.',
  config: 'A file with further settings; options on the command line win over it.',
  'uwsgi/config': "A file with further options, in uWSGI's own dialect of the format.",
  app: 'The application, as `module:callable`.',
  'uwsgi/app': 'Where the application is: a module, a file, or a path prefix with its application.',
  user: 'The account the server changes to after it was started as root.',
  group: 'The group the server changes to after it was started as root.',
  'uwsgi/connections':
    "How many requests one process has in progress when the application is written for uWSGI's async " +
    'mode.',
  master:
    'Runs a master that watches the processes and replaces them. Wanted in every deployment with more ' +
    'than one process.',
  term:
    'Makes `TERM` stop uWSGI 2.0 instead of reloading it. Without it supervisor needs `stopsignal=QUIT`, ' +
    'or each stop ends with `KILL` after `stopwaitsecs`.',
  vacuum: 'Removes sockets and pid files at exit, so that no stale socket is left for nginx.',
  'need app':
    'Ends uWSGI when the application cannot be loaded. Without it the server stays up and answers every ' +
    'request with an error.',
};
