import * as vscode from 'vscode';
import { type GoToParams, goToCommand } from '../../../server/src/lsp/protocol.ts';
import type { Lens } from '../lens.ts';
import type { Status } from '../status.ts';
import { createProfile } from './create-profile.ts';
import { levelCommands } from './explain-level.ts';
import { explainRule } from './explain-rule.ts';
import { goTo } from './go-to.ts';
import { type ScaleTarget, scaleProgram } from './scale-program.ts';

/** Registers every command of the extension. */
export function registerCommands(lens: Lens, status: Status): vscode.Disposable[] {
  const { registerCommand } = vscode.commands;
  return [
    registerCommand('scalingLens.restartServer', () => restart(lens)),
    registerCommand('scalingLens.showOutput', () => lens.output.show()),
    registerCommand('scalingLens.createProfile', () => createProfile(lens.machine, status)),
    registerCommand('scalingLens.explainRule', (rule?: string) => explainRule(rule)),
    ...levelCommands(),
    registerCommand('scalingLens.scaleProgram', (target?: ScaleTarget) => scaleProgram(lens.client, target)),
    registerCommand(goToCommand, (params: GoToParams) => goTo(lens.client, params)),
  ];
}

async function restart({ client }: Lens): Promise<void> {
  await client.stop();
  await client.start();
  // Not awaited: the command is done while the message stands.
  void vscode.window.showInformationMessage(vscode.l10n.t('Scaling Lens started again.'));
}
