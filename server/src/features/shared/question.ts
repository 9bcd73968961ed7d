import type { Language, TextFile } from '../../base/file.ts';
import { memo } from '../../base/memo.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Finding } from '../../model/finding.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';

/** What a feature is asked about, and all that is known for the answer. */
export interface Question {
  readonly snapshot: Snapshot;
  readonly file: TextFile;
  readonly offset: number;
  /** The deployments that hold the file, the first one the most telling. */
  readonly deployments: readonly Deployment[];
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
      findings: findings.get(uri) ?? [],
    }
  );
}
