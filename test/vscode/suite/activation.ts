import * as vscode from 'vscode';
import { equal, readyExtension } from './editor.ts';

export const activation = (): Mocha.Suite =>
  describe('activation', () => {
    it('reads the folder and says that it is ready', async () => {
      const extension = await readyExtension();
      equal(extension.isActive, true, 'active');
    });

    it('registers every command that it contributes', async () => {
      const contributed = (
        (await readyExtension()).packageJSON.contributes.commands as { command: string }[]
      ).map(({ command }) => command);
      const registered = new Set(await vscode.commands.getCommands(true));
      equal(
        contributed.filter((command) => !registered.has(command)),
        [],
        'commands that nothing answers',
      );
    });
  });
