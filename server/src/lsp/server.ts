import {
  type Connection,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { createLanguageService } from '../service.ts';
import type { Host, Logger } from '../workspace/host.ts';
import { dataReader, type ReadData } from './data.ts';
import { type Publisher, publisher } from './diagnostics.ts';
import { documentsOf } from './documents.ts';
import { features } from './features/index.ts';
import { followFolders } from './folders.ts';
import { connectionLog, type Log } from './log.ts';
import { type ClientOptions, readyNotification } from './protocol.ts';
import { type Refresh, refresher } from './refresh.ts';
import { dispatchHost, emptyHost, remoteHost } from './remote-host.ts';
import type { Session } from './session.ts';
import { type SettingsHolder, settingsHolder } from './settings.ts';
import { shownViews } from './shown.ts';
import { statusTeller, treeTeller } from './status.ts';
import { watchFilesAndSettings } from './watched-files.ts';

/** What a host gives the server besides the connection. */
export interface ServerParts {
  /** The disk; undefined in a web worker, where the editor is asked for every file. */
  readonly disk: ((logger: Logger) => Host) | undefined;
  /** As in package.json. */
  readonly version: string;
  readonly createService: typeof createLanguageService;
  /** Reads a file that lies beside the server; undefined in a web worker, where the editor is asked. */
  readonly readData: ReadData | undefined;
}

/** Serves one client over a connection until it says `exit`. It starts to listen at once. */
export function startServer(connection: Connection, parts: ServerParts): void {
  const log = connectionLog(connection);
  connection.onInitialize((params) => {
    begin(connection, parts, log, params);
    return initializeResult(parts, params);
  });
  connection.listen();
}

const initializeResult = (parts: ServerParts, { capabilities }: InitializeParams): InitializeResult => ({
  serverInfo: { name: 'Scaling Lens', version: parts.version },
  capabilities: Object.assign(
    {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
    ...features.map(({ capabilities: own }) => (typeof own === 'function' ? own(capabilities) : own)),
  ),
});

/** Builds the session and registers every handler; the client may be asked things once it is initialized. */
function begin(connection: Connection, parts: ServerParts, log: Log, params: InitializeParams): void {
  const options = (params.initializationOptions ?? {}) as ClientOptions;
  const remote = options.readsFiles ? remoteHost(connection) : emptyHost;
  const service = parts.createService({ host: dispatchHost(parts.disk?.(log), remote), logger: log });
  const settings = settingsHolder(connection, params.capabilities, service.workspace);
  const documents = documentsOf(service.workspace);
  const session: Session = {
    connection,
    service,
    documents,
    log,
    client: params.capabilities,
    options,
    settings: settings.current,
    shown: shownViews({ connection, service, documents, client: params.capabilities, log }),
    data: dataReader(parts.readData ?? ((name) => remote.read(`${options.dataFolder}/${name}`)), log),
  };
  const diagnostics = publisher(session);
  const tellStatus = statusTeller(session);
  const tellTree = treeTeller(session);
  const refresh = refresher(service, log, () => {
    diagnostics.publish();
    tellStatus();
    tellTree();
    session.shown.check();
  });
  followDocuments(session, diagnostics, refresh);
  followSettings(session, settings, refresh);
  const readFolders = followFolders(session, refresh, params);
  for (const feature of features) feature.register(session);
  connection.onInitialized(async () => {
    await refresh.loading(async () => {
      await pulled(session, settings);
      await readFolders();
    });
    await connection.sendNotification(readyNotification, {});
    await watchFilesAndSettings(session).catch((error) => log.failure('Watching files', error));
    for (const { initialized } of features)
      await initialized?.(session).catch((error) => log.failure('Registering a feature', error));
  });
}

function followDocuments(session: Session, diagnostics: Publisher, refresh: Refresh): void {
  const { connection, documents, log } = session;
  connection.onDidOpenTextDocument((params) => {
    documents.open(params);
    diagnostics.renew(documents.internal(params.textDocument.uri));
    refresh.changed();
  });
  connection.onDidChangeTextDocument((params) => {
    documents.change(params);
    refresh.changed();
  });
  connection.onDidCloseTextDocument((params) => {
    documents.close(params).then(refresh.changed, (error) => log.failure('Closing a document', error));
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const uris = changes.map((change) => documents.internal(change.uri));
    session.service.workspace
      .changed(uris)
      .then(refresh.changed, (error) => log.failure('Reading changed files', error));
  });
}

function followSettings(session: Session, settings: SettingsHolder, refresh: Refresh): void {
  session.connection.onDidChangeConfiguration((params) => {
    settings.take(params.settings);
    void pulled(session, settings).then(() => {
      refresh.changed();
      session.shown.refreshAll();
    });
  });
}

const pulled = (session: Session, settings: SettingsHolder): Promise<void> =>
  settings.pull().catch((error) => session.log.failure('Reading the settings', error));
