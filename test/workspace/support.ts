import type { TextFile } from '../../server/src/base/file.ts';
import type { Host, Logger } from '../../server/src/workspace/host.ts';
import { kindOf } from '../../server/src/workspace/kind/kind.ts';
import { emptySnapshot, type Snapshot } from '../../server/src/workspace/snapshot.ts';

/** A disk in memory. Texts may be bytes, and can be changed under the service as another program would do it. */
export interface MemoryDisk extends Host {
  readonly files: Map<string, string | Uint8Array>;
  /** Every uri that was read, in order. */
  readonly reads: string[];
}

export function memoryDisk(files: Readonly<Record<string, string | Uint8Array>>): MemoryDisk {
  const map = new Map(Object.entries(files).map(([path, text]) => [uri(path), text]));
  const reads: string[] = [];
  return {
    files: map,
    reads,
    list: async (folder) => [...map.keys()].filter((name) => name.startsWith(`${folder}/`)).sort(),
    read: async (name) => {
      reads.push(name);
      const found = map.get(name);
      return typeof found === 'string' ? new TextEncoder().encode(found) : found;
    },
  };
}

/** The uri of an absolute path. */
export const uri = (path: string): string => `file://${path.split('/').map(encodeURIComponent).join('/')}`;

/** Collects what the analysis says about itself. */
export function memoryLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  return { lines, info: (message) => lines.push(message), error: (message) => lines.push(message) };
}

/** A snapshot of these files in the workspace folder `/w`, each with the kind that its name and text give. */
export function snapshotOf(
  files: Readonly<Record<string, string>>,
  folders: readonly string[] = ['/w'],
): Snapshot {
  const loaded = new Map<string, TextFile>();
  for (const [path, text] of Object.entries(files)) {
    const kind = kindOf(uri(path), text);
    if (kind) loaded.set(uri(path), { uri: uri(path), text, kind });
  }
  return {
    ...emptySnapshot,
    files: loaded,
    folders: folders.map(uri),
    existing: new Set(Object.keys(files).map(uri)),
  };
}
