import type { NginxReference } from '../../catalog/nginx-reference.ts';
import type {
  NginxContext,
  NginxDirective,
  NginxUpstream,
  NginxUpstreamServer,
} from '../../model/nginx/types.ts';
import type { NginxStatement } from '../../syntax/nginx/tree.ts';
import type { NginxAt, NginxCall } from '../shared/at/nginx.ts';
import { nameOfStatement } from '../shared/at/nginx.ts';
import type { NginxReading } from '../shared/at/nginx-context.ts';
import type { Question } from '../shared/question.ts';

/** A directive of nginx that is asked about, and all that is known of its place. */
export interface NginxSubject {
  readonly question: Question;
  readonly reference: NginxReference | undefined;
  readonly at: NginxAt;
  readonly call: NginxCall;
  readonly name: string;
  readonly context: NginxContext;
  readonly reading: NginxReading | undefined;
}

/** The upstream that a directive opens or stands in; undefined elsewhere. */
export function upstreamAt({ question, at, call, name, reading }: NginxSubject): NginxUpstream | undefined {
  const owner = name === 'upstream' ? call.statement : at.owners[at.owners.length - 1];
  if (!owner || nameOfStatement(owner) !== 'upstream') return undefined;
  return reading?.config.upstreams.find(({ directive }) => isStatement(directive, question.file.uri, owner));
}

/** True for the directive that a statement of a file was read as. */
export const isStatement = ({ place }: NginxDirective, uri: string, { start }: NginxStatement): boolean =>
  place.uri === uri && place.span.start === start;

/** The server of an upstream that a directive defines; undefined elsewhere. */
export const upstreamServerAt = (subject: NginxSubject): NginxUpstreamServer | undefined =>
  upstreamAt(subject)?.servers.find(({ directive }) =>
    isStatement(directive, subject.question.file.uri, subject.call.statement),
  );
