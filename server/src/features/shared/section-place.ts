import type { Place } from '../../base/span.ts';
import type { Deployment, Program } from '../../model/deployment.ts';
import { sectionAt } from '../../syntax/supervisor/at.ts';
import { supervisorTreeOf } from '../../syntax/supervisor/parse.ts';

/** The whole section of a program in supervisord.conf; its own place for other managers. */
export function sectionPlace({ files }: Deployment, { place, config }: Program): Place {
  const file = files.find(({ uri, kind }) => uri === place.uri && kind === 'supervisor');
  const section = config && file && sectionAt(supervisorTreeOf(file).tree, place.span.start);
  return section ? { uri: place.uri, span: section.span } : place;
}
