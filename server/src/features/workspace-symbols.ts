import type { Place } from '../base/span.ts';
import type { Deployment } from '../model/deployment.ts';
import { mentionsOf } from '../model/mentions/mentions.ts';

/** A program, group or upstream anywhere in the workspace. */
export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: 'program' | 'group' | 'upstream';
  readonly place: Place;
  /** The folder of its deployment. */
  readonly container: string;
}

/** What the deployments define whose name holds the query, without regard to case; all for an empty query. */
export function workspaceSymbols(
  deployments: readonly Deployment[],
  query: string,
): readonly WorkspaceSymbol[] {
  const wanted = query.toLowerCase();
  return deployments.flatMap((deployment) =>
    mentionsOf(deployment).flatMap(({ kind, role, name, place }): WorkspaceSymbol[] => {
      if (role !== 'definition' || !name.toLowerCase().includes(wanted)) return [];
      if (kind !== 'program' && kind !== 'group' && kind !== 'upstream') return [];
      return [{ name, kind, place, container: deployment.root.slice(deployment.root.lastIndexOf('/') + 1) }];
    }),
  );
}
