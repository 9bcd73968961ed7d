import { rows } from './data/servers.ts';
import { gunicornFlags, gunicornSettings } from './gunicorn.ts';
import { groupBy, lazy, tableOf, wordsOf } from './lazy.ts';
import { gunicornLevel, serverLevel } from './scaling.ts';
import { otherFlags } from './server-flags.ts';
import { type ServerKind, type ServerOption, type ServerRole, serverKinds } from './server-option.ts';

export { type ServerKind, type ServerOption, type ServerRole, serverKinds } from './server-option.ts';

const options = lazy((): readonly ServerOption[] => [
  ...gunicornOptions(),
  ...scalingOptions(),
  ...furtherOptions(),
]);

const scalingOptions = (): readonly ServerOption[] =>
  tableOf(rows).map(([server, role, flags, env, value, standard]) => ({
    server: server as ServerKind,
    role: role as ServerRole,
    flags: wordsOf(flags),
    env: wordsOf(env),
    value: value as ServerOption['value'],
    default: standard ? { kind: 'value', value: JSON.parse(standard) } : { kind: 'computed' },
    level: serverLevel(role ?? ''),
  }));

const furtherOptions = (): readonly ServerOption[] =>
  otherFlags().map(({ server, role, flags, value }) => ({
    server,
    role,
    flags,
    env: [],
    value,
    default: { kind: 'computed' },
    level: null,
  }));

const gunicornRoles: Readonly<Record<string, ServerRole>> = {
  bind: 'bind',
  workers: 'workers',
  worker_class: 'worker class',
  threads: 'threads',
  worker_connections: 'connections',
  backlog: 'backlog',
  timeout: 'timeout',
  graceful_timeout: 'graceful timeout',
  keepalive: 'keepalive',
  max_requests: 'max requests',
  max_requests_jitter: 'max requests jitter',
  user: 'user',
  group: 'group',
  umask: 'umask',
  daemon: 'daemon',
  reload: 'reload',
  pidfile: 'pid file',
  config: 'config',
  forwarded_allow_ips: 'trusted proxies',
};

const gunicornOptions = (): readonly ServerOption[] =>
  gunicornSettings()
    .filter((setting) => setting.flags.length > 0)
    .map((setting) => ({
      server: 'gunicorn',
      role: gunicornRoles[setting.name] ?? 'other',
      flags: setting.flags,
      env: setting.env ? [setting.env] : [],
      value: setting.action === 'append' ? 'many' : gunicornValue(setting.name),
      default: plainDefault(setting.default),
      level: gunicornLevel(setting.name),
    }));

const gunicornValue = (name: string): ServerOption['value'] =>
  gunicornFlags().find(({ setting }) => setting?.name === name)?.value ?? 'one';

function plainDefault(
  standard: ReturnType<typeof gunicornSettings>[number]['default'],
): ServerOption['default'] {
  if (standard.kind === 'computed') return standard;
  const { value } = standard;
  if (value === null || typeof value !== 'object') return { kind: 'value', value };
  return Array.isArray(value) ? { kind: 'value', value: value.map(String) } : { kind: 'computed' };
}

const byServer = lazy(() => groupBy(options(), (option) => option.server));

const byFlag = lazy(
  () =>
    new Map(
      serverKinds.map((kind) => [
        kind,
        new Map(serverOptions(kind).flatMap((option) => option.flags.map((flag) => [flag, option]))),
      ]),
    ),
);

/** All options of a server that are known here. */
export const serverOptions = (server: ServerKind): readonly ServerOption[] => byServer().get(server) ?? [];

/** An option by the exact flag, dashes included and without `=value`; undefined for a flag that is not known. */
export const serverFlag = (server: ServerKind, flag: string): ServerOption | undefined =>
  byFlag().get(server)?.get(flag);

/** The option that plays a role; undefined where the server has none, such as workers for daphne. */
export const serverRole = (server: ServerKind, role: ServerRole): ServerOption | undefined =>
  role === 'other' ? undefined : serverOptions(server).find((option) => option.role === role);

/** The first option that an environment variable stands for; undefined for any other variable. */
export const serverVariable = (server: ServerKind, name: string): ServerOption | undefined =>
  serverOptions(server).find((option) => option.env.includes(name));
