import { PassThrough } from 'node:stream';
import { createConnection } from 'vscode-languageserver';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { type ServerParts, startServer } from '../../../server/src/lsp/server.ts';
import { memoryHost } from './memory-host.ts';
import { createWordService } from './word-service.ts';

export interface ClientParts {
  /** What lies on the disk, by uri. */
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: readonly string[];
  /** The one folder of an editor that knows no list of folders; null for a file without a folder. */
  readonly rootUri?: string | null;
  readonly capabilities?: ClientCapabilities;
  readonly options?: unknown;
  /** The editor's `scalingLens` settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly createService?: ServerParts['createService'];
  /** What lies beside the server; the client is asked where it is absent. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Registers what the client answers, before anything is sent. */
  readonly answers?: (connection: ProtocolConnection) => void;
}

/** A plain client of the protocol, no VS Code, over two streams in this process. */
export interface TestClient {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** The disk; a test that changes it tells the server by `touch`. */
  readonly disk: Map<string, string>;
  readonly settings: Record<string, unknown>;
  /** Everything published so far. */
  readonly published: readonly PublishDiagnosticsParams[];
  /** The first line of the log, from now or before, that holds the text. */
  logged(text: string): Promise<string>;
  /** Resolves when the server said that it is ready. */
  readonly ready: Promise<void>;
  open(uri: string, text: string, languageId?: string): Promise<void>;
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): Promise<void>;
  touch(...uris: string[]): Promise<void>;
  /** The findings of the next publication for the uri, counted from the last one this gave. */
  diagnostics(uri: string): Promise<readonly Diagnostic[]>;
  /** Says shutdown and exit; the server is gone after it. */
  end(): Promise<void>;
  readonly exitCode: () => number | undefined;
}

/** What a complete editor announces. */
export const fullCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
  },
  textDocument: {
    publishDiagnostics: {
      relatedInformation: true,
      tagSupport: { valueSet: [1, 2] },
      codeDescriptionSupport: true,
    },
  },
};

/** Starts a server and a client that talk; `initialize` is answered and `initialized` is sent. */
export async function startClient(parts: ClientParts = {}): Promise<TestClient> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const disk = new Map(Object.entries(parts.files ?? {}));
  const server = serve(toServer, toClient, disk, parts);
  const connection = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  const settings = { ...parts.settings };
  const logged = logOf(connection);
  const inbox = inboxOf(connection);
  connection.onRequest('workspace/configuration', () => [settings]);
  connection.onRequest('client/registerCapability', () => null);
  const ready = new Promise<void>((resolve) =>
    connection.onNotification('scalingLens/ready', () => resolve()),
  );
  parts.answers?.(connection);
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: parts.rootUri ?? null,
    ...(parts.rootUri === undefined && {
      workspaceFolders: (parts.folders ?? []).map((uri) => ({ uri, name: uri })),
    }),
    capabilities: parts.capabilities ?? fullCapabilities,
    initializationOptions: parts.options,
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    initialized,
    disk,
    settings,
    published: inbox.published,
    logged,
    ready,
    diagnostics: inbox.next,
    open: (uri, text, languageId = 'plaintext') =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      }),
    change: (uri, version, contentChanges) =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges,
      }),
    touch: (...uris) =>
      connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: uris.map((uri) => ({ uri, type: 2 })),
      }),
    end: async () => {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await server.exited;
      connection.dispose();
    },
    exitCode: server.exitCode,
  };
}

/** The server of this process. Its watchdog takes note of the exit instead of ending the test. */
function serve(
  input: PassThrough,
  output: PassThrough,
  disk: ReadonlyMap<string, string>,
  parts: ClientParts,
) {
  let code: number | undefined;
  let leave: () => void = () => {};
  const exited = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const watchDog = {
    shutdownReceived: false,
    initialize: () => {},
    exit: (status: number) => {
      code = status;
      leave();
    },
  };
  const connection = createConnection(
    (logger) =>
      createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output), logger),
    watchDog,
  );
  startServer(connection, {
    disk: () => memoryHost(disk),
    version: 'test',
    createService: parts.createService ?? createWordService,
    readData: parts.data && (async (name) => new TextEncoder().encode(JSON.stringify(parts.data?.[name]))),
  });
  return { exited, exitCode: () => code };
}

/** Keeps the log; resolves with the first line that holds a text. */
function logOf(connection: ProtocolConnection): (text: string) => Promise<string> {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    lines.push(message);
    for (const look of [...waiting]) look();
  });
  return (text) =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = lines.find((line) => line.includes(text));
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
}

/** Keeps publications in order; `next` waits for one that was not asked for yet. */
function inboxOf(connection: ProtocolConnection) {
  const published: PublishDiagnosticsParams[] = [];
  const read = new Map<string, number>();
  const waiting = new Set<() => void>();
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params);
    for (const look of [...waiting]) look();
  });
  const next = (uri: string): Promise<readonly Diagnostic[]> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = published.filter((one) => one.uri === uri)[read.get(uri) ?? 0];
        if (!found) return;
        waiting.delete(look);
        read.set(uri, (read.get(uri) ?? 0) + 1);
        resolve(found.diagnostics);
      };
      waiting.add(look);
      look();
    });
  return { published, next };
}
