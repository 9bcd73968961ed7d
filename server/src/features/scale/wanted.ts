import { type Address, addressKey, reaches } from '../../model/address.ts';
import type { Deployment, Program } from '../../model/deployment.ts';
import { boundAt } from '../shared/reach.ts';
import { type Addressing, addressing } from './addressing.ts';

/** What is wanted of a program. */
export interface Wanted {
  readonly deployment: Deployment;
  readonly program: Program;
  readonly count: number;
  readonly addressing: Addressing;
  /** Those of the instances wanted, in order; one where all share it. */
  readonly addresses: readonly Address[];
}

/** The addresses of the instances wanted, or why they cannot be told. */
export function wantedOf(deployment: Deployment, program: Program, count: number): Wanted | string {
  const { name, instances, numprocs } = program;
  if (!numprocs.known) return `How many instances '${name}' has is not known: ${numprocs.why}.`;
  const binds = instances.map(({ server }) => (server?.binds.known ? server.binds.value : undefined));
  const [first, ...further] = binds[0] ?? [];
  if (!first || binds.includes(undefined))
    return `Which addresses '${name}' binds is not known, so nginx cannot be kept in step.`;
  if (further.length > 0) return `An instance of '${name}' binds several addresses; scale it by hand.`;
  const rule = addressing(deployment, program, first, count);
  if (typeof rule === 'string') return rule;
  const addresses = addressesOf(deployment, program, count, rule);
  return typeof addresses === 'string'
    ? addresses
    : { deployment, program, count, addressing: rule, addresses };
}

function addressesOf(
  deployment: Deployment,
  program: Program,
  count: number,
  { addressOf, shared }: Addressing,
): readonly Address[] | string {
  const addresses: Address[] = [];
  for (let index = 0; index < (shared ? 1 : count); index++) {
    const address = addressOf(index);
    if (!address) return `Instance ${index + 1} of '${program.name}' would bind no valid address.`;
    const other = boundAt(deployment, address).find((reach) => reach.program !== program);
    if (other) return `${addressKey(address)} is bound by '${other.instance.name}' already.`;
    if (isListenedOn(deployment, address)) return `nginx itself listens on ${addressKey(address)}.`;
    addresses.push(address);
  }
  return new Set(addresses.map(addressKey)).size < addresses.length
    ? `Two instances of '${program.name}' would bind one address.`
    : addresses;
}

const isListenedOn = ({ nginx }: Deployment, address: Address): boolean =>
  nginx.some(({ servers }) =>
    servers.some(({ listens }) =>
      listens.some((listen) => listen.address !== undefined && reaches(listen.address, address)),
    ),
  );
