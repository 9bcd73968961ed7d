import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import {
  type ClientOptions,
  listFilesRequest,
  readFileRequest,
  readyNotification,
  statusNotification,
  type TreeNode,
} from '../../server/src/lsp/protocol.ts';
import { registerCommands } from './commands/index.ts';
import { listFiles, readFile } from './files.ts';
import type { Lens, Machine } from './lens.ts';
import { pages, rulePageTemplate } from './pages.ts';
import { selector } from './selector.ts';
import { deploymentStatus } from './status.ts';
import { deploymentsView } from './tree/deployments.ts';

/** What the desktop and the web differ in. */
export interface Platform {
  /** Makes the client; it is not started yet. */
  readonly createClient: (options: LanguageClientOptions) => BaseLanguageClient;
  /** The machine that the extension runs on; undefined in a browser, which says nothing certain of it. */
  readonly machine: Machine | undefined;
}

/** What the extension exports; the tests wait for it. */
export interface Api {
  /** Resolves when the first findings are published. */
  readonly ready: Promise<void>;
  /** What the tree *Deployments* shows. */
  readonly deployments: vscode.TreeDataProvider<TreeNode>;
}

/** Starts the server and everything of the extension that needs it. */
export function activateOn(platform: Platform, context: vscode.ExtensionContext): Api {
  const output = vscode.window.createOutputChannel('Scaling Lens', { log: true });
  const client = platform.createClient(clientOptions(context, output));
  const lens: Lens = { client, output, machine: platform.machine };
  const status = deploymentStatus();
  const deployments = deploymentsView(client);
  const ready = new Promise<void>((resolve) => {
    context.subscriptions.push(client.onNotification(readyNotification, () => resolve()));
  });
  context.subscriptions.push(
    output,
    status,
    pages(client),
    client.onRequest(readFileRequest, readFile),
    client.onRequest(listFilesRequest, listFiles),
    client.onNotification(statusNotification, status.show),
    { dispose: () => void client.dispose() },
    deployments,
    ...registerCommands(lens, status),
  );
  // Not awaited: a server that is slow to start must not hold up other extensions.
  client.start().catch((error) => output.error(`The server did not start: ${error}`));
  return { ready, deployments: deployments.nodes };
}

/** Extensions that list nginx's directives: ours would double them. */
const completesNginx: readonly string[] = ['ahmadalli.vscode-nginx-conf'];
/** Extensions that colour Python by meaning: the editor takes the tokens of one, theirs or ours. */
const coloursPython: readonly string[] = [
  'ms-python.vscode-pylance',
  'detachhead.basedpyright',
  'astral-sh.ty',
];

const isInstalled = (id: string): boolean => vscode.extensions.getExtension(id) !== undefined;

function clientOptions(
  { extensionUri }: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
): LanguageClientOptions {
  const initializationOptions: ClientOptions = {
    readsFiles: true,
    dataFolder: vscode.Uri.joinPath(extensionUri, 'dist').toString(),
    rulePage: rulePageTemplate,
    goesTo: true,
    showsDeployments: true,
    nginxDirectivesElsewhere: completesNginx.some(isInstalled),
    pythonTokensElsewhere: coloursPython.some(isInstalled),
  };
  return {
    documentSelector: selector,
    outputChannel: output,
    diagnosticCollectionName: 'scaling-lens',
    initializationOptions,
  };
}
