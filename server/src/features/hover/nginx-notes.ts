import { sliceOf } from '../../base/span.ts';
import type { LinkedUpstream } from '../../model/deployment.ts';
import type { NginxUpstream } from '../../model/nginx/types.ts';
import type { NginxStatement } from '../../syntax/nginx/tree.ts';
import { nameOfStatement } from '../shared/at/nginx.ts';
import { code, listed, shortCode } from '../shared/markdown.ts';
import { placeLink } from '../shared/place.ts';
import { boundText } from './addresses.ts';
import { includedNotes } from './included.ts';
import { isStatement, type NginxSubject, upstreamAt, upstreamServerAt } from './nginx-subject.ts';
import { routeText } from './nginx-target.ts';

/** The upstream with who binds its servers; undefined where no deployment links it. */
export const linkedUpstream = (
  { reading }: Pick<NginxSubject, 'reading'>,
  upstream: NginxUpstream | undefined,
): LinkedUpstream | undefined =>
  upstream && reading?.deployment.upstreams.find((linked) => linked.upstream === upstream);

/** What a directive does to others here: a sentence each. */
export function directiveNotes(subject: NginxSubject): readonly string[] {
  const { name, context } = subject;
  if (name === 'upstream') return upstreamNotes(subject);
  if (name === 'server' && context.endsWith(' upstream')) return serverNotes(subject);
  if (name === 'include') return includedNotes(subject.question);
  if (name.endsWith('_pass')) return passNotes(subject);
  if (name.endsWith('_read_timeout')) return timeoutNotes(subject);
  return name === 'location' ? locationNotes(subject) : [];
}

/** How long the servers behind the block themselves give a request. */
function timeoutNotes({ question, at, reading }: NginxSubject): readonly string[] {
  const owner = at.owners[at.owners.length - 1];
  const reached = (reading?.deployment.routes ?? [])
    .filter(
      ({ route }) => owner && route.block.owner && isStatement(route.block.owner, question.file.uri, owner),
    )
    .flatMap(({ reaches }) => reaches);
  const servers = new Map(reached.map(({ program, instance }) => [program.name, instance.server]));
  return [...servers].flatMap(([name, server]) => {
    const timeout = server?.settings.get('timeout');
    return server && timeout?.known && typeof timeout.value === 'number'
      ? [`${code(name)} behind it: \`timeout\` ${timeout.value} s of ${server.kind}.`]
      : [];
  });
}

function upstreamNotes(subject: NginxSubject): readonly string[] {
  const linked = linkedUpstream(subject, upstreamAt(subject));
  if (!linked) return [];
  const { snapshot } = subject.question;
  const { servers, routes } = linked;
  const lost = servers.filter(({ server, boundBy }) => server.address && boundBy.length === 0);
  const callers = routes.map(
    ({ location, directive }) =>
      `${code(`location ${location ?? ''}`.trim())} (${placeLink(snapshot, directive.namePlace)})`,
  );
  return [
    ...programsNote(linked),
    ...(lost.length > 0 && subject.reading?.deployment.programs.length
      ? [`No program is known to bind ${listed(lost.map(({ server }) => code(server.text)))}.`]
      : []),
    callers.length > 0 ? `Used by ${listed(callers)}.` : 'No route at hand uses it.',
  ];
}

function programsNote({ servers }: LinkedUpstream): string[] {
  const names = new Set(servers.flatMap(({ boundBy }) => boundBy.map(({ program }) => program.name)));
  return names.size === 0 ? [] : [`Answered by ${listed([...names].map(code))}.`];
}

function serverNotes(subject: NginxSubject): readonly string[] {
  const { question, reading } = subject;
  const server = upstreamServerAt(subject);
  const bound =
    server?.address && reading && boundText(question.snapshot, reading.deployment, server.address);
  return bound === undefined ? [] : [bound];
}

function passNotes(subject: NginxSubject): readonly string[] {
  const { question, call, reading } = subject;
  const linked = reading?.deployment.routes.find(({ route }) =>
    isStatement(route.directive, question.file.uri, call.statement),
  );
  const text = linked && routeText(question.snapshot, linked);
  return text === undefined ? [] : [text];
}

function locationNotes({ question, call, reading }: NginxSubject): readonly string[] {
  const routes = reading?.deployment.routes.filter(({ route }) => {
    const owner = route.block.owner;
    return owner !== null && isStatement(owner, question.file.uri, call.statement);
  });
  return (routes ?? []).flatMap((linked) => routeText(question.snapshot, linked) ?? []);
}

/** Directives that stand several times in one block, each adding to the others. */
const adding = new Set([
  'server',
  'location',
  'include',
  'if',
  'set',
  'map',
  'upstream',
  'listen',
  'rewrite',
]);

/** Says what an outer level sets that this directive replaces here. */
export function outerNotes({ question, at, call, name, reading }: NginxSubject): readonly string[] {
  if (adding.has(name) || call.statement.body) return [];
  const { file, snapshot } = question;
  for (let level = at.owners.length - 1; level >= 0; level--) {
    const siblings = at.owners[level - 1]?.body?.statements ?? (level === 0 ? fileStatements(at) : []);
    const outer = siblings.find((statement) => nameOfStatement(statement) === name);
    if (outer)
      return [
        outerNote(
          sliceOf(file.text, argumentsOf(outer)),
          placeLink(snapshot, { uri: file.uri, span: outer }),
        ),
      ];
  }
  const outer = reading?.block?.directives.find(
    (directive) => directive.name === name && directive.place.uri !== file.uri,
  );
  if (!outer || at.owners.length === 0) return [];
  return [outerNote(outer.args.map(({ text }) => text).join(' '), placeLink(snapshot, outer.namePlace))];
}

const outerNote = (value: string, where: string): string =>
  `Here in place of ${shortCode(value === '' ? 'nothing' : value)} of an outer level (${where}).`;

const fileStatements = ({ owners, siblings }: NginxSubject['at']): readonly NginxStatement[] =>
  owners.length === 0 ? siblings : [];

function argumentsOf({ words, start }: NginxStatement) {
  const last = words[words.length - 1];
  return { start: words[1]?.start ?? start, end: words.length > 1 && last ? last.end : start };
}
