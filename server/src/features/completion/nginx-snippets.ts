import type { LinkedUpstream } from '../../model/deployment.ts';
import { reachedInstances } from '../../rules/reach.ts';
import { nameOfStatement } from '../shared/at/nginx.ts';
import { type CompletionItem, literal } from './item.ts';
import { type BoundProgram, boundPrograms } from './known-values.ts';
import type { NginxPlace } from './nginx-place.ts';

/** Whole blocks that fill themselves from the deployment: upstreams for programs, locations for upstreams. */
export function blockItems(place: NginxPlace): readonly CompletionItem[] {
  if (place.context === 'http') return upstreamItems(place);
  if (place.context === 'http server') return locationItems(place);
  return place.context === 'http upstream' ? serverLines(place) : [];
}

/** An upstream for each program that nothing in nginx reaches. */
const upstreamItems = ({ question }: NginxPlace): readonly CompletionItem[] =>
  boundPrograms(question)
    .filter(({ program, deployment }) => {
      const reached = reachedInstances(deployment);
      return !program.instances.some((instance) => reached.has(instance));
    })
    .slice(0, most)
    .map(upstreamItem);

function upstreamItem({ program: { name }, addresses }: BoundProgram): CompletionItem {
  const count = `${addresses.length} ${addresses.length === 1 ? 'server' : 'servers'}`;
  return {
    label: `upstream for program ${name} (${count})`,
    kind: 'snippet',
    insert: upstreamText(name, addresses),
    form: 'snippet',
    rank: 0,
    doc: {
      of: 'text',
      markdown: `An upstream with one \`server\` for each instance of \`${name}\`, at the addresses they bind.`,
    },
  };
}

const upstreamText = (name: string, addresses: readonly string[]): string =>
  [
    `upstream \${1:${literal(name)}} {`,
    ...(addresses.length > 1 ? [`\tzone \${1:${literal(name)}} 64k;`, '\tleast_conn;'] : []),
    ...addresses.map((address) => `\tserver ${literal(address)};`),
    '}',
    '$0',
  ].join('\n');

/** A location for each upstream that nothing uses, else for each. */
function locationItems({ question, reading }: NginxPlace): readonly CompletionItem[] {
  const deployments = reading ? [reading.deployment] : question.deployments;
  const upstreams = deployments
    .flatMap((deployment) => deployment.upstreams)
    .filter(({ upstream }) => upstream.protocol === 'http');
  const unused = upstreams.filter(({ routes }) => routes.length === 0);
  return (unused.length > 0 ? unused : upstreams).slice(0, most).map(locationItem);
}

/** More blocks than these are no help to choose from. */
const most = 12;

function locationItem({ upstream: { name }, routes }: LinkedUpstream): CompletionItem {
  const isUsed = routes.length > 0;
  return {
    label: `location for upstream ${name}`,
    kind: 'snippet',
    ...(isUsed ? {} : { detail: 'not used yet' }),
    insert: [
      'location ${1:/} {',
      `\tproxy_pass http://${literal(name)};`,
      '\tproxy_set_header Host \\$host;',
      '\tproxy_set_header X-Forwarded-For \\$proxy_add_x_forwarded_for;',
      '\tproxy_set_header X-Forwarded-Proto \\$scheme;',
      '}',
      '$0',
    ].join('\n'),
    form: 'snippet',
    rank: isUsed ? 3 : 0,
    doc: {
      of: 'text',
      markdown: `Passes requests to \`${name}\` with the headers that an application needs to know who asked.`,
    },
  };
}

/** The lines that the upstream at the cursor lacks for the programs it calls; all programs in an empty one. */
function serverLines({ question, at }: NginxPlace): readonly CompletionItem[] {
  const listed = new Set(
    at.siblings
      .filter((one) => nameOfStatement(one) === 'server')
      .flatMap(({ words }) => words[1]?.text ?? []),
  );
  return boundPrograms(question).flatMap(({ program, addresses }) => {
    const missing = addresses.filter((address) => !listed.has(address));
    const isRelated = listed.size === 0 || missing.length < addresses.length;
    if (missing.length === 0 || !isRelated) return [];
    return [
      {
        label: `server lines for ${program.name} (${missing.length})`,
        kind: 'snippet' as const,
        detail: missing.slice(0, 2).join(', '),
        insert: `${missing.map((address) => `server ${literal(address)};`).join('\n')}$0`,
        form: 'snippet' as const,
        rank: 0,
      },
    ];
  });
}
