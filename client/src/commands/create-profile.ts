import * as vscode from 'vscode';
import { folderUri } from '../files.ts';
import type { Machine } from '../lens.ts';
import type { Status } from '../status.ts';

/**
 * Writes `scaling-lens.ini` at the root of the deployment that the active file belongs to (else of the folder),
 * and opens it. A profile that is there is opened as it is.
 */
export async function createProfile(machine: Machine | undefined, status: Status): Promise<void> {
  const folder = await profileFolder(status);
  if (!folder) {
    await vscode.window.showWarningMessage(
      vscode.l10n.t('Open a folder first: the profile is a file beside the deployment.'),
    );
    return;
  }
  const uri = vscode.Uri.joinPath(folder, 'scaling-lens.ini');
  if (!(await exists(uri)))
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(profileText(machine)));
  await vscode.window.showTextDocument(uri);
}

async function profileFolder(status: Status): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const deployment = active && status.deploymentsOf(active)[0];
  if (deployment) return folderUri(deployment.root);
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return folders[0]?.uri;
  return (await vscode.window.showWorkspaceFolderPick())?.uri;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** The cores and the memory of this machine, to be changed to those of the server; left open in a browser. */
function profileText(machine: Machine | undefined): string {
  const cores = machine ? `cores = ${machine.cores}` : '; cores = 8';
  const memory = machine ? `memory = ${Math.floor(machine.memory / 2 ** 30)}GiB` : '; memory = 16GiB';
  return [
    `; ${vscode.l10n.t('The machine that runs this deployment. Scaling Lens holds worker counts and memory against it.')}`,
    '[target]',
    cores,
    memory,
    '',
  ].join('\n');
}
