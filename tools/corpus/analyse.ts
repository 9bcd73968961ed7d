// Analyses one workspace of the corpus as the service would, over files in memory.
import { readFileSync } from 'node:fs';
import { linesOf } from '../../server/src/base/file.ts';
import { positionAt } from '../../server/src/base/line-index.ts';
import { normalUri, relativePath } from '../../server/src/base/uri.ts';
import { createLanguageService } from '../../server/src/service.ts';
import type { Case } from './cases.ts';

/** A finding with its place in words. */
export interface Found {
  readonly rule: string;
  readonly severity: string;
  readonly refusedBy: string | null;
  /** Path in the repository. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** What came of one workspace. */
export interface Result {
  readonly set: Case['set'];
  readonly repo: string;
  readonly kinds: Readonly<Record<string, string>>;
  readonly deployments: readonly DeploymentShape[];
  readonly findings: readonly Found[];
  readonly milliseconds: number;
  /** What the analysis said of itself; a thrown error with its stack. */
  readonly errors: readonly string[];
}

export interface DeploymentShape {
  readonly files: readonly string[];
  readonly programs: readonly string[];
  readonly closed: boolean;
  readonly linked: number;
}

const top = 'file:///corpus';

/** Analyses one workspace; never rejects. */
export async function analyse(one: Case): Promise<Result> {
  const start = performance.now();
  const errors: string[] = [];
  const parts = await run(one, errors).catch((error: unknown) => {
    errors.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { kinds: {}, deployments: [], findings: [] };
  });
  const milliseconds = performance.now() - start;
  return { set: one.set, repo: one.repo, ...parts, milliseconds, errors };
}

async function run(one: Case, errors: string[]): Promise<Pick<Result, 'kinds' | 'deployments' | 'findings'>> {
  const bytes = new Map(
    one.files.map(({ path, disk }) => [normalUri(`${top}/${encodePath(path)}`), readFileSync(disk)]),
  );
  const host = {
    list: async () => [...bytes.keys()],
    read: async (uri: string) => bytes.get(uri),
  };
  const logger = { info: () => {}, error: (message: string) => void errors.push(message) };
  const service = createLanguageService({ host, logger });
  await service.workspace.setFolders([top]);
  const { snapshot } = service.workspace;
  const findings: Found[] = [];
  for (const [uri, list] of service.findings(snapshot)) {
    const file = snapshot.files.get(uri);
    for (const { rule, severity, refusedBy, message, place } of list) {
      const line = file ? positionAt(linesOf(file), place.span.start).line + 1 : 0;
      findings.push({ rule, severity, refusedBy, file: relativePath(top, uri), line, message });
    }
  }
  return {
    kinds: Object.fromEntries([...snapshot.files].map(([uri, { kind }]) => [relativePath(top, uri), kind])),
    deployments: service.deployments(snapshot).map((deployment) => ({
      files: deployment.files.map(({ uri }) => relativePath(top, uri)),
      programs: deployment.programs.map(({ manager, name }) => `${manager}:${name}`),
      closed: deployment.closed,
      linked: deployment.routes.filter(({ reaches }) => reaches.length > 0).length,
    })),
    findings,
  };
}

const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
