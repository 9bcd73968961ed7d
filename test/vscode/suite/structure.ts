import * as vscode from 'vscode';
import { equal, inFolder, readyExtension, until } from './editor.ts';

const formatting = (path: string): Thenable<vscode.TextEdit[] | undefined> =>
  vscode.commands.executeCommand('vscode.executeFormatDocumentProvider', inFolder(path), {
    tabSize: 4,
    insertSpaces: true,
  });

/** The number of semantic tokens; five numbers tell one. */
async function tokensOf(path: string): Promise<number | undefined> {
  await vscode.workspace.openTextDocument(inFolder(path));
  const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens | undefined>(
    'vscode.provideDocumentSemanticTokens',
    inFolder(path),
  );
  return tokens && tokens.data.length > 0 ? tokens.data.length / 5 : undefined;
}

export const structure = (): Mocha.Suite =>
  describe('structure', () => {
    before(readyExtension);

    it('colours all three languages by meaning', async () => {
      equal(
        (await until('tokens of nginx', () => tokensOf('nginx/shop.conf'))) > 10,
        true,
        'tokens of nginx',
      );
      equal(
        (await until('tokens', () => tokensOf('supervisord.conf'))) > 10,
        true,
        'tokens of supervisord.conf',
      );
      equal(await until('tokens', () => tokensOf('gunicorn.conf.py')), 3, 'settings in gunicorn.conf.py');
    });

    it('formats nginx, and is no formatter of Python', async () => {
      const { document } = await vscode.window.showTextDocument(inFolder('nginx/shop.conf'));
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(1, 0), '  ');
      equal(await vscode.workspace.applyEdit(edit), true, 'edited');
      const edits = await until('edits', async () => {
        const found = await formatting('nginx/shop.conf');
        return found && found.length > 0 ? found : undefined;
      });
      const tidy = new vscode.WorkspaceEdit();
      tidy.set(document.uri, edits);
      await vscode.workspace.applyEdit(tidy);
      equal(document.lineAt(1).text, '    server unix:/run/shop/web_00.sock;', 'the line after formatting');
      await vscode.commands.executeCommand('workbench.action.files.revert');
      equal((await formatting('gunicorn.conf.py')) ?? [], [], 'edits of gunicorn.conf.py');
    });

    it('expands a selection from a word to its directive', async () => {
      const { document } = await vscode.window.showTextDocument(inFolder('nginx/shop.conf'));
      const line = document
        .getText()
        .split('\n')
        .findIndex((text) => text.includes('listen 80'));
      const [ranges] = await vscode.commands.executeCommand<vscode.SelectionRange[]>(
        'vscode.executeSelectionRangeProvider',
        document.uri,
        [new vscode.Position(line, document.lineAt(line).text.indexOf('80'))],
      );
      const texts: string[] = [];
      for (let at: vscode.SelectionRange | undefined = ranges; at; at = at.parent)
        texts.push(document.getText(at.range));
      equal(
        texts.includes('80') && texts.includes('listen 80;'),
        true,
        `steps ${texts.slice(0, 3).join(' | ')}`,
      );
    });
  });
