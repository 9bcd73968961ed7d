import { memo } from '../../base/memo.ts';
import type { Address } from '../../model/address.ts';
import type { Deployment, LinkedUpstream, Program } from '../../model/deployment.ts';
import { instanceTemplate } from '../shared/instance-template.ts';
import { deploymentsAround, type Question } from '../shared/question.ts';
import type { CompletionItem } from './item.ts';

/** Items with the same label, the first one kept. */
export function distinct(items: readonly CompletionItem[]): readonly CompletionItem[] {
  const seen = new Set<string>();
  return items.filter(({ label }) => !seen.has(label) && seen.add(label));
}

/** Users that the files of the deployments name. */
export function userItems(question: Question): readonly CompletionItem[] {
  const deployments = deploymentsAround(question);
  const ofPrograms = deployments.flatMap(({ programs }) =>
    programs.flatMap(({ name, instances }) => {
      const user = instances[0]?.process?.user;
      return user?.known && user.value !== null ? [{ name: user.value, of: name }] : [];
    }),
  );
  const ofNginx = deployments.flatMap(({ nginx }) =>
    nginx.flatMap(({ root }) =>
      root.directives.filter(({ name }) => name === 'user').flatMap(({ args }) => args[0]?.text ?? []),
    ),
  );
  return distinct([
    ...ofPrograms.map(
      ({ name, of }): CompletionItem => ({ label: name, kind: 'name', detail: `user of ${of}`, rank: 1 }),
    ),
    ...ofNginx.map((label): CompletionItem => ({ label, kind: 'name', detail: "nginx's user", rank: 1 })),
    ...['www-data', 'nginx', 'root', 'nobody'].map(
      (label): CompletionItem => ({ label, kind: 'name', rank: 2 }),
    ),
  ]);
}

/** Addresses that an upstream names and nobody binds. */
export const unboundServers = ({ servers }: LinkedUpstream): readonly Address[] =>
  servers.flatMap(({ server: { address }, boundBy }) => (address && boundBy.length === 0 ? [address] : []));

/** An address that nginx calls, as a program would bind it. */
export interface CalledAddress {
  /** With `%(process_num)…` for several instances. */
  readonly text: string;
  readonly upstream: string;
  readonly count: number;
  /** The number of the first instance. */
  readonly start: number;
  /** True when nobody binds it yet. */
  readonly free: boolean;
}

/** What the upstreams of the deployments call, one template an upstream where its servers follow one. */
export const calledAddresses = (question: Question): readonly CalledAddress[] =>
  deploymentsAround(question).flatMap(calledIn);

const calledIn = memo(({ upstreams }: Deployment): readonly CalledAddress[] => upstreams.flatMap(calledBy));

function calledBy(linked: LinkedUpstream): readonly CalledAddress[] {
  const addresses = linked.upstream.servers.flatMap(({ address }) => address ?? []);
  const free = unboundServers(linked).length > 0;
  const template = instanceTemplate(addresses);
  const singles = addresses.flatMap((address) => instanceTemplate([address]) ?? []);
  const { name: upstream } = linked.upstream;
  return [...(template ? [template] : []), ...singles].map((one) => ({ ...one, upstream, free }));
}

/** A program that binds what nginx can call, with its addresses as nginx writes them. */
export interface BoundProgram {
  readonly program: Program;
  readonly addresses: readonly string[];
  readonly deployment: Deployment;
}

/** Programs that bind what nginx can call. */
export const boundPrograms = (question: Question): readonly BoundProgram[] =>
  deploymentsAround(question).flatMap(boundIn);

const boundIn = memo((deployment: Deployment): readonly BoundProgram[] =>
  deployment.programs.flatMap((program) => {
    const addresses = program.instances.flatMap(({ server }) =>
      server?.binds.known
        ? server.binds.value.flatMap(({ address }) => (address ? [serverText(address)] : []))
        : [],
    );
    const known = [...new Set(addresses)].filter((text) => text !== '');
    return known.length > 0 ? [{ program, addresses: known, deployment }] : [];
  }),
);

/** A bound address as an upstream's `server` names it; empty for an inherited socket, which has no name. */
export function serverText(address: Address): string {
  if (address.kind === 'unix') return `unix:${address.path}`;
  if (address.kind === 'fd') return '';
  const host = address.host === '*' ? '127.0.0.1' : address.host;
  return `${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
