import type { NginxReference } from '../../catalog/nginx-reference.ts';
import type { NginxContext } from '../../model/nginx/types.ts';
import type { NginxAt, NginxCall } from '../shared/at/nginx.ts';
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
