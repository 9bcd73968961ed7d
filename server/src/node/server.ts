import { createConnection } from 'vscode-languageserver/node';
import { startServer } from '../lsp/server.ts';
import { version } from '../lsp/version.ts';
import { createLanguageService } from '../service.ts';
import { createDiskHost } from './disk-host.ts';

/** The language server as a process of its own, over what its arguments say: `--stdio`, `--node-ipc`, `--socket`. */
const connection = createConnection();

// A promise that nobody awaited must not end the server: the editor would restart it and lose its state.
process.on('unhandledRejection', (reason) => connection.console.error(`Unexpected: ${String(reason)}`));

startServer(connection, { disk: createDiskHost, version, createService: createLanguageService });
