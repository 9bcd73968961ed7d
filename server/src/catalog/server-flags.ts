import { lazy, wordsOf } from './lazy.ts';
import type { ServerKind, ServerOption, ServerRole } from './server-option.ts';

/** A flag that says little about scaling; what matters is whether the next word belongs to it. */
export interface OtherFlag {
  readonly server: ServerKind;
  readonly role: ServerRole;
  readonly flags: readonly string[];
  readonly value: ServerOption['value'];
}

/**
 * From the parsers of uvicorn 0.17.6, 0.32, 0.53 and 0.54, hypercorn 0.17.3 and 0.18, daphne 4.0 and 4.2.3, granian 1.7 with the additions its manual
 * lists up to 2.8, waitress 3.0, and the manual of uWSGI 2.0 (its usual options only; it has several hundred).
 * Spellings of one option are joined by a comma, options by a space.
 */
const table: readonly (readonly [ServerKind, ServerOption['value'], ServerRole, string])[] = [
  [
    'uvicorn',
    'none',
    'other',
    '--http2 --access-log,--no-access-log --use-colors,--no-use-colors --server-header,--no-server-header ' +
      '--date-header,--no-date-header --reset-contextvars --version --help --debug',
  ],
  ['uvicorn', 'one', 'interface', '--interface'],
  [
    'uvicorn',
    'one',
    'other',
    '--reload-delay --loop --http --ws --ws-max-size --ws-max-queue --ws-ping-interval --ws-ping-timeout ' +
      '--ws-per-message-deflate --lifespan --env-file --log-config --log-level --root-path --ssl-keyfile ' +
      '--ssl-certfile --ssl-keyfile-password --ssl-version --ssl-cert-reqs --ssl-ca-certs --ssl-ciphers --app-dir ' +
      '--h11-max-incomplete-event-size',
  ],
  ['uvicorn', 'many', 'other', '--reload-dir --reload-include --reload-exclude --header'],
  ['hypercorn', 'none', 'reload', '--reload'],
  ['hypercorn', 'none', 'other', '-h,--help --debug'],
  ['hypercorn', 'one', 'config', '-c,--config'],
  [
    'hypercorn',
    'one',
    'other',
    '--access-log --access-logfile --access-logformat --ca-certs --certfile --cert-reqs --ciphers --error-log ' +
      '--error-logfile,--log-file --keyfile --keyfile-password --log-config --log-level --root-path --statsd-host ' +
      '--statsd-prefix --verify-mode --websocket-ping-interval',
  ],
  ['hypercorn', 'many', 'other', '--server-name'],
  ['daphne', 'none', 'other', '-h,--help --no-server-name'],
  [
    'daphne',
    'one',
    'other',
    '--websocket_connect_timeout -v,--verbosity --access-log --log-fmt --ping-interval --ping-timeout --root-path ' +
      '--proxy-headers-host --proxy-headers-port -s,--server-name --websocket-max-message-size ' +
      '--websocket-max-frame-size',
  ],
  [
    'granian',
    'none',
    'other',
    '--ws,--no-ws --http1-keep-alive,--no-http1-keep-alive --http1-pipeline-flush,--no-http1-pipeline-flush ' +
      '--http2-adaptive-window,--no-http2-adaptive-window --log,--no-log --access-log,--no-access-log ' +
      '--ssl-client-verify,--no-ssl-client-verify --metrics,--no-metrics ' +
      '--reload-ignore-worker-failure,--no-reload-ignore-worker-failure --version --help',
  ],
  ['granian', 'none', 'factory', '--factory,--no-factory'],
  ['granian', 'none', 'reload', '--reload,--no-reload'],
  ['granian', 'none', 'respawn', '--no-respawn-failed-workers'],
  ['granian', 'one', 'pid file', '--pid-file'],
  [
    'granian',
    'one',
    'other',
    '--threads --http --runtime-mode --threading-mode --runtime-blocking-threads --blocking-threads-idle-timeout ' +
      '--loop --task-impl --http1-buffer-size --http1-header-read-timeout --http2-initial-connection-window-size ' +
      '--http2-initial-stream-window-size --http2-keep-alive-interval --http2-keep-alive-timeout ' +
      '--http2-max-concurrent-streams --http2-max-frame-size --http2-max-headers-size ' +
      '--http2-max-send-buffer-size --log-level --log-config --access-log-fmt --ssl-certificate --ssl-keyfile ' +
      '--ssl-keyfile-password --ssl-protocol-min --ssl-ca --url-path-prefix --respawn-interval --rss-sample-interval ' +
      '--rss-samples --static-path-route --static-path-mount --static-path-dir-to-file --static-path-expires ' +
      '--metrics-scrape-interval --metrics-address --metrics-port --reload-tick --process-name --working-dir',
  ],
  [
    'granian',
    'many',
    'other',
    '--ssl-crl --reload-paths --reload-ignore-dirs --reload-ignore-patterns --reload-ignore-paths --env-files',
  ],
  ['waitress', 'one', 'app', '--app'],
  [
    'waitress',
    'none',
    'other',
    '--help --ipv4,--no-ipv4 --ipv6,--no-ipv6 ' +
      '--log-untrusted-proxy-headers,--no-log-untrusted-proxy-headers ' +
      '--clear-untrusted-proxy-headers,--no-clear-untrusted-proxy-headers ' +
      '--log-socket-errors,--no-log-socket-errors --expose-tracebacks,--no-expose-tracebacks ' +
      '--asyncore-use-poll,--no-asyncore-use-poll',
  ],
  ['waitress', 'none', 'factory', '--call'],
  [
    'waitress',
    'one',
    'other',
    '--url-scheme --url-prefix --recv-bytes --send-bytes --outbuf-overflow --outbuf-high-watermark ' +
      '--inbuf-overflow --cleanup-interval --max-request-header-size --max-request-body-size --ident ' +
      '--asyncore-loop-timeout --channel-request-lookahead --server-name',
  ],
  ['uwsgi', 'one', 'config', '--ini -x,--xml -y,--yaml -j,--json'],
  ['uwsgi', 'one', 'app', '-w,--module --wsgi,--wsgi-file --mount'],
  ['uwsgi', 'one', 'user', '--uid'],
  ['uwsgi', 'one', 'group', '--gid'],
  ['uwsgi', 'one', 'umask', '--umask'],
  ['uwsgi', 'one', 'pid file', '--pidfile --pidfile2 --safe-pidfile'],
  ['uwsgi', 'one', 'worker lifetime', '--max-worker-lifetime --min-worker-lifetime'],
  ['uwsgi', 'one', 'memory cap', '--reload-on-rss --reload-on-as --evil-reload-on-rss'],
  ['uwsgi', 'one', 'graceful timeout', '--worker-reload-mercy --reload-mercy'],
  ['uwsgi', 'one', 'connections', '--async'],
  ['uwsgi', 'one', 'idle timeout', '--http-timeout --socket-timeout --http-keepalive'],
  ['uwsgi', 'one', 'reload', '--py-autoreload --touch-reload'],
  [
    'uwsgi',
    'none',
    'other',
    '--lazy-apps --lazy --single-interpreter,-i --thunder-lock --strict --no-orphans --disable-logging,-L ' +
      '--memory-report,-m --log-master --auto-procname --ignore-sigpipe --ignore-write-errors ' +
      '--disable-write-exception --close-on-exec --manage-script-name --ugreen --gevent-monkey-patch --honour-stdin ' +
      '--so-keepalive --tcp-nodelay --http-auto-chunked --http-raw-body --log-x-forwarded-for --show-config --version',
  ],
  [
    'uwsgi',
    'one',
    'other',
    '--callable --chdir --chdir2 -H,--home,--virtualenv,--venv,--pyhome --pythonpath,--python-path,--pp --plugin ' +
      '--plugins --env --stats --logto --logto2 --log-format --log-date --buffer-size,-b --post-buffering ' +
      '--static-map --emperor --vassals-include --chown-socket --cheaper-algo --cheaper-step --cheaper-overload ' +
      '--threads-stacksize --thread-stack-size --offload-threads --cpu-affinity --limit-as --procname ' +
      '--procname-prefix --pyargv --paste --protocol --http-processes --http-to --shared-socket --fastcgi-socket ' +
      '--uwsgi-socket --attach-daemon --cron --spooler --mule --route-host --import --set --set-placeholder ' +
      '--exec-asap --log-maxsize --logger --req-logger --master-fifo',
  ],
];

/** The flags of the servers' own parsers that data/servers.ts does not hold. */
export const otherFlags = lazy((): readonly OtherFlag[] =>
  table.flatMap(([server, value, role, text]) =>
    wordsOf(text, ' ').map((flags) => ({ server, role, flags: wordsOf(flags), value })),
  ),
);
