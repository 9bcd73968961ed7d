import { touches } from '../../base/span.ts';
import { explainSetting } from '../../levels/explain.ts';
import { count } from '../../levels/words.ts';
import type { LinkedRoute } from '../../model/deployment.ts';
import type { NginxToken } from '../../syntax/nginx/tree.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { directiveCard } from '../shared/cards/nginx.ts';
import { code, listed } from '../shared/markdown.ts';
import { placeLink } from '../shared/place.ts';
import { boundText, reachText } from './addresses.ts';
import { scalingOf } from './nginx-scaling.ts';
import { isStatement, type NginxSubject, upstreamServerAt } from './nginx-subject.ts';
import { type HoverParts, titleOf } from './parts.ts';

/** Where a route leads and who answers there, in a sentence; undefined for a target that only a request decides. */
export function routeText(snapshot: Snapshot, { route, reaches }: LinkedRoute): string | undefined {
  const { target } = route;
  if (target.kind === 'variable') return undefined;
  const answer =
    reaches.length > 0 ? `answered by ${reachText(snapshot, reaches)}` : 'nobody at hand answers there';
  if (target.kind === 'upstream') {
    const { upstream } = target;
    const servers = `${count(upstream.servers.length, 'server')}, ${upstream.method}`;
    return `To the upstream ${code(upstream.name)} (${placeLink(snapshot, upstream.namePlace)}): ${servers}; ${answer}.`;
  }
  return target.kind === 'address' ? `To ${code(target.text)}: ${answer}.` : undefined;
}

/** The upstream or address that a word of a `*_pass` or of an upstream's `server` names; undefined for other words. */
export function targetHover(subject: NginxSubject, word: NginxToken): HoverParts | undefined {
  if (subject.name.endsWith('_pass')) return passHover(subject, word);
  const isServer = subject.name === 'server' && subject.context.endsWith(' upstream');
  return isServer ? serverHover(subject, word) : undefined;
}

function passHover(subject: NginxSubject, word: NginxToken): HoverParts | undefined {
  const { question, reference, reading, call } = subject;
  const linked = reading?.deployment.routes.find(({ route }) =>
    isStatement(route.directive, question.file.uri, call.statement),
  );
  const target = linked?.route.target;
  if (!reading || !linked || !target || target.kind === 'variable' || target.kind === 'name')
    return undefined;
  const text = routeText(question.snapshot, linked);
  const isUpstream = target.kind === 'upstream';
  const span = touches(target.place.span, question.offset) ? target.place.span : word;
  return {
    span: { start: span.start, end: span.end },
    title: isUpstream ? `**upstream ${code(target.upstream.name)}**` : titleOf('address', code(target.text)),
    notes: text === undefined ? [] : [text],
    card: directiveCard(
      isUpstream ? 'upstream' : subject.name,
      isUpstream ? 'http' : subject.context,
      reference,
    ),
    scaling: isUpstream
      ? explainSetting(
          { language: 'nginx', name: 'upstream', upstream: target.upstream.name },
          reading.deployment,
        )
      : undefined,
  };
}

function serverHover(subject: NginxSubject, word: NginxToken): HoverParts | undefined {
  const { question, reference, reading, call } = subject;
  if (call.words[1] !== word || !reading) return undefined;
  const server = upstreamServerAt(subject);
  if (!server?.address) return undefined;
  const bound = boundText(question.snapshot, reading.deployment, server.address);
  const others = sameAddress(subject, server.text);
  return {
    span: { start: word.start, end: word.end },
    title: titleOf('server', code(server.text)),
    notes: [...(bound === undefined ? [] : [bound]), ...others],
    card: directiveCard('server', subject.context, reference),
    scaling: scalingOf(subject, 'server', undefined),
  };
}

/** Other upstreams with a server at the same address. */
function sameAddress({ reading, at }: NginxSubject, text: string): readonly string[] {
  const own = at.owners[at.owners.length - 1]?.words[1]?.text;
  const others = (reading?.config.upstreams ?? []).filter(
    ({ name, servers }) => name !== own && servers.some((server) => server.text === text),
  );
  return others.length > 0 ? [`Also a server of ${listed(others.map(({ name }) => code(name)))}.`] : [];
}
