/** Own words on the settings of sockets, workers, security and mechanics, by setting. */
export const gunicornServingTexts: Readonly<Record<string, string>> = {
  config:
    'The file to read: a path, `file:PATH` or `python:MODULE`. Without it gunicorn takes ' +
    '`gunicorn.conf.py` from the folder it is started in, before `chdir` acts; a file of any other name ' +
    'is never found by itself. Inside a file it changes nothing.',
  wsgi_app:
    'The application as `module:callable`, for launches that name none on the command line. There is no ' +
    'flag for it.',
  bind:
    'Where gunicorn listens: `127.0.0.1:8000`, `unix:/run/app.sock` or `fd://0`; several are allowed. A ' +
    'path without `unix:` is taken for a host name and only fails at start. Instances started by ' +
    "supervisor's `numprocs` each need their own address, and nginx has to name every one of them.",
  backlog:
    "How many connections may wait until a worker takes them; the system's `net.core.somaxconn` caps it. " +
    'A long queue hides a shortage of workers: clients then wait instead of seeing an error.',
  workers:
    'How many processes serve requests: the process level. A sync worker does one request at a time, so ' +
    'this is the number of requests in progress; memory and database connections grow with it. `2 × cores ' +
    '+ 1` is the usual start, and instances × workers is what must fit the machine.',
  worker_class:
    'How one worker does its work. `sync` one request at a time; `gthread` as many as it has `threads`; ' +
    '`gevent` up to `worker_connections`, if the libraries cooperate; an ASGI worker as many as arrive. A ' +
    'wrong name, or one whose library is missing, only shows when the workers start.',
  threads:
    'How many requests one worker runs at the same time: the thread level. Above 1 it turns `sync` into ' +
    '`gthread`; gevent and ASGI workers ignore it. It multiplies workers: 4 workers of 2 threads are 8 ' +
    'requests in progress, and up to 8 database connections.',
  worker_connections:
    'The most clients one worker holds: for `gevent` the limit of requests in progress, for `gthread` the ' +
    "limit of open connections. `sync` and uvicorn's worker ignore it. Each connection is an open file, " +
    'so the limit of files has to be higher.',
  max_requests:
    'Replaces a worker after this many requests, against memory that slowly grows; `0` never does. Give ' +
    'it `max_requests_jitter`, or all workers leave at once.',
  max_requests_jitter:
    'A random addition to `max_requests`, different in each worker, so that they do not all restart in ' +
    'the same moment. A tenth of `max_requests` is a fair size; without `max_requests` it does nothing.',
  timeout:
    'After this many silent seconds the master kills a worker. With `sync` that is the longest a request ' +
    "may take; an async worker reports in between, so for it only a hang counts. nginx's " +
    '`proxy_read_timeout` should not be shorter, or nginx gives up while the worker goes on.',
  graceful_timeout:
    'How long a worker may finish its requests after it was told to stop. Whoever stops gunicorn has to ' +
    'wait longer: `stopwaitsecs` of supervisor is 10 s unless set, which cuts the default of 30 s short.',
  keepalive:
    'How many seconds an idle connection stays open; `sync` closes it at once and ignores this. When ' +
    "nginx keeps connections (`keepalive` in its upstream), it should outlast nginx's 60 s, or nginx now " +
    'and then picks a connection that is just being closed. Behind a load balancer the default of 2 is ' +
    'too short.',
  limit_request_line:
    'The longest first line of a request in bytes; longer ones get 400. Long query strings need more; `0` ' +
    'removes the limit.',
  limit_request_fields: 'The most header lines in a request.',
  limit_request_field_size:
    'The longest header in bytes; large cookies or tokens need more. Its flag mixes a dash and an ' +
    'underscore: `--limit-request-field_size`.',
  reload:
    'Restarts workers when the code changes. For development only: it costs a watcher in each worker, and ' +
    'it does not go together with `preload_app`.',
  reload_engine:
    'How changes of the code are noticed: `inotify` asks the kernel, `poll` looks at the files again and ' +
    'again, `auto` takes the first that works.',
  reload_extra_files: 'More files, such as templates, whose change restarts the workers under `reload`.',
  spew:
    'Prints every line of Python that is run. Makes everything very slow; only to find where a process ' +
    'hangs.',
  check_config:
    'Loads the file and the application, then ends. It opens no socket and loads no worker class, so a ' +
    'bad `bind` or a class that is gone still passes.',
  print_config: 'Prints the settings that result from file, environment and command line, and ends.',
  preload_app:
    'Loads the application once in the master, before the workers are forked: they share its memory and ' +
    'start faster. Connections opened while loading would be shared too and break, and `HUP` no longer ' +
    'brings new code. The flag is `--preload`.',
  sendfile:
    'Whether files are sent by the kernel. Hardly matters behind nginx, which should serve the static ' +
    'files itself.',
  reuse_port:
    'Lets several gunicorn masters listen on the same port (`SO_REUSEPORT`), and the kernel spreads ' +
    'connections over them. Equal ports of several instances then are no mistake.',
  chdir:
    'The folder to work in, entered before the application is loaded. The default configuration file is ' +
    'looked up before that, in the folder gunicorn is started in.',
  daemon:
    'Sends gunicorn to the background. Never under supervisor, systemd or in a container: they see the ' +
    'process they started end, and start it again while the first still holds the port.',
  raw_env: 'Variables for the application, as a list of `KEY=value`.',
  pidfile:
    "The file that holds the master's process id. Instances need one each, so it has to vary with " +
    '`%(process_num)s`.',
  worker_tmp_dir:
    'Where workers keep the file by which the master sees them alive. On a slow disk the check itself can ' +
    'block a worker; in containers `/dev/shm` is in memory.',
  user:
    'The account the workers run under; the master must be root to change it. It also owns the unix ' +
    'sockets, which nginx must be able to open.',
  group:
    "The group the workers run under and that unix sockets get. Putting nginx's account into it is the " +
    'usual way to let nginx connect.',
  umask:
    'The permission bits taken away from files and unix sockets. `0` leaves a socket that every account ' +
    'may open; `0o007` leaves owner and group. In the file it is a number (`0o007`), on the command line ' +
    'octal text (`-m 007`).',
  initgroups: 'Gives the workers all groups of their `user`, not only the main one.',
  tmp_upload_dir: 'The folder for the bodies of large requests while they arrive.',
  secure_scheme_headers:
    'The headers by which a trusted proxy says that the client used HTTPS. nginx has to set the one the ' +
    'application expects, usually `X-Forwarded-Proto`.',
  forwarded_allow_ips:
    'The proxies whose headers are believed, as addresses separated by commas; `*` believes all. nginx on ' +
    "another machine has to be in it, or the application sees http and the proxy's address. Connections " +
    'over a unix socket count as trusted.',
  raw_paste_global_conf: 'Variables handed to a PasteDeploy file, as `key=value`.',
  permit_obsolete_folding:
    'Accepts header values that go on in the next line, which the standard has given up. Only for old ' +
    'clients.',
  strip_header_spaces:
    'Accepts blanks before the colon of a header. Unsafe behind a proxy, since the two may then read a ' +
    'request differently; leave it off.',
  permit_unconventional_http_method: 'Accepts methods outside the usual form, such as lower case ones.',
  permit_unconventional_http_version: 'Accepts versions of the protocol other than 1.0 and 1.1.',
  casefold_http_method: 'Turns the method into upper case, as old versions did.',
  forwarder_headers:
    'Headers with an underscore that a trusted proxy may set all the same; `SCRIPT_NAME` and `PATH_INFO` ' +
    'for an application below a prefix.',
  header_map:
    'What becomes of headers whose names hold an underscore, which could pass for another header: `drop` ' +
    'them, `refuse` the request, or `dangerous` to take them.',
  root_path:
    "The prefix below which an ASGI application is mounted; nginx's `location` has to agree with it.",
  pythonpath: "Folders, separated by commas, that are put in front of Python's search path.",
  paste: 'A PasteDeploy file that names the application and may hold settings.',
  proxy_protocol:
    "Expects the PROXY protocol's line before each request; nginx sends it only from a `stream` block. " +
    'Since 24.1 its flag takes a value and swallows the next word: `--proxy-protocol app:app` no longer ' +
    'names an application.',
  proxy_allow_ips: 'The addresses that may send the PROXY protocol. Its flag is `--proxy-allow-from`.',
  protocol:
    "What gunicorn speaks: `http` goes with nginx's `proxy_pass`, `uwsgi` with `uwsgi_pass`. The other " +
    'pairing cannot work.',
  uwsgi_allow_ips: 'The addresses that may speak uwsgi to gunicorn. Its flag is `--uwsgi-allow-from`.',
};
