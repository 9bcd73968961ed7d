import type { Connection } from 'vscode-languageserver';
import { normalUri } from '../base/uri.ts';
import type { Host } from '../workspace/host.ts';
import {
  type ListFilesParams,
  type ListFilesResult,
  listFilesRequest,
  type ReadFileParams,
  type ReadFileResult,
  readFileRequest,
} from './protocol.ts';

/** Asks the client for files: for file systems that only the editor reaches, and in a web worker for all. */
export function remoteHost(connection: Connection): Host {
  return {
    list: async (folder) => {
      const params: ListFilesParams = { folder };
      const result = await connection.sendRequest<ListFilesResult>(listFilesRequest, params);
      return result.uris.map(normalUri);
    },
    read: async (uri) => {
      const params: ReadFileParams = { uri };
      const result = await connection.sendRequest<ReadFileResult>(readFileRequest, params);
      return result.base64 === null ? undefined : bytesOf(result.base64);
    },
  };
}

/** A host without files: open buffers are all there is. */
export const emptyHost: Host = { list: async () => [], read: async () => undefined };

/** Uses `disk` for `file:` uris where there is one, `remote` for all others. */
export function dispatchHost(disk: Host | undefined, remote: Host): Host {
  const of = (uri: string): Host => (disk && uri.startsWith('file:') ? disk : remote);
  return { list: (folder) => of(folder).list(folder), read: (uri) => of(uri).read(uri) };
}

/** The bytes of a base64 text; throws on one that is none. */
export const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
