import type { Host } from '../../../server/src/workspace/host.ts';

/** A disk that is a map from uri to text; tests change the map and tell the server. */
export const memoryHost = (files: ReadonlyMap<string, string>): Host => ({
  list: async (folder) => [...files.keys()].filter((uri) => uri.startsWith(`${folder}/`)),
  read: async (uri) => {
    const text = files.get(uri);
    return text === undefined ? undefined : new TextEncoder().encode(text);
  },
});
