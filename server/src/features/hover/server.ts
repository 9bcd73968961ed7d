import { count, digits } from '../../levels/words.ts';
import type { Deployment, Program } from '../../model/deployment.ts';
import type { AppServer } from '../../model/server/types.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { code, listed } from '../shared/markdown.ts';
import { serversOf } from '../shared/program.ts';
import { bindsText, calledNotes } from './addresses.ts';

/** A program in a few words: `3 instances of gunicorn, web_00 … web_02`. */
export function programWords(program: Program): string {
  const { instances, numprocs } = program;
  const [server] = serversOf(program);
  const what = server ? ` of ${server.kind}` : '';
  if (!numprocs.known) return `instances${what}, their number is not known: ${numprocs.why}`;
  const names = listed(
    instances.map(({ name }) => code(name)),
    3,
  );
  return `${count(numprocs.value, 'instance')}${what}${names === '' ? '' : `: ${names}`}`;
}

/** What the servers of a program are together: their workers, addresses, files and callers; a sentence each. */
export function serverNotes(snapshot: Snapshot, deployment: Deployment, program: Program): readonly string[] {
  const servers = serversOf(program);
  const [first] = servers;
  if (!first) return [];
  return [
    ...concurrencyNote(first, servers.length),
    ...bindNotes(snapshot, deployment, servers),
    ...fileNote(first),
  ];
}

function concurrencyNote({ concurrency }: AppServer, instances: number): string[] {
  if (!concurrency.known) return [`How many requests it takes at once is not known: ${concurrency.why}.`];
  const { formula, simultaneousRequests } = concurrency.value;
  if (simultaneousRequests === null) return [`${formula}.`];
  const total = instances > 1 ? `, ${digits(simultaneousRequests * instances)} in all` : '';
  return [
    `${formula}: ${count(simultaneousRequests, 'request')} at once${instances > 1 ? ' each' : ''}${total}.`,
  ];
}

function bindNotes(snapshot: Snapshot, deployment: Deployment, servers: readonly AppServer[]): string[] {
  const binds = servers.flatMap((server) => (server.binds.known ? server.binds.value : []));
  if (binds.length === 0) return [];
  const addresses = binds.flatMap(({ address }) => address ?? []);
  return [`Listens on ${bindsText(binds)}.`, ...calledNotes(snapshot, deployment, addresses)];
}

const fileNote = ({ configFile, configPath }: AppServer): string[] =>
  configFile === null && configPath !== null && configPath.file === null
    ? [`${code(configPath.text)} is not at hand, so what it sets is not known.`]
    : [];
