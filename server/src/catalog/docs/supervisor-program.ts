/** Own words on the options of programs, by `section/option`; [program:x] speaks for its relatives where they say nothing. */
export const supervisorProgramTexts: Readonly<Record<string, string>> = {
  'program/command':
    'What is started. Its words are split as a shell would, but no shell runs: pipes, `&&`, `~` and ' +
    '`$VAR` mean nothing. A blank followed by `;` or `#` ends the value even inside quotes. With ' +
    '`numprocs` above 1 something in it has to differ between the copies, usually the port or socket with ' +
    '`%(process_num)02d`, or they fight for one address.',
  'program/process_name':
    'The name of each process inside its group. With `numprocs` above 1 it must hold `%(process_num)…`, ' +
    'as in `%(program_name)s_%(process_num)02d`; otherwise supervisord refuses the file.',
  'program/numprocs':
    'How many copies of the program run: the horizontal level on one machine. It multiplies everything ' +
    'the command starts, so 3 copies of `gunicorn --workers 4` are 12 workers plus 3 masters. Each copy ' +
    'needs an address of its own, and nginx a `server` line for each.',
  'program/numprocs_start':
    'The number `%(process_num)d` begins with. Set to the first port (`8000`), it makes the copies listen ' +
    "on 8000, 8001, 8002 …; nginx's upstream has to count from the same number.",
  'program/priority':
    'When the program starts among the others: low numbers first, and they stop last. It does not wait ' +
    'until the earlier program is ready to serve.',
  'program/autostart':
    'Whether the program starts together with supervisord. With `false` somebody has to start it, so an ' +
    'upstream that names it answers 502 until then.',
  'program/startsecs':
    'The seconds a process has to stay up to count as started. An exit before that is a failed start, ' +
    'whatever its exit code; too short a time hides an application that dies while loading.',
  'program/startretries':
    'How many failed starts in a row are tolerated before supervisord gives up (`FATAL`) and no longer ' +
    'restarts the program. Each retry waits a second longer than the one before.',
  'program/autorestart':
    'What happens when a running process ends: `true` starts it again, `false` does not, `unexpected` ' +
    'does unless the exit code is in `exitcodes`. A server that is to stay up wants `true`: one that ' +
    'recycles itself with exit code 0 would not come back under `unexpected`.',
  'program/exitcodes':
    'The exit codes that count as expected under `autorestart=unexpected`. Before Supervisor 4.0 the ' +
    'default was `0,2`. A comma at the end is an error.',
  'program/stopsignal':
    'The signal that asks the process to stop. gunicorn finishes its requests on `TERM` and drops them on ' +
    '`QUIT` or `INT`; uWSGI 2.0 reloads on `TERM` unless it has `die-on-term`.',
  'program/stopwaitsecs':
    "The seconds between the stop signal and `KILL`. It has to be longer than the server's own grace " +
    "period (30 s for gunicorn's `graceful_timeout`), or each restart cuts requests off.",
  'program/stopasgroup':
    'Sends the stop signal to the whole process group, not only to the process supervisord started. ' +
    'Needed when the command is a shell script that does not `exec` the server; implies `killasgroup`.',
  'program/killasgroup':
    'Sends the final `KILL` to the whole process group, so that no worker survives its master and keeps ' +
    'the port.',
  'program/user':
    'The account the process runs under; supervisord must be root to change it. `HOME` and `USER` stay ' +
    "those of supervisord: set them in `environment` when the program reads them. nginx's account must be " +
    'able to reach a socket this account makes.',
  'program/redirect_stderr':
    'Writes standard error into the log of standard output. gunicorn logs to standard error, so without ' +
    'it two logs belong to one server.',
  'eventlistener/redirect_stderr':
    'Has to stay `false`: standard output of a listener carries the protocol with supervisord, and other ' +
    'text would break it.',
  'program/stdout_logfile':
    'Where standard output goes: a path, `AUTO`, `NONE` or `syslog`. It is expanded twice, so a percent ' +
    'sign is written four times. With several copies put `%(process_num)s` into the path, or they rotate ' +
    'one file under each other.',
  'program/stdout_logfile_maxbytes':
    'The size at which the log is rotated, such as `50MB`; the units are KB, MB and GB. `0` never ' +
    'rotates, which `/dev/stdout` in a container needs.',
  'program/stdout_logfile_backups':
    'How many rotated logs of each copy are kept. Disk use is up to copies × (backups + 1) × maxbytes.',
  'program/stdout_capture_maxbytes':
    "The size of a buffer for text that the program marks for supervisord's events; `0` leaves the " +
    'feature off.',
  'eventlistener/stdout_capture_maxbytes':
    "Accepted, but without effect here: a listener's standard output belongs to the event protocol.",
  'program/stdout_events_enabled':
    'Whether what is written becomes an event for listeners. Costs a message for each piece of output.',
  'program/stdout_syslog': 'Whether standard output goes to syslog too, with the name of the process.',
  'program/stderr_logfile':
    'Where standard error goes: a path, `AUTO`, `NONE` or `syslog`; without effect under ' +
    '`redirect_stderr`. It is expanded twice, so a percent sign is written four times, and several copies ' +
    'need `%(process_num)s` in the path.',
  'program/stderr_logfile_maxbytes':
    'The size at which the log of standard error is rotated; `0` never, as `/dev/stderr` needs.',
  'program/stderr_logfile_backups': 'How many rotated logs of standard error each copy keeps.',
  'program/stderr_capture_maxbytes':
    'The size of the buffer for marked text on standard error; `0` leaves the feature off.',
  'program/stderr_events_enabled':
    'Whether what is written to standard error becomes an event for listeners.',
  'program/stderr_syslog': 'Whether standard error goes to syslog too.',
  'program/environment':
    'Variables for the process, as `KEY="value",KEY2="value"`. Quote every value: without quotes only ' +
    'letters, digits and a few signs survive, and `A=$HOME` becomes a lone `$` in silence. ' +
    '`%(process_num)d` may be used, so each copy can get its own value.',
  'program/directory':
    'The folder the process starts in, which is also where gunicorn looks for `gunicorn.conf.py`. It is ' +
    'not checked when the file is read: a folder that is missing only shows when the program fails to ' +
    'start.',
  'program/umask':
    'The permission bits taken away from the files of this program. For a server on a unix socket it ' +
    'decides whether nginx may connect: `007` leaves owner and group.',
  'program/serverurl':
    'The address of the daemon that the process gets as `SUPERVISOR_SERVER_URL`; `AUTO` fills in the ' +
    'control socket.',
  'fcgi-program/socket':
    'One listening socket that supervisord opens and hands to every copy as file descriptor 0: ' +
    '`tcp://127.0.0.1:8000` or `unix:///run/app.sock`. The kernel spreads connections over the copies, so ' +
    'nginx needs one address only and `numprocs` can grow without touching it. Start the server with ' +
    '`--fd 0`.',
  'fcgi-program/socket_backlog':
    "How many connections may wait on the shared socket until a copy takes them; the system's " +
    '`net.core.somaxconn` caps it.',
  'fcgi-program/socket_owner':
    "Who owns the unix socket, as `user` or `user:group`. nginx's account has to be the owner or in the " +
    'group.',
  'fcgi-program/socket_mode':
    'The mode of the unix socket. The default lets only the owner connect, so nginx under another account ' +
    'gets `Permission denied`; `0770` with a common group helps.',
  'fcgi-program/user':
    'The account of the processes. It is read a second time for the owner of the socket, where only ' +
    '`%(here)s` and `%(ENV_…)s` are known.',
  'fcgi-program/process_name':
    'The name of each copy inside its group. With `numprocs` above 1 it must hold `%(process_num)…`; the ' +
    'copies differ in nothing else, because they share one socket.',
  'fcgi-program/numprocs':
    'How many copies share the one socket. It multiplies what the command starts, and here nothing has to ' +
    'change in nginx: all copies answer on the same address.',
  'fcgi-program/command':
    'What is started. It finds the shared socket as file descriptor 0, so tell the server to use it: ' +
    '`uvicorn --fd 0 app:app`. A port or path of its own in the command would leave the shared socket ' +
    'unanswered.',
  'eventlistener/command':
    "The listener that is started; it speaks supervisord's event protocol over standard input and output. " +
    'Its words are split as a shell would, but no shell runs.',
  'eventlistener/numprocs': 'How many copies form the pool. Each event goes to one free copy of it.',
  'eventlistener/events':
    'The kinds of event the listener gets, separated by commas, such as `PROCESS_STATE_FATAL` or ' +
    '`TICK_60`. A general name (`PROCESS_STATE`) covers its special ones.',
  'eventlistener/buffer_size':
    'How many events wait while all copies are busy; beyond that the oldest is lost.',
  'eventlistener/result_handler':
    "The Python callable that reads the listener's answers. It is imported while supervisord reads the " +
    'file, so a wrong name stops the daemon.',
  'eventlistener/priority':
    'When the listener starts: its default lets it start before every program, so that it misses none of ' +
    'their events.',
};
