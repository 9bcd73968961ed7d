import type { NginxConfig } from '../../model/nginx/types.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { code } from '../shared/markdown.ts';
import { variablesOf } from '../shared/nginx-variables.ts';
import { placeLink } from '../shared/place.ts';

/** Where a configuration defines a variable, in a sentence; undefined for one that it does not define. */
export function definedVariable(snapshot: Snapshot, config: NginxConfig, name: string): string | undefined {
  const directive = variablesOf(config).get(name.toLowerCase());
  if (!directive) return undefined;
  const from =
    directive.name === 'map' || directive.name === 'split_clients' ? directive.args[0]?.text : undefined;
  const source = from === undefined ? '' : ` from ${code(from)}`;
  return `Set by ${code(directive.name)}${source} in ${placeLink(snapshot, directive.namePlace)}.`;
}
