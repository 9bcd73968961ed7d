import type { CatalogLevel } from './scaling.ts';

/** The application servers known here; the words are those of `AppServerKind` in model/server/types.ts. */
export type ServerKind = (typeof serverKinds)[number];

export const serverKinds = [
  'gunicorn',
  'uvicorn',
  'hypercorn',
  'daphne',
  'granian',
  'waitress',
  'uwsgi',
] as const;

/** What an option is for, one word for all servers; `other` for options that say nothing about scaling. */
export type ServerRole =
  | 'bind'
  | 'insecure bind'
  | 'quic bind'
  | 'host'
  | 'port'
  | 'unix socket'
  | 'fd'
  | 'endpoint'
  | 'uwsgi socket'
  | 'http socket'
  | 'http router'
  | 'socket mode'
  | 'umask'
  | 'user'
  | 'group'
  | 'workers'
  | 'worker class'
  | 'threads'
  | 'threads on'
  | 'runtime threads'
  | 'connections'
  | 'max concurrency'
  | 'gevent'
  | 'adaptive'
  | 'adaptive initial'
  | 'backlog'
  | 'timeout'
  | 'request timeout'
  | 'read timeout'
  | 'idle timeout'
  | 'websocket timeout'
  | 'graceful timeout'
  | 'kill timeout'
  | 'app close'
  | 'keepalive'
  | 'max requests'
  | 'max requests jitter'
  | 'worker lifetime'
  | 'worker health'
  | 'memory cap'
  | 'respawn'
  | 'proxy headers'
  | 'trusted proxies'
  | 'trusted proxies headers'
  | 'trusted proxies count'
  | 'interface'
  | 'factory'
  | 'reload'
  | 'daemon'
  | 'master'
  | 'term'
  | 'vacuum'
  | 'need app'
  | 'pid file'
  | 'config'
  | 'app'
  | 'other';

export interface ServerOption {
  readonly server: ServerKind;
  readonly role: ServerRole;
  /** Every spelling, dashes included; `--no-…` of a switch as well. */
  readonly flags: readonly string[];
  /** Environment variables that stand for it, the strongest first. */
  readonly env: readonly string[];
  /** `none` a switch, `one` a value, `optional` a value that may be left out, `many` a value and may be repeated. */
  readonly value: 'none' | 'one' | 'optional' | 'many';
  /** `computed` where the server works it out at start or it is not known here. */
  readonly default:
    | { readonly kind: 'value'; readonly value: string | number | boolean | null | readonly string[] }
    | { readonly kind: 'computed' };
  readonly level: CatalogLevel | null;
}
