/** Own words on the options of all sections but those of programs, by `section/option`. */
export const supervisorDaemonTexts: Readonly<Record<string, string>> = {
  'supervisord/logfile':
    "The daemon's own diary: starts, exits and restarts of every program are written here. A relative " +
    'path counts from the directory supervisord is started in, so give a full one; for `/dev/stdout` set ' +
    '`logfile_maxbytes=0` as well, because a stream cannot be rotated.',
  'supervisord/logfile_maxbytes':
    "The size at which the daemon's log is renamed and begun anew. `0` never rotates it, which a special " +
    'file such as `/dev/stdout` needs.',
  'supervisord/logfile_backups':
    "How many rotated copies of the daemon's log stay on disk; `0` throws the old one away.",
  'supervisord/loglevel':
    'How much the daemon writes into its log; `debug` also repeats there what the programs write. The ' +
    'word is `warn`, not `warning`.',
  'supervisord/pidfile':
    "The file that holds supervisord's process id. Two daemons on one machine need different files, and " +
    'each also needs its own control socket.',
  'supervisord/umask':
    'The permission bits taken away from every file the daemon makes. Programs inherit it unless they set ' +
    'their own, so it also decides who may connect to their unix sockets.',
  'supervisord/nodaemon':
    "Keeps supervisord in the foreground. Set it in containers and under systemd's `Type=simple`: there " +
    'the process that was started has to be the one that stays.',
  'supervisord/silent':
    'Together with `nodaemon=true`, stops the log from being repeated on standard output.',
  'supervisord/minfds':
    'The number of open files supervisord insists on; it raises its limit to this when it is allowed to ' +
    'and refuses to start otherwise. Every program inherits the limit, and each connection of an async ' +
    'worker or of nginx is one open file: raise it before you raise `worker_connections`.',
  'supervisord/minprocs':
    'The number of processes the account must be allowed to have. Raise it together with `numprocs` and ' +
    '`workers`: instances × (workers + 1) processes have to fit.',
  'supervisord/nocleanup':
    'Leaves the `AUTO` logs of earlier runs where they are. Useful to look at a crash; the files pile up.',
  'supervisord/childlogdir':
    'The folder for the logs of programs whose `stdout_logfile` or `stderr_logfile` is `AUTO`. It has to ' +
    'exist before supervisord starts.',
  'supervisord/user':
    'The account supervisord changes to after it was started as root. It then can no longer start ' +
    'programs under other accounts, so leave it out when programs set `user=` themselves.',
  'supervisord/directory':
    'The folder supervisord works in once it has detached. Programs without `directory=` start there, and ' +
    'so does the search for `gunicorn.conf.py`.',
  'supervisord/strip_ansi': 'Removes colour codes from what programs write before it reaches their logs.',
  'supervisord/environment':
    'Variables for every program; one that the program sets itself wins. They also become `%(ENV_NAME)s` ' +
    'in the sections below, which makes this the place for a number that several programs share.',
  'supervisord/identifier':
    'A name for this daemon in its remote interface and in the names of `AUTO` logs. Give each daemon of ' +
    'a machine its own.',
  'unix_http_server/file':
    'The socket that supervisorctl talks to. Without this section or [inet_http_server] the running ' +
    'daemon cannot be asked to restart or scale anything.',
  'unix_http_server/chmod':
    'The mode of the control socket. `0770` with a group in `chown` lets a deployment account restart ' +
    'programs without root.',
  'unix_http_server/chown': 'Who owns the control socket, as `user` or `user:group`.',
  'unix_http_server/username':
    'A name that supervisorctl has to send. It only works together with `password`.',
  'unix_http_server/password':
    'The secret that goes with `username`: plain, or `{SHA}` and the hexadecimal SHA-1 of it. Write a ' +
    'percent sign twice, since the value is expanded.',
  'inet_http_server/port':
    'Where the daemon answers over TCP: `127.0.0.1:9001`. Whoever reaches it can start and stop every ' +
    'program, so never leave the host out (that means all interfaces) without a password.',
  'inet_http_server/username': 'A name that callers have to send. It only works together with `password`.',
  'inet_http_server/password':
    'The secret that goes with `username`: plain, or `{SHA}` and the hexadecimal SHA-1 of it. It travels ' +
    'unencrypted.',
  'supervisorctl/serverurl':
    'Where supervisorctl finds the daemon: `unix:///run/supervisor.sock` or `http://127.0.0.1:9001`. It ' +
    'has to name the same place as one of the http server sections.',
  'supervisorctl/username': 'The name sent to the daemon; the same as in the http server section.',
  'supervisorctl/password':
    "The secret sent to the daemon, in plain text even where the daemon's own section holds a `{SHA}` " +
    'digest.',
  'supervisorctl/prompt':
    "The text before the cursor in supervisorctl's shell; handy to tell production from staging.",
  'supervisorctl/history_file': "A file that remembers the commands typed into supervisorctl's shell.",
  'group/programs':
    'The programs that form one group, separated by commas. They are then called `group:process`, and one ' +
    'command starts or restarts them all; a program listed here no longer is a group of its own. An ' +
    '[fcgi-program:x] loses its shared socket in a group.',
  'group/priority':
    'When the group starts: low numbers first, and they stop last. Put what others need (a cache, a ' +
    'queue) below them.',
  'include/files':
    'More files to read, as patterns separated by spaces and relative to the main file. They are read in ' +
    'sorted order and a later option wins; an included file cannot include again, and a pattern that ' +
    'matches nothing is only a warning.',
  'rpcinterface/supervisor.rpcinterface_factory':
    'The Python callable that serves remote commands. `[rpcinterface:supervisor]` with ' +
    '`supervisor.rpcinterface:make_main_rpcinterface` has to be there, or supervisorctl gets no answers.',
  'ctlplugin/supervisor.ctl_factory': 'The Python callable that adds commands to supervisorctl.',
};
