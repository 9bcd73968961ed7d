import * as vscode from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import { type Api, activateOn } from './client.ts';

/** vscode.dev and github.dev: the server is a web worker. */
export function activate(context: vscode.ExtensionContext): Api {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist/server.js').toString(true);
  return activateOn(
    {
      createClient: (options) =>
        new LanguageClient('scalingLens', 'Scaling Lens', async () => startWorker(script), options),
      machine: undefined,
    },
    context,
  );
}

/** A worker of its own for each start. The editor puts its own class in place of Worker, which the client misses. */
function startWorker(script: string): MessageTransports {
  const worker = new Worker(script);
  return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
}
