import { pathOf } from '../../base/uri.ts';
import { nameOfStatement } from '../shared/at/nginx.ts';
import type { NginxReading } from '../shared/at/nginx-context.ts';
import { deploymentsAround, type Question } from '../shared/question.ts';
import { fileItems } from './files.ts';
import { type CompletionItem, literal } from './item.ts';
import { boundPrograms, distinct } from './known-values.ts';
import type { NginxPlace } from './nginx-place.ts';

/** The scheme that a `*_pass` of http needs before its target. */
const schemes: Readonly<Record<string, string>> = { proxy_pass: 'http://', grpc_pass: 'grpc://' };

/** What a `*_pass` may lead to: the upstreams, and the addresses that programs bind. */
export function targetItems(
  { question, context, reading }: NginxPlace,
  directive: string,
): readonly CompletionItem[] {
  const isStream = context.startsWith('stream');
  const scheme = isStream ? '' : (schemes[directive] ?? '');
  const upstreams = upstreamsFor(reading, question, isStream ? 'stream' : 'http');
  const direct = boundPrograms(question).flatMap(({ program, addresses }) =>
    addresses
      .slice(0, 8)
      .map((address) => ({ address, program: program.name, only: addresses.length === 1 })),
  );
  return distinct([
    ...upstreams.map(
      ({ name, servers, used }): CompletionItem => ({
        label: scheme + name,
        kind: 'name',
        detail: `upstream, ${servers} ${servers === 1 ? 'server' : 'servers'}`,
        rank: used ? 1 : 0,
      }),
    ),
    ...direct.map(
      ({ address, program, only }): CompletionItem => ({
        label: scheme + address,
        kind: 'address',
        detail: only ? program : `one instance of ${program}`,
        rank: 2,
      }),
    ),
  ]);
}

/** The upstreams of a protocol: those of the same configuration, else of all at hand. */
function upstreamsFor(reading: NginxReading | undefined, question: Question, protocol: 'http' | 'stream') {
  const linked = (reading ? [reading.deployment] : deploymentsAround(question)).flatMap(
    ({ upstreams }) => upstreams,
  );
  return linked
    .filter(({ upstream }) => upstream.protocol === protocol)
    .map(({ upstream, servers, routes }) => ({
      name: upstream.name,
      servers: servers.length,
      used: routes.length > 0,
    }));
}

/** The addresses that programs bind and the upstream at the cursor lacks; whole programs first. */
export function serverItems({ question, at }: NginxPlace): readonly CompletionItem[] {
  const listed = new Set(
    at.siblings
      .filter((statement) => nameOfStatement(statement) === 'server')
      .flatMap(({ words }) => words[1]?.text ?? []),
  );
  const spot = at.spot.kind === 'argument' ? at.spot : undefined;
  return distinct(
    boundPrograms(question).flatMap(({ program, addresses }) => {
      const missing = addresses.filter((address) => !listed.has(address) || address === spot?.word?.text);
      const single = missing.map(
        (label): CompletionItem => ({
          label,
          kind: 'address',
          detail: `bound by ${program.name}`,
          rank: 2,
        }),
      );
      const rest =
        spot?.call.ended === false && missing.length > 1 ? [allServers(program.name, missing)] : [];
      return [...rest, ...single];
    }),
  );
}

function allServers(program: string, addresses: readonly string[]): CompletionItem {
  const [first = '', ...others] = addresses;
  return {
    label: `all ${addresses.length} instances of ${program}`,
    kind: 'snippet',
    detail: `${first} …`,
    insert: `${literal(first)};${others.map((address) => `\nserver ${literal(address)};`).join('')}`,
    form: 'snippet',
    filter: first,
    rank: 0,
  };
}

/** Files that an `include` may read: by name, and each folder of them by pattern. */
export function includeItems({ question }: NginxPlace): readonly CompletionItem[] {
  const files = fileItems(question, ['nginx'], (uri) => isNginxFile(question, uri));
  const folders = new Set(
    files.flatMap(({ label }) => (label.includes('/') ? label.slice(0, label.lastIndexOf('/')) : [])),
  );
  const patterns = [...folders].map(
    (folder): CompletionItem => ({
      label: `${folder}/*.conf`,
      kind: 'file',
      detail: 'all of the folder',
      rank: 1,
    }),
  );
  const usual = ['mime.types', 'proxy_params', 'fastcgi_params', 'uwsgi_params'].map(
    (label): CompletionItem => ({
      label,
      kind: 'file',
      detail: 'beside nginx.conf on most systems',
      rank: 3,
    }),
  );
  return distinct([...patterns, ...files, ...usual]);
}

const isNginxFile = ({ snapshot }: NginxPlace['question'], uri: string): boolean =>
  snapshot.files.get(uri)?.kind === 'nginx' || /\/nginx\/.*\.(?:conf|types)$/.test(pathOf(uri));
