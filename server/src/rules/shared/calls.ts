import type { Unknown } from '../../base/known.ts';
import { unknownIn } from '../../base/mapped-text.ts';
import { memo } from '../../base/memo.ts';
import { editDistance } from '../../base/nearest.ts';
import type { Place } from '../../base/span.ts';
import { type Address, addressKey, isLocal } from '../../model/address.ts';
import type { Deployment, Instance, LinkedUpstream, Program, Reach } from '../../model/deployment.ts';
import type { NginxRoute, NginxUpstreamServer } from '../../model/nginx/types.ts';
import { isFilledIn } from '../../model/server/bind.ts';
import type { Bind } from '../../model/server/types.ts';
import { isLocalAddress, reachedInstances } from '../reach.ts';
import { bindsOf, startsItself } from './programs.ts';
import { bindsSocketsOnly } from './socket-only.ts';

/** An address of this machine that nginx calls: a server of an upstream, or the target of a pass directive. */
export interface Call {
  readonly address: Address;
  readonly place: Place;
  readonly upstream: LinkedUpstream | null;
  readonly server: NginxUpstreamServer | null;
  readonly route: NginxRoute | null;
  readonly boundBy: readonly Reach[];
}

/** An address that an instance binds and nginx does not call. */
export interface Unreached {
  readonly program: Program;
  readonly instance: Instance;
  readonly bind: Bind;
  readonly address: Address;
}

/** Every local address that nginx calls. */
export const callsOf: (deployment: Deployment) => readonly Call[] = memo(
  ({ upstreams, routes }: Deployment) => [
    ...upstreams.flatMap((upstream) =>
      upstream.servers.flatMap(({ server, boundBy }): Call[] =>
        server.address && isLocalAddress(server.address) && !server.down
          ? [{ address: server.address, place: server.addressPlace, upstream, server, route: null, boundBy }]
          : [],
      ),
    ),
    ...routes.flatMap(({ route, reaches }): Call[] =>
      route.target.kind === 'address' && isLocalAddress(route.target.address)
        ? [
            {
              address: route.target.address,
              place: route.target.place,
              upstream: null,
              server: null,
              route,
              boundBy: reaches,
            },
          ]
        : [],
    ),
  ],
);

/** What started instances bind without nginx calling it. */
export const unreachedOf: (deployment: Deployment) => readonly Unreached[] = memo(
  (deployment: Deployment) => {
    const reached = reachedInstances(deployment);
    return deployment.programs.flatMap((program) =>
      program.instances
        .filter((instance) => !reached.has(instance) && startsItself(instance))
        .flatMap((instance) =>
          bindsOf(instance).flatMap((bind) =>
            bind.address && bind.address.kind !== 'fd'
              ? [{ program, instance, bind, address: bind.address }]
              : [],
          ),
        ),
    );
  },
);

/** Why a call reaches nobody, with the bind it was meant for where exactly one fits. */
export interface Miss {
  readonly call: Call;
  readonly kind: 'leading zero' | 'offset' | 'near path' | 'transport' | 'unbound';
  readonly meant: Unreached | null;
}

/**
 * Every call that certainly reaches nobody, each with one reason. Certain means: its upstream reaches other
 * instances of the deployment, or one bind that nginx does not call is close to it, or every program is understood
 * (`closed`) and as many instances wait as addresses are called.
 */
export const missesOf: (deployment: Deployment) => readonly Miss[] = memo((deployment: Deployment) =>
  callsOf(deployment)
    .filter(({ boundBy }) => boundBy.length === 0)
    .flatMap((call) => missOf(deployment, call) ?? []),
);

function missOf(deployment: Deployment, call: Call): Miss | undefined {
  const waiting = unreachedOf(deployment);
  const zero = only(waiting.filter(({ address }) => sameButZeros(call.address, address)));
  if (zero) return { call, kind: 'leading zero', meant: zero };
  const shifted = offsetOf(deployment, call);
  if (shifted) return { call, kind: 'offset', meant: shifted };
  const near = nearPath(call, waiting) ?? nearHost(call, waiting);
  if (near) return { call, kind: 'near path', meant: near };
  const transport = otherTransport(deployment, call, waiting);
  if (transport) return { call, kind: 'transport', meant: transport };
  if (
    (isFamily(call) && listsPrograms(deployment) && !hidesBinds(deployment)) ||
    isLeftOver(deployment, call) ||
    matchesWaiting(deployment, call, waiting)
  ) {
    return { call, kind: 'unbound', meant: counterpart(deployment, call, waiting) };
  }
  return undefined;
}

const only = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined);

const withoutZeros = (text: string): string => text.replace(/(?<![0-9])0+(?=[0-9])/g, '');

/** True for unix paths that differ in leading zeros of numbers alone. */
function sameButZeros(a: Address, b: Address): boolean {
  if (a.kind !== 'unix' || b.kind !== 'unix' || a.path === b.path) return false;
  return withoutZeros(a.path) === withoutZeros(b.path);
}

/** True when a template or the environment fills in where a server binds, or which server a program starts. */
const hidesBinds = ({ programs }: Deployment): boolean =>
  programs.some(({ instances }) =>
    instances.some(({ server, launch }) => {
      if (server) return !server.binds.known || server.binds.value.some(({ text }) => isFilledIn(text));
      return launch.command.known
        ? unknownIn(launch.command.value) !== undefined
        : isTemplate(launch.command);
    }),
  );

const isTemplate = ({ placeholder }: Unknown): boolean => placeholder !== undefined;

/**
 * True when something lists what runs: a supervisord all of whose files are at hand, units, a compose file. A
 * gunicorn.conf.py beside nginx tells of one server and of no other.
 */
const listsPrograms = ({ programs, supervisor }: Deployment): boolean =>
  programs.some(({ manager }) => manager !== 'script') && supervisor.every(({ complete }) => complete);

/** True when another server of the same upstream is bound by a program of this deployment. */
const isFamily = ({ upstream }: Call): boolean =>
  upstream?.servers.some(({ boundBy }) => boundBy.length > 0) ?? false;

/** True for a TCP address beside a socket in one upstream, where all programs are known to bind no further port. */
const isLeftOver = (deployment: Deployment, { address, upstream }: Call): boolean =>
  address.kind === 'tcp' &&
  upstream !== null &&
  upstream.servers.some(({ server }) => server.address?.kind === 'unix') &&
  bindsSocketsOnly(deployment);

/**
 * The instance that the first unbound server of a shifted family was meant for: an upstream and a program have
 * equally many addresses of one form, and each number of the one is that of the other plus the same step.
 */
function offsetOf(deployment: Deployment, call: Call): Unreached | undefined {
  const { upstream } = call;
  const program =
    upstream &&
    only([...new Set(upstream.servers.flatMap(({ boundBy }) => boundBy.map((reach) => reach.program)))]);
  if (
    !upstream ||
    !program ||
    program.instances.length < 2 ||
    upstream.servers.length !== program.instances.length
  )
    return undefined;
  const called = upstream.servers.map(({ server }) => server.address && numbered(server.address));
  const bound = program.instances.map((instance) => {
    const address = bindsOf(instance)[0]?.address;
    return address && numbered(address);
  });
  const steps = new Set(
    called.map((one, i) =>
      one && bound[i] && one.form === bound[i].form ? one.number - bound[i].number : Number.NaN,
    ),
  );
  const step = [...steps][0];
  if (steps.size !== 1 || step === undefined || Number.isNaN(step) || step === 0) return undefined;
  return only(unreachedOf(deployment).filter((one) => one.program === program)) ?? undefined;
}

/** An address as its last number and the rest; undefined without a number. */
function numbered(address: Address): { readonly form: string; readonly number: number } | undefined {
  if (address.kind === 'tcp')
    return { form: address.host === '*' ? '127.0.0.1' : address.host, number: address.port };
  const parts = address.kind === 'unix' ? /^(.*?)(\d+)(\D*)$/.exec(address.path) : null;
  return parts ? { form: `${parts[1]}#${parts[3]}`, number: Number(parts[2]) } : undefined;
}

/** The one socket that lies in the same folder, or has the same name, and differs by three characters at most. */
function nearPath({ address }: Call, waiting: readonly Unreached[]): Unreached | undefined {
  if (address.kind !== 'unix') return undefined;
  const { path } = address;
  const close = waiting.flatMap((one) => {
    if (one.address.kind !== 'unix') return [];
    const other = one.address.path;
    const isAkin = folder(path) === folder(other) || base(path) === base(other);
    const distance = editDistance(path, other, 3);
    return isAkin && distance <= 3 ? [{ one, distance }] : [];
  });
  const best = Math.min(...close.map(({ distance }) => distance));
  return only(close.filter(({ distance }) => distance === best))?.one;
}

const folder = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The one bind with the same port on a host that nearly is the one called (`172.0.0.1` for `127.0.0.1`). */
function nearHost({ address }: Call, waiting: readonly Unreached[]): Unreached | undefined {
  if (address.kind !== 'tcp') return undefined;
  return only(
    waiting.filter(
      (one) =>
        one.address.kind === 'tcp' &&
        one.address.port === address.port &&
        !isLocal(one.address.host) &&
        editDistance(one.address.host, address.host, 2) <= 2,
    ),
  );
}

/** The one program that waits on the other kind of socket, when nothing of what this proxy calls is bound. */
function otherTransport(
  deployment: Deployment,
  call: Call,
  waiting: readonly Unreached[],
): Unreached | undefined {
  if (!deployment.closed || isFamily(call)) return undefined;
  const siblings = callsOf(deployment).filter(({ boundBy }) => boundBy.length === 0);
  const programs = new Set(waiting.map(({ program }) => program));
  if (programs.size !== 1 || siblings.length > waiting.length) return undefined;
  if (waiting.some(({ address }) => address.kind === call.address.kind)) return undefined;
  return waiting[siblings.indexOf(call)] ?? waiting[0];
}

/** True when everything is understood and exactly as many instances wait as addresses of the same kind miss. */
function matchesWaiting(deployment: Deployment, call: Call, waiting: readonly Unreached[]): boolean {
  if (!deployment.closed) return false;
  const missing = callsOf(deployment).filter(
    ({ boundBy, address }) => boundBy.length === 0 && address.kind === call.address.kind,
  );
  const alike = waiting.filter(
    ({ address }) => address.kind === call.address.kind && isLocalAddress(address),
  );
  const keys = new Set(missing.map(({ address }) => addressKey(address)));
  if (alike.length > 0) return keys.size === alike.length;
  return waiting.length === 0 && keys.size > 0 && keys.size === failingOf(deployment).length;
}

/** An instance that binds nothing, since what it is told to bind is no address. */
export interface Failing {
  readonly instance: Instance;
  readonly bind: Bind;
}

/** The instances all of whose binds are no addresses. */
export const failingOf: (deployment: Deployment) => readonly Failing[] = memo(({ programs }: Deployment) =>
  programs
    .flatMap(({ instances }) => instances)
    .flatMap((instance) => {
      const binds = bindsOf(instance);
      const [bind] = binds;
      return bind && binds.every(({ address }) => address === undefined) ? [{ instance, bind }] : [];
    }),
);

function counterpart(deployment: Deployment, call: Call, waiting: readonly Unreached[]): Unreached | null {
  const missing = callsOf(deployment).filter(
    ({ boundBy, address }) => boundBy.length === 0 && address.kind === call.address.kind,
  );
  const alike = waiting.filter(({ address }) => address.kind === call.address.kind);
  return alike.length === missing.length ? (alike[missing.indexOf(call)] ?? null) : null;
}

/** The address as it is to stand in a `server` line or after `proxy_pass http://`. */
export function writtenFor({ address, server }: Call | { address: Address; server: null }): string {
  if (address.kind === 'unix') return server ? `unix:${address.path}` : `unix:${address.path}`;
  if (address.kind === 'tcp') return `${address.host === '*' ? '127.0.0.1' : address.host}:${address.port}`;
  return addressKey(address);
}
