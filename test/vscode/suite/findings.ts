import * as vscode from 'vscode';
import { equal, inFolder, readyExtension, show, until } from './editor.ts';

const unbound = 'xfile/upstream-target-unbound';

const ruleOf = ({ code }: vscode.Diagnostic): unknown => (typeof code === 'object' ? code.value : code);

const found = (path: string, rule: string): vscode.Diagnostic | undefined =>
  vscode.languages.getDiagnostics(inFolder(path)).find((diagnostic) => ruleOf(diagnostic) === rule);

async function fixOf(path: string, { range }: vscode.Diagnostic): Promise<vscode.CodeAction> {
  return until('a quick fix', async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      inFolder(path),
      range,
      'quickfix',
    );
    return actions.find(
      ({ edit, diagnostics }) => edit && diagnostics?.some((one) => ruleOf(one) === unbound),
    );
  });
}

export const findings = (): Mocha.Suite =>
  describe('findings', () => {
    before(readyExtension);

    it('name both files of a mistake between two, before either is opened', async () => {
      const diagnostic = await until('the unbound socket', () => found('nginx/shop.conf', unbound));
      equal(diagnostic.severity, vscode.DiagnosticSeverity.Error, 'severity');
      equal(diagnostic.message.includes('web_02.sock'), true, `the socket in: ${diagnostic.message}`);
      equal(
        diagnostic.relatedInformation?.some(({ location }) =>
          location.uri.path.endsWith('/supervisord.conf'),
        ),
        true,
        'a related place in supervisord.conf',
      );
    });

    it('come and go with an edit of the other file', async () => {
      const editor = await show('supervisord.conf');
      const line = [...Array(editor.document.lineCount).keys()].find((one) =>
        editor.document.lineAt(one).text.startsWith('numprocs'),
      );
      const range = editor.document.lineAt(line ?? 0).range;
      await editor.edit((edit) => edit.replace(range, 'numprocs = 3'));
      await until('the finding to go', () => (found('nginx/shop.conf', unbound) ? undefined : true));
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await until('the finding to come back', () => found('nginx/shop.conf', unbound));
    });

    it('are mended by their quick fix, and the file is saved', async () => {
      const { document } = await show('nginx/shop.conf');
      const diagnostic = await until('the unbound socket', () => found('nginx/shop.conf', unbound));
      const { edit } = await fixOf('nginx/shop.conf', diagnostic);
      equal(
        await vscode.workspace.applyEdit(edit ?? new vscode.WorkspaceEdit()),
        true,
        'the edit was applied',
      );
      await until('the finding to go', () => (found('nginx/shop.conf', unbound) ? undefined : true));
      equal(await document.save(), true, 'saved');
      const saved = new TextDecoder().decode(await vscode.workspace.fs.readFile(document.uri));
      equal(saved.includes('web_02.sock'), false, 'the socket in the saved file');
    });
  });
