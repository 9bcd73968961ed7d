import * as vscode from 'vscode';
import { equal, inFolder, readyExtension, show, until } from './editor.ts';

export const commands = (): Mocha.Suite =>
  describe('commands', () => {
    before(readyExtension);

    it('create a profile at the root of the deployment, and open the one that is there', async () => {
      await show('nginx/shop.conf');
      await vscode.commands.executeCommand('scalingLens.createProfile');
      const profile = inFolder('scaling-lens.ini').toString();
      equal(vscode.window.activeTextEditor?.document.uri.toString(), profile, 'the opened file');
      const text = vscode.window.activeTextEditor?.document.getText() ?? '';
      equal(/^\[target\]$/m.test(text), true, 'a target section');
      const cores = vscode.env.appHost.includes('web') || !isNode() ? /^; cores = 8$/m : /^cores = \d+$/m;
      equal(cores.test(text), true, `cores in ${text}`);
      await show('supervisord.conf');
      await vscode.commands.executeCommand('scalingLens.createProfile');
      equal(vscode.window.activeTextEditor?.document.getText(), text, 'the profile after the second time');
      await vscode.workspace.fs.delete(inFolder('scaling-lens.ini'));
    });

    it('explain a rule in a rendered page', async () => {
      await vscode.commands.executeCommand('scalingLens.explainRule', 'suppression/unused');
      const tab = await until('a rendered page', () => {
        const active = vscode.window.tabGroups.activeTabGroup.activeTab;
        return active?.input instanceof vscode.TabInputWebview ? active : undefined;
      });
      equal(tab.label.includes('unused.md'), true, `the rule's page, not ${tab.label}`);
      const page = await vscode.workspace.openTextDocument(
        vscode.Uri.from({ scheme: 'scaling-lens', path: '/suppression/unused.md' }),
      );
      equal(page.lineAt(0).text, '# suppression/unused', 'its heading');
    });

    it('restart the server, which answers again', async () => {
      await vscode.commands.executeCommand('scalingLens.restartServer');
      const page = await vscode.workspace.openTextDocument(
        vscode.Uri.from({ scheme: 'scaling-lens', path: '/suppression/unknown-rule.md' }),
      );
      equal(page.lineAt(0).text, '# suppression/unknown-rule', 'a page after the restart');
    });
  });

const isNode = (): boolean => typeof process === 'object' && 'node' in (process.versions ?? {});
