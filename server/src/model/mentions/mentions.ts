import { memo } from '../../base/memo.ts';
import type { Deployment } from '../deployment.ts';
import { includeMentions } from './includes.ts';
import type { Mention } from './mention.ts';
import { nginxMentions } from './nginx.ts';
import { supervisorMentions } from './supervisor.ts';

/**
 * Everything that the files of a deployment define and use, each mention once. Definition, references, highlights,
 * links and rename are look-ups in this list.
 */
export const mentionsOf: (deployment: Deployment) => readonly Mention[] = memo((deployment: Deployment) => {
  const seen = new Map<string, Mention>();
  for (const one of [
    ...supervisorMentions(deployment),
    ...nginxMentions(deployment),
    ...includeMentions(deployment),
  ]) {
    const { uri, span } = one.place;
    seen.set(`${one.entity} ${one.role} ${uri} ${span.start} ${span.end}`, one);
  }
  return [...seen.values()];
});
