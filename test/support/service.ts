import type { Deployment } from '../../server/src/model/deployment.ts';
import { createLanguageService, type LanguageService } from '../../server/src/service.ts';
import type { Host } from '../../server/src/workspace/host.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { type Fixture, readFixture, topFolder, uriOf } from './fixture.ts';

/** A fixture that is loaded and ready to be asked. */
export interface Opened {
  readonly service: LanguageService;
  readonly snapshot: Snapshot;
  readonly fixture: Fixture;
  /** Messages of the analysis about itself: a test with any of them is wrong, or we are. */
  readonly errors: readonly string[];
}

/** A host that holds its files in a map, by uri. */
export function memoryHost(files: ReadonlyMap<string, Uint8Array>): Host {
  return {
    list: async (folder) => [...files.keys()].filter((uri) => uri.startsWith(`${folder}/`)),
    read: async (uri) => files.get(uri),
  };
}

/** Opens a fixture (a literal, or one that is read already) as a workspace of its own. */
export async function openFixture(given: string | Fixture): Promise<Opened> {
  const fixture = typeof given === 'string' ? readFixture(given) : given;
  const bytes = fixture.files.map(({ path, text }) => [uriOf(path), new TextEncoder().encode(text)] as const);
  const errors: string[] = [];
  const logger = { info: () => {}, error: (message: string) => void errors.push(message) };
  const service = createLanguageService({ host: memoryHost(new Map(bytes)), logger });
  await service.workspace.setFolders([topFolder]);
  return { service, snapshot: service.workspace.snapshot, fixture, errors };
}

/** All deployments of a fixture. */
export async function deploymentsOf(fixture: string | Fixture): Promise<readonly Deployment[]> {
  const { service, snapshot } = await openFixture(fixture);
  return service.deployments(snapshot);
}

/** The one deployment of a fixture; an error when it forms none or several. */
export async function deploymentOf(fixture: string | Fixture): Promise<Deployment> {
  const deployments = await deploymentsOf(fixture);
  const [only, ...others] = deployments;
  if (only && others.length === 0) return only;
  const roots = deployments.map(({ root }) => root).join(', ');
  throw new Error(`The fixture forms ${deployments.length} deployments (${roots}), not one.`);
}
