import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from '../lsp/server.ts';
import { version } from '../lsp/version.ts';
import { createLanguageService } from '../service.ts';

/** The language server in a web worker: it has no disk and asks the editor for every file. */
declare const self: DedicatedWorkerGlobalScope;

startServer(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), {
  disk: undefined,
  version,
  createService: createLanguageService,
  readData: undefined,
});
