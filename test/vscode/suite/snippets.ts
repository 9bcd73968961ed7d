import * as vscode from 'vscode';
import { equal, readyExtension, show, until } from './editor.ts';

export const snippets = (): Mocha.Suite =>
  describe('snippets', () => {
    before(readyExtension);

    it('insert a program into supervisord.conf', async () => {
      const editor = await show('supervisord.conf');
      const before = editor.document.lineCount;
      editor.selection = new vscode.Selection(before, 0, before, 0);
      await vscode.commands.executeCommand('editor.action.insertSnippet', {
        langId: 'supervisord',
        name: 'gunicorn, one instance',
      });
      await until('the snippet', () => (editor.document.lineCount > before ? true : undefined));
      const added = editor.document
        .getText()
        .split('\n')
        .slice(before - 1);
      equal(
        added.some((line) => line.startsWith('[program:')),
        true,
        `a program in ${added.join('|')}`,
      );
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await until('the file as it was', () => (editor.document.lineCount === before ? true : undefined));
    });
  });
