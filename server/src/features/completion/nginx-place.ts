import type { NginxContext } from '../../model/nginx/types.ts';
import type { NginxAt } from '../shared/at/nginx.ts';
import type { NginxReading } from '../shared/at/nginx-context.ts';
import type { Question } from '../shared/question.ts';

/** A place of an nginx file where something may be written. */
export interface NginxPlace {
  readonly question: Question;
  readonly at: NginxAt;
  readonly reading: NginxReading | undefined;
  readonly context: NginxContext;
}

/** The version of nginx that the deployment names. */
export const versionAt = ({ reading }: NginxPlace): string | undefined => reading?.deployment.versions.nginx;
