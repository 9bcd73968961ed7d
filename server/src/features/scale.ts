import { type Edit, sliceOf } from '../base/span.ts';
import { type Address, addressKey, reaches } from '../model/address.ts';
import type { Deployment, LinkedUpstream, LinkedUpstreamServer, Program } from '../model/deployment.ts';
import { setOption } from '../model/edit/supervisor.ts';
import type { Bind } from '../model/server/types.ts';
import { fileIn } from '../rules/edit/lines.ts';
import { insertAfterDirective, removeDirective } from '../rules/edit/nginx.ts';
import { boundAt } from './shared/reach.ts';

/** The edits that make a program run so many instances, or why they cannot be made. */
export type Scaling =
  | { readonly kind: 'edits'; readonly edits: readonly Edit[] }
  | { readonly kind: 'refused'; readonly why: string };

const refused = (why: string): Scaling => ({ kind: 'refused', why });

/** What the steps below share. `addresses` are those of the instances wanted, in order. */
interface Wanted {
  readonly deployment: Deployment;
  readonly program: Program;
  readonly count: number;
  readonly addresses: readonly Address[];
  /** The address of the instance with a number, wanted or not. */
  readonly addressOf: (index: number) => Address | undefined;
}

/** Supervisor itself sets no limit; more instances than this on one machine are a slip of the keyboard. */
const mostInstances = 1000;

/**
 * Makes a program of supervisord run `count` instances, and every upstream that reaches it name exactly those.
 * Refused where an address of an instance cannot be told or is taken.
 */
export function scale(deployment: Deployment, name: string, count: number): Scaling {
  const program = deployment.programs.find((one) => one.name === name && one.config);
  if (!program?.config) return refused(`There is no program '${name}' of supervisord here.`);
  if (!Number.isInteger(count) || count < 1 || count > mostInstances)
    return refused(`The number of instances must be from 1 to ${mostInstances}.`);
  const wanted = wantedOf(deployment, program, count);
  if (typeof wanted === 'string') return refused(wanted);
  const edits = [programEdits(wanted), ...upstreamsOf(wanted).map((one) => upstreamEdits(wanted, one))];
  const why = edits.find((one) => typeof one === 'string');
  return typeof why === 'string'
    ? refused(why)
    : { kind: 'edits', edits: distinct(edits.flatMap((one) => (typeof one === 'string' ? [] : one))) };
}

/** The addresses of the instances wanted, or why they cannot be told. */
function wantedOf(deployment: Deployment, program: Program, count: number): Wanted | string {
  const { name, instances, numprocs } = program;
  if (!numprocs.known) return `How many instances '${name}' has is not known: ${numprocs.why}.`;
  const binds = instances.map(({ server }) => (server?.binds.known ? server.binds.value : undefined));
  const [first, ...further] = binds[0] ?? [];
  if (!first || binds.includes(undefined))
    return `Which addresses '${name}' binds is not known, so nginx cannot be kept in step.`;
  if (further.length > 0) return `An instance of '${name}' binds several addresses; scale it by hand.`;
  if (count !== instances.length && isCalledDirectly(deployment, program))
    return `nginx passes requests to an address of '${name}' itself, not to an upstream. Make an upstream of it first.`;
  const addressOf = addressing(deployment, program, first);
  if (!addressOf) {
    if (count === instances.length) return `'${name}' runs ${count} already; its address is fixed.`;
    return `'${name}' binds ${first.text} without %(process_num), so a second instance could not bind it. Write the number into the address, such as 80%(process_num)02d.`;
  }
  const addresses: Address[] = [];
  for (let index = 0; index < count; index++) {
    const address = addressOf(index);
    if (!address) return `Instance ${index + 1} of '${name}' would bind no valid address.`;
    const other = boundAt(deployment, address).find((reach) => reach.program !== program);
    if (other) return `${addressKey(address)} is bound by '${other.instance.name}' already.`;
    if (isListenedOn(deployment, address)) return `nginx itself listens on ${addressKey(address)}.`;
    addresses.push(address);
  }
  if (new Set(addresses.map(addressKey)).size < count)
    return `Two instances of '${name}' would bind one address.`;
  return { deployment, program, count, addresses, addressOf };
}

const isCalledDirectly = ({ routes }: Deployment, program: Program): boolean =>
  routes.some(
    ({ route, reaches: reached }) =>
      route.target.kind === 'address' && reached.some((reach) => reach.program === program),
  );

const isListenedOn = ({ nginx }: Deployment, address: Address): boolean =>
  nginx.some(({ servers }) =>
    servers.some(({ listens }) =>
      listens.some((listen) => listen.address !== undefined && reaches(listen.address, address)),
    ),
  );

const numberPattern = /%\(process_num\)(?:0(\d))?[ds]/g;

/**
 * The rule by which instances get their addresses, read from the bind as it is written. Undefined where it holds no
 * number, or does not give the addresses that the instances have.
 */
function addressing(
  deployment: Deployment,
  program: Program,
  { place, address }: Bind,
): Wanted['addressOf'] | undefined {
  const file = place && fileIn(deployment, place.uri);
  const start = program.config?.numprocsStart;
  if (!file || !place || !address || !start?.known) return undefined;
  const raw = sliceOf(file.text, place.span).replace(/%\((?:program_name|group_name)\)s/g, program.name);
  if (!raw.includes('%(process_num)')) return undefined;
  const addressOf = (index: number): Address | undefined => {
    const text = raw.replace(numberPattern, (_, width = '0') =>
      String(start.value + index).padStart(Number(width), '0'),
    );
    return likeAddress(address, text);
  };
  const fits = program.instances.every(({ server }, index) => {
    const own = server?.binds.known ? server.binds.value[0]?.address : undefined;
    const told = addressOf(index);
    return own !== undefined && told !== undefined && addressKey(own) === addressKey(told);
  });
  return fits ? addressOf : undefined;
}

/** A text that ends in an address like another one: its path, or its port at the same host. */
function likeAddress(like: Address, text: string): Address | undefined {
  if (text.includes('%(')) return undefined;
  if (like.kind === 'unix') {
    const path = /\/[^\s'"]*/.exec(text.replace(/^.*?unix:/, ''))?.[0];
    return path === undefined ? undefined : { kind: 'unix', path: path.replace(/^\/var\/run\//, '/run/') };
  }
  const port = Number(/(\d+)\D*$/.exec(text)?.[1] ?? Number.NaN);
  return like.kind === 'tcp' && port > 0 && port < 65536 ? { ...like, port } : undefined;
}

/** numprocs, and a process_name that differs from instance to instance. */
function programEdits({ deployment, program, count }: Wanted): readonly Edit[] | string {
  const section = program.config?.section;
  if (!section) return `'${program.name}' is no program of supervisord.`;
  const { name, options } = section;
  const numprocs = options.get('numprocs');
  if (numprocs && !/^\d+$/.test(numprocs.raw.text.trim()))
    return `numprocs of '${program.name}' is '${numprocs.raw.text}', which is no plain number.`;
  const given: (readonly [string, string])[] = [];
  const processName = options.get('process_name');
  if (!numprocs ? count > 1 : Number(numprocs.raw.text) !== count) given.push(['numprocs', String(count)]);
  if (count > 1 && !processName?.raw.text.includes('%(process_num)'))
    given.push(['process_name', '%(program_name)s_%(process_num)02d']);
  const edits = given.map(([option, value]) => {
    const file = fileIn(deployment, options.get(option)?.namePlace.uri ?? program.place.uri);
    return file && setOption(file, name, option, value);
  });
  return edits.includes(undefined)
    ? `The section [${name}] cannot be edited.`
    : edits.flatMap((edit) => edit ?? []);
}

const isOwn =
  (program: Program) =>
  ({ boundBy }: LinkedUpstreamServer): boolean =>
    boundBy.some((reach) => reach.program === program);

const upstreamsOf = ({ deployment, program }: Wanted): readonly LinkedUpstream[] =>
  deployment.upstreams.filter(({ servers }) => servers.some(isOwn(program)));

/** Takes out the servers of instances that go, and adds those that come, with the parameters of the ones there. */
function upstreamEdits(wanted: Wanted, { upstream, servers }: LinkedUpstream): readonly Edit[] | string {
  const { deployment, program, addresses } = wanted;
  const vague = servers.find(({ server }) => server.address === undefined);
  if (vague) return `Upstream '${upstream.name}' names '${vague.server.text}', which cannot be told.`;
  const names = ({ server }: LinkedUpstreamServer, list: readonly Address[]): boolean =>
    list.some((address) => server.address !== undefined && reaches(server.address, address));
  const later = servers.flatMap((_, index) => wanted.addressOf(wanted.count + index) ?? []);
  const gone = servers.filter(
    (one) =>
      !names(one, addresses) && (isOwn(program)(one) || (one.boundBy.length === 0 && names(one, later))),
  );
  const kept = servers.filter((one) => names(one, addresses));
  const last = kept[kept.length - 1];
  if (!last) return `Upstream '${upstream.name}' would lose every server of '${program.name}'.`;
  const model = kept.find(({ server }) => !server.backup && !server.down) ?? last;
  const added = addresses
    .filter((address) => !kept.some((one) => names(one, [address])))
    .map((address) => serverLine(deployment, model, address));
  const edits = [
    ...gone.map(({ server }) => removeDirective(deployment, server.directive)),
    ...(added.length > 0 ? [insertAfterDirective(deployment, last.server.directive, ...added)] : []),
  ];
  return edits.includes(undefined)
    ? `Upstream '${upstream.name}' cannot be edited here.`
    : edits.flatMap((edit) => edit ?? []);
}

/** A server line for an address, written as the one there is: its host name and its parameters. */
function serverLine(deployment: Deployment, { server }: LinkedUpstreamServer, address: Address): string {
  const { directive, addressPlace, text } = server;
  const file = fileIn(deployment, directive.place.uri);
  const rest = file?.text.slice(addressPlace.span.end, directive.place.span.end) ?? ';';
  const written =
    address.kind === 'tcp' ? `${text.replace(/:\d+$/, '')}:${address.port}` : addressKey(address);
  return `server ${written}${rest}`;
}

const distinct = (edits: readonly Edit[]): readonly Edit[] => [
  ...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values(),
];
