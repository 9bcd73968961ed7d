import * as vscode from 'vscode';
import type { TreeNode } from '../../../server/src/lsp/protocol.ts';

/** Polls until `look` gives something; fails with `what` after 90 seconds. Nothing here sleeps for a fixed time. */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 90_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function equal<T>(actual: T, expected: T, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, got ${a}`);
}

interface Api {
  readonly ready: Promise<void>;
  readonly deployments: vscode.TreeDataProvider<TreeNode>;
}

/** The activated extension after its first findings. */
export async function readyExtension(): Promise<vscode.Extension<Api>> {
  const extension = vscode.extensions.getExtension<Api>('scaling-lens.scaling-lens');
  if (!extension) throw new Error('The extension is not installed');
  await (await extension.activate()).ready;
  return extension;
}

/** The uri of a file of the opened folder. */
export function inFolder(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('No folder is open');
  return vscode.Uri.joinPath(folder.uri, path);
}

export const show = (path: string): Thenable<vscode.TextEditor> =>
  vscode.window.showTextDocument(inFolder(path));
