import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection } from 'vscode-languageserver/node';
import type { ReadData } from '../lsp/data.ts';
import { startServer } from '../lsp/server.ts';
import { version } from '../lsp/version.ts';
import { createLanguageService } from '../service.ts';
import { createDiskHost } from './disk-host.ts';

/** The language server as a process of its own, over what its arguments say: `--stdio`, `--node-ipc`, `--socket`. */
const connection = createConnection();

// A promise that nobody awaited must not end the server: the editor would restart it and lose its state.
process.on('unhandledRejection', (reason) => connection.console.error(`Unexpected: ${String(reason)}`));

// The build puts the data beside the bundle, which is no ES module and so knows its folder.
const readData: ReadData = (name) => readFile(join(__dirname, name));

startServer(connection, { disk: createDiskHost, version, createService: createLanguageService, readData });
