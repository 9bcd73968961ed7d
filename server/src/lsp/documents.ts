import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
} from 'vscode-languageserver';
import { normalUri } from '../base/uri.ts';
import type { Workspace } from '../service.ts';
import { applyChange } from './conversion.ts';

/**
 * The editor's open buffers. Editors spell one uri in several ways (`file:///c%3A/` and `file:///C:/`); inside
 * there is one spelling, and what is sent back carries the editor's own.
 */
export interface Documents {
  open(params: DidOpenTextDocumentParams): void;
  change(params: DidChangeTextDocumentParams): void;
  /** Resolves when the file is read from disk again. */
  close(params: DidCloseTextDocumentParams): Promise<void>;
  /** The spelling inside of an editor's uri. */
  internal(uri: string): string;
  /** The editor's spelling of a uri from inside. */
  external(uri: string): string;
  /** The version of the open buffer; null when the file is not open. */
  version(uri: string): number | null;
}

interface Buffer {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly languageId: string;
}

export function documentsOf(workspace: Workspace): Documents {
  const buffers = new Map<string, Buffer>();
  const put = (buffer: Buffer): void => {
    buffers.set(normalUri(buffer.uri), buffer);
    workspace.open(normalUri(buffer.uri), buffer.text, buffer.languageId);
  };
  return {
    open: ({ textDocument }) => put(textDocument),
    change: ({ textDocument, contentChanges }) => {
      const buffer = buffers.get(normalUri(textDocument.uri));
      if (!buffer) return;
      const text = contentChanges.reduce(
        (before, change) => applyChange(before, 'range' in change ? change.range : undefined, change.text),
        buffer.text,
      );
      put({ ...buffer, text, version: textDocument.version });
    },
    close: async ({ textDocument }) => {
      buffers.delete(normalUri(textDocument.uri));
      await workspace.close(normalUri(textDocument.uri));
    },
    internal: normalUri,
    external: (uri) => buffers.get(uri)?.uri ?? uri,
    version: (uri) => buffers.get(uri)?.version ?? null,
  };
}
