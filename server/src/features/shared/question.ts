import type { Language, TextFile } from '../../base/file.ts';
import { memo } from '../../base/memo.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Finding } from '../../model/finding.ts';
import { areAlternatives, siteOf, siteOfFile } from '../../workspace/project.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';

/** What a feature is asked about, and all that is known for the answer. */
export interface Question {
  readonly snapshot: Snapshot;
  readonly file: TextFile;
  readonly offset: number;
  /** The deployments that hold the file, the first one the most telling. */
  readonly deployments: readonly Deployment[];
  /** All deployments of the snapshot. */
  readonly all: readonly Deployment[];
  /** The findings of the file. */
  readonly findings: readonly Finding[];
}

const byFile = memo((deployments: readonly Deployment[]) => {
  const found = new Map<TextFile, Deployment[]>();
  for (const deployment of deployments) {
    for (const file of deployment.files) {
      const list = found.get(file);
      if (list) list.push(deployment);
      else found.set(file, [deployment]);
    }
  }
  return found;
});

/** The deployments that hold a file. */
export const deploymentsWith = (deployments: readonly Deployment[], file: TextFile): readonly Deployment[] =>
  byFile(deployments).get(file) ?? [];

/** The language of a file; undefined for profiles and for files that only give context. */
export const languageOf = ({ kind }: TextFile): Language | undefined =>
  kind === 'profile' || kind === 'context' ? undefined : kind;

/** What a question is answered from, apart from its file and place. */
export interface Known {
  /** All deployments of the snapshot. */
  readonly deployments: readonly Deployment[];
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
}

/** The question about an offset of a file; undefined for a file that is not loaded. */
export function questionAt(
  snapshot: Snapshot,
  uri: string,
  offset: number,
  { deployments, findings }: Known,
): Question | undefined {
  const file = snapshot.files.get(uri);
  return (
    file && {
      snapshot,
      file,
      offset,
      deployments: deploymentsWith(deployments, file),
      all: deployments,
      findings: findings.get(uri) ?? [],
    }
  );
}

/**
 * The deployments of the file, then those beside it in the same project: where the files do not name each other yet,
 * what they would name is found there. Environments side by side are not mixed.
 */
export function deploymentsAround({ snapshot, file, deployments, all }: Question): readonly Deployment[] {
  const own = siteOfFile(file.uri, snapshot.folders);
  const others = all.filter((deployment) => {
    if (deployments.includes(deployment)) return false;
    const site = siteOf(deployment.root, snapshot.folders);
    return !areAlternatives(own, site) && isRelated(own.project, site.project);
  });
  return [...deployments, ...others];
}

/** True when one project folder holds the other. */
const isRelated = (a: string, b: string): boolean =>
  a === b || a === '' || b === '' || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
