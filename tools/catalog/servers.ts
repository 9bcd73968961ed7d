import { rowsModule } from './rows.ts';

export type ServerFacts = Readonly<
  Record<
    string,
    {
      readonly version: string;
      readonly options: readonly {
        readonly role: string;
        readonly flag: string;
        readonly env: string;
        readonly type: string;
        readonly default: unknown;
      }[];
    }
  >
>;

const serverNames: Readonly<Record<string, string>> = { 'waitress-serve': 'waitress' };

/** One word a role, where the facts use several. */
const serverRoles: Readonly<Record<string, string>> = {
  'concurrency cap': 'max concurrency',
  daemonize: 'daemon',
  'graceful stop': 'graceful timeout',
  'keep-alive': 'keepalive',
  listen: 'bind',
  'listen queue': 'backlog',
  pid: 'pid file',
  'socket (uwsgi protocol)': 'uwsgi socket',
  'trusted proxy': 'trusted proxies',
};

export function serversModule(facts: ServerFacts): string {
  const servers = Object.entries(facts).filter(([name]) => name !== 'gunicorn');
  const versions = servers.map(([name, server]) => `${name} ${server.version.replace(/ \(.*/, '')}`);
  return rowsModule(
    `the option parsers of ${versions.join(', ')}`,
    'server, role, flags, environment variables, value (none, one, optional, many), default as JSON (empty: computed at start)',
    servers.flatMap(([name, server]) => server.options.flatMap((option) => serverRows(name, option))),
  );
}

type ServerFact = ServerFacts[string]['options'][number];

/** The options of one line of facts; `--x, --x-more` are two options, `--processes, --workers` are one. */
function serverRows(name: string, fact: ServerFact): readonly string[] {
  const flags = fact.flag.split(/, |\//).filter((flag) => flag !== '');
  const first = bareFlag(flags.find((flag) => flag.startsWith('--')) ?? '');
  const own = flags.filter((flag) => !bareFlag(flag).startsWith(`${first}-`));
  const others = flags.filter((flag) => !own.includes(flag));
  const role = serverRoles[fact.role] ?? fact.role;
  return [
    ...(own.length > 0 ? [serverRow(name, role, own, fact)] : []),
    ...others.map((flag) => {
      const more = bareFlag(flag).slice(first.length + 1);
      return serverRow(name, `${role} ${more}`, [flag], {
        ...fact,
        env: '',
        default: more === 'jitter' ? 0 : null,
      });
    }),
  ];
}

const bareFlag = (flag: string): string => flag.replace(/[ =[].*/, '');

function serverRow(name: string, role: string, flags: readonly string[], fact: ServerFact): string {
  const computed = typeof fact.default === 'string' && /[ /]/.test(fact.default);
  const optional = flags.some((flag) => flag.includes('['));
  const value = optional
    ? 'optional'
    : fact.type === 'flag'
      ? 'none'
      : fact.type.startsWith('repeatable')
        ? 'many'
        : 'one';
  return [
    serverNames[name] ?? name,
    role,
    flags.map(bareFlag).join(','),
    fact.env.replace(/, /g, ','),
    value,
    computed ? '' : JSON.stringify(fact.default),
  ]
    .join('\t')
    .trimEnd();
}
