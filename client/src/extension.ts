import * as os from 'node:os';
import type * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { type Api, activateOn } from './client.ts';

/** Desktop and remote: the server is a Node process of its own. */
export function activate(context: vscode.ExtensionContext): Api {
  const module = context.asAbsolutePath('dist/server-node.js');
  const server = { module, transport: TransportKind.ipc };
  return activateOn(
    {
      createClient: (options) =>
        new LanguageClient('scalingLens', 'Scaling Lens', { run: server, debug: server }, options),
      machine: { cores: os.availableParallelism(), memory: os.totalmem() },
    },
    context,
  );
}
