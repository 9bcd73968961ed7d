import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { type Api, activateOn } from './client.ts';

/** vscode.dev and github.dev: the server is a web worker. */
export function activate(context: vscode.ExtensionContext): Promise<Api> {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist/web/server.js').toString(true);
  return activateOn(
    {
      createClient: (options) =>
        new LanguageClient('scalingLens', 'Scaling Lens', async () => new Worker(script), options),
      machine: undefined,
    },
    context,
  );
}
