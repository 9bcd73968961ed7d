import { contains, type Place } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Finding } from '../../model/finding.ts';

/** What the items of one deployment are made from. */
export interface TreeScene {
  readonly deployment: Deployment;
  /** The errors and warnings within a place. */
  readonly within: (place: Place | undefined) => readonly Finding[];
}

export function sceneOf(
  deployment: Deployment,
  findings: ReadonlyMap<string, readonly Finding[]>,
): TreeScene {
  return {
    deployment,
    within: (place) =>
      place === undefined
        ? []
        : (findings.get(place.uri) ?? []).filter(
            (one) => isProblem(one) && contains(place.span, one.place.span.start),
          ),
  };
}

const isProblem = ({ severity }: Finding): boolean => severity === 'error' || severity === 'warning';

/** The errors and warnings of all files of the deployment. */
export const problemsOf = (
  { files }: Deployment,
  findings: ReadonlyMap<string, readonly Finding[]>,
): readonly Finding[] => files.flatMap(({ uri }) => (findings.get(uri) ?? []).filter(isProblem));
