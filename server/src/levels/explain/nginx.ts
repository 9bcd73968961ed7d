import { nginxWorkerFiles } from '../arithmetic/descriptors.ts';
import { idleUpstreamConnections, nginxClients, weightShares } from '../arithmetic/nginx.ts';
import { count, digits, duration, percent } from '../words.ts';
import {
  activeServers,
  allKnown,
  nginxConnections,
  nginxProcesses,
  nginxSetting,
  slotsBehind,
  upstreamOf,
} from './figures.ts';
import { openFormula } from './sums.ts';
import type { SettingText, SettingTexts } from './text.ts';
import type { DeploymentView, Subject, UpstreamView } from './view.ts';

/** Lines about the upstream a subject stands in; none outside of one. */
const ofUpstream =
  (
    ...lines: readonly ((upstream: UpstreamView, view: DeploymentView) => string | undefined)[]
  ): SettingText['sums'] =>
  (subject: Subject, view: DeploymentView) => {
    const upstream = upstreamOf(subject, view);
    return upstream ? lines.map((line) => line(upstream, view)).filter((line) => line !== undefined) : [];
  };

function serversLine(view: UpstreamView): string {
  const active = activeServers(view);
  const resting = view.upstream.servers.length - active.length;
  const rest = resting === 0 ? '' : `, and ${digits(resting)} more as reserve or switched off`;
  const held = slotsBehind(view);
  const requests = held.known
    ? ` Behind them ${held.value === Number.POSITIVE_INFINITY ? 'nothing limits the requests' : `${count(held.value, 'request')} run`} at the same moment.`
    : ` How many requests run behind them is not known: ${held.why}.`;
  return `${view.upstream.name}: ${count(active.length, 'server')}, ${view.upstream.method}${rest}.${requests}`;
}

function sharesLine(view: UpstreamView): string | undefined {
  const active = activeServers(view);
  const shares = weightShares(active.map((server) => server.weight));
  if (!shares || active.length < 2) return undefined;
  if (new Set(shares).size === 1)
    return `Each of ${digits(active.length)} servers gets ${percent(shares[0] ?? 0)}${ofWhat(view)}.`;
  const parts = active.map((server, index) => `\`${server.text}\` ${percent(shares[index] ?? 0)}`);
  return `${parts.slice(0, 6).join(', ')}${parts.length > 6 ? ', …' : ''}${ofWhat(view)}.`;
}

/** What the method shares out by weight; requests, unless it says otherwise. */
const sharedOut: Readonly<Record<string, string>> = {
  least_conn: ' as long as they are equally fast',
  least_time: ' as long as they are equally fast',
  ip_hash: ' of the client networks',
  hash: ' of the keys',
};

const ofWhat = ({ upstream }: UpstreamView): string => sharedOut[upstream.method] ?? '';

function failureLine(view: UpstreamView): string | undefined {
  const active = activeServers(view);
  const first = active[0];
  if (!first) return undefined;
  if (active.length === 1) return 'With a single server nginx uses neither `max_fails` nor `fail_timeout`.';
  if (first.maxFails === 0) return '0 switches it off: a server that is down keeps getting requests.';
  const rest = active.length - 1;
  const others =
    rest === 1
      ? 'the other one then gets all'
      : `the other ${digits(rest)} then get ${percent(1 / rest)} each`;
  return `After ${count(first.maxFails, 'failure')} within ${duration(first.failTimeout)} a server rests for ${duration(first.failTimeout)}; ${others}.`;
}

function idleLine({ upstream }: UpstreamView, view: DeploymentView): string | undefined {
  if (upstream.keepalive === null) return undefined;
  const processes = nginxProcesses(view);
  const formula = 'worker_processes × keepalive = idle connections at most';
  if (!processes.known) return openFormula(formula, processes.why);
  const idle = idleUpstreamConnections(processes.value, upstream.keepalive);
  return idle === undefined
    ? undefined
    : `${count(processes.value, 'process', 'processes')} × ${digits(upstream.keepalive)} = ${count(idle, 'idle connection')} at most.`;
}

function limitsLine({ upstream }: UpstreamView, view: DeploymentView): string | undefined {
  const limited = upstream.servers.find((server) => server.maxConns > 0);
  if (!limited || upstream.zone) return undefined;
  const processes = nginxProcesses(view);
  if (!processes.known)
    return openFormula('max_conns × worker_processes = real limit without a zone', processes.why);
  return `Without \`zone\` the limit counts in each process: ${digits(limited.maxConns)} × ${digits(processes.value)} = ${digits(limited.maxConns * processes.value)}.`;
}

function clientsLine(view: DeploymentView): string {
  const parts = allKnown([nginxProcesses(view), nginxConnections(view)]);
  const formula = 'worker_processes × worker_connections / 2 = proxied clients';
  if ('why' in parts) return openFormula(formula, parts.why);
  const [processes = 0, connections = 0] = parts;
  const clients = nginxClients(processes, connections, 'proxy');
  return clients === undefined
    ? openFormula(formula, 'a part is no whole number')
    : `${count(processes, 'process', 'processes')} × ${count(connections, 'connection')} / 2 = ${count(clients, 'client')} whose requests are passed on.`;
}

function filesLine(view: DeploymentView): string {
  const connections = nginxConnections(view);
  const needed = connections.known ? nginxWorkerFiles(connections.value) : undefined;
  if (!connections.known || needed === undefined) {
    return openFormula(
      '2 × worker_connections = open files',
      connections.known ? 'it is no whole number' : connections.why,
    );
  }
  const limit = nginxSetting(view, 'worker_rlimit_nofile');
  const has =
    limit === undefined
      ? 'worker_rlimit_nofile is not set, so the limit of the system applies'
      : `worker_rlimit_nofile is ${limit}`;
  return `2 × ${count(connections.value, 'connection')} = ${count(needed, 'open file')} of each process; ${has}.`;
}

function coresLine(view: DeploymentView): string {
  const processes = nginxProcesses(view);
  if (!processes.known) return openFormula('one process for each core', processes.why);
  const { cores } = view.target;
  return cores === undefined
    ? `${count(processes.value, 'process', 'processes')}; the target names no cores to hold them against.`
    : `${count(processes.value, 'process', 'processes')} on ${count(cores, 'core')}.`;
}

const method = (what: string, when: string, limits: string): SettingText => ({
  level: 'horizontal',
  what,
  when,
  limits,
  sums: ofUpstream(serversLine, sharesLine),
});

const failures: SettingText = {
  level: 'horizontal',
  what: '`max_fails` failures within `fail_timeout`, and the server gets no requests for `fail_timeout` (1 and 10 s where nothing is set).',
  when: 'To leave out an instance that is down, and to come back to it.',
  limits:
    'An answer with an error is no failure unless `proxy_next_upstream` names it; a time-out is. One slow request that is tried on every server can switch off all of them.',
  sums: ofUpstream(failureLine),
};

/** What the directives and parameters of nginx do to scaling. */
export const nginxSettings: SettingTexts = {
  upstream: {
    level: 'horizontal',
    what: 'A set of servers that share the requests which `proxy_pass http://NAME` sends to it.',
    when: 'As soon as there is more than one instance, and to keep connections to one.',
    limits: 'nginx cannot see that instances differ: what one keeps in memory the others do not have.',
    sums: ofUpstream(serversLine, sharesLine),
  },
  server: {
    level: 'horizontal',
    what: 'One instance of the upstream: a socket or a port on which somebody has to listen.',
    when: 'One line for each instance that supervisord starts (`numprocs`).',
    limits:
      'nginx checks the text, not whether somebody listens: a line without an instance costs a failed try, an instance without a line gets nothing.',
    sums: ofUpstream(serversLine, sharesLine, failureLine),
  },
  weight: {
    level: 'horizontal',
    what: 'The share of the requests: weight / sum of all weights.',
    when: 'Servers are unequal: set it in proportion to workers × threads, or to the cores.',
    limits: 'It is fixed, and does not follow the load; `least_conn` does.',
    sums: ofUpstream(sharesLine),
  },
  max_fails: failures,
  fail_timeout: failures,
  max_conns: {
    level: 'horizontal',
    what: 'Connections to one server at most; further ones go to others, or get a 502.',
    when: 'To protect an instance, and to keep queues where they can be seen.',
    limits:
      'Without `zone` each process of nginx counts for itself; idle connections of `keepalive` count as well.',
    sums: ofUpstream(limitsLine),
  },
  backup: {
    level: 'horizontal',
    what: 'Gets requests only when all other servers are down.',
    when: 'A reserve on another machine, or a page that says so.',
    limits: '`ip_hash`, `hash` and `random` know no backup.',
    sums: ofUpstream(serversLine),
  },
  down: {
    level: 'horizontal',
    what: 'Gets no requests.',
    when: 'While an instance is being replaced; with `ip_hash` it keeps the other assignments.',
    limits: 'It stays until somebody takes it away and reloads nginx.',
    sums: ofUpstream(serversLine),
  },
  least_conn: method(
    'The server with the fewest connections gets the next request, by weight.',
    'Requests differ in length: a long one no longer holds up those behind it.',
    'Without `zone` each process of nginx counts for itself, so with few requests it is close to taking turns.',
  ),
  ip_hash: method(
    'Clients of one address (IPv4: its first three numbers) always reach the same server.',
    'Sessions are in the memory of the instances, and cannot be moved out yet.',
    'Behind another proxy all clients have its address (`real_ip` mends that); large networks load one server; no `backup`.',
  ),
  hash: method(
    'The same key always reaches the same server; with `consistent` few keys move when a server is added.',
    'Caches in the instances, sessions by cookie, tenants.',
    'A busy key cannot be shared out; no `backup`.',
  ),
  random: method(
    'Draws a server; with `two` it draws two and takes the less busy one.',
    'Several nginx in front of the same servers: they cannot see each other’s connections.',
    'No `backup`; one nginx alone does better with `least_conn`.',
  ),
  least_time: method(
    'The server that answers fastest and has the fewest connections.',
    'Servers differ in speed.',
    'Needs a recent nginx or the commercial one.',
  ),
  keepalive: {
    level: 'thread',
    what: 'Idle connections to the servers that each process of nginx keeps for the next request.',
    when: 'With workers that keep connections (`gthread`, `gevent`, ASGI): it saves setting one up for each request, and ports.',
    limits:
      'No use for `sync`, which closes each. Before nginx 1.29.7 the location needs `proxy_http_version 1.1` and an empty `Connection`. It is no limit of connections.',
    sums: ofUpstream(idleLine),
  },
  zone: {
    level: 'horizontal',
    what: 'Memory in which the processes of nginx count failures and connections of this upstream together.',
    when: 'With more than one process (`worker_processes`), so always.',
    limits:
      'Without it each process finds out for itself that a server is down, and `max_conns` and `least_conn` count in each.',
    sums: (subject, view) => [coresLine(view), ...ofUpstream(limitsLine)(subject, view)],
  },
  worker_processes: {
    level: 'vertical',
    what: 'Processes of nginx, each an event loop with thousands of connections; 1 where nothing is set.',
    when: '`auto` takes one for each core, which is right nearly always.',
    limits:
      'In a container `auto` counts the cores of the host. nginx is seldom the bottleneck before the application is.',
    sums: (_, view) => [coresLine(view), clientsLine(view)],
  },
  worker_connections: {
    level: 'vertical',
    what: 'Connections of each process: clients, servers behind, all together; 512 where nothing is set.',
    when: 'Before many clients are connected at the same time (WebSocket, slow clients, keep-alive).',
    limits: 'A client whose request is passed on takes two. Each is an open file.',
    sums: (_, view) => [clientsLine(view), filesLine(view)],
  },
  worker_rlimit_nofile: {
    level: 'vertical',
    what: 'Open files that each process of nginx may have.',
    when: 'At least twice `worker_connections`.',
    limits: 'nginx does not complain when it is too small; it logs `Too many open files` under load.',
    sums: (_, view) => [filesLine(view)],
  },
  listen: {
    level: 'vertical',
    what: 'An address on which nginx takes connections; `backlog=511` of them wait until a process takes them.',
    when: '`reuseport` gives each process its own queue, so that they do not wake each other.',
    limits: 'The backlog is cut at `net.core.somaxconn`. The application must not listen on the same port.',
    sums: (_, view) => [clientsLine(view)],
  },
  proxy_pass: {
    level: 'horizontal',
    what: 'Passes the requests of this location on to an upstream or an address.',
    when: 'In front of every Python server: nginx takes slow clients off the workers by buffering.',
    limits:
      'What the workers cannot take waits in their backlog, where nobody sees it. An address without an `upstream` has no balancing and keeps no connections.',
    sums: ofUpstream(serversLine),
  },
};
