import * as vscode from 'vscode';
import { equal, inFolder, readyExtension, show, until } from './editor.ts';

/** supervisord kills after `stopwaitsecs` what gunicorn.conf.py allows longer to finish. */
const crossing = 'supervisor/stopwaitsecs-below-graceful-timeout';

const ruleOf = ({ code }: vscode.Diagnostic): unknown => (typeof code === 'object' ? code.value : code);

const found = (): vscode.Diagnostic | undefined =>
  vscode.languages
    .getDiagnostics(inFolder('supervisord.conf'))
    .find((diagnostic) => ruleOf(diagnostic) === crossing);

const gone = (): true | undefined => (found() ? undefined : true);

/** The editor may ask the server before it has the diagnostics, so the command is asked again until it answers. */
async function fixOf({ range }: vscode.Diagnostic): Promise<vscode.CodeAction> {
  return until('a quick fix', async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      inFolder('supervisord.conf'),
      range,
      'quickfix',
    );
    return actions.find(({ title, edit }) => edit && title.startsWith('Set stopwaitsecs'));
  });
}

async function replaceLine(path: string, start: string, text: string): Promise<vscode.TextDocument> {
  const { document } = await show(path);
  const lines = document.getText().split('\n');
  const line = lines.findIndex((one) => one.startsWith(start));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, document.lineAt(line).range, text);
  equal(await vscode.workspace.applyEdit(edit), true, `${path} was edited`);
  return document;
}

export const findings = (): Mocha.Suite =>
  describe('findings', () => {
    before(readyExtension);

    it('name both files of a mistake between two, before either is opened', async () => {
      const diagnostic = await until('the finding', found);
      equal(diagnostic.severity, vscode.DiagnosticSeverity.Warning, 'severity');
      const places = diagnostic.relatedInformation?.map(({ location }) => location.uri.path) ?? [];
      equal(
        places.some((path) => path.endsWith('/gunicorn.conf.py')),
        true,
        `gunicorn.conf.py among ${places}`,
      );
    });

    it('go and come with an edit of the other file', async () => {
      await replaceLine('gunicorn.conf.py', 'graceful_timeout', 'graceful_timeout = 5');
      await until('the finding to go', gone);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await until('the finding to come back', found);
    });

    it('are mended by their quick fix, and the file is saved', async () => {
      const { document } = await show('supervisord.conf');
      const { edit } = await fixOf(await until('the finding', found));
      equal(
        await vscode.workspace.applyEdit(edit ?? new vscode.WorkspaceEdit()),
        true,
        'the edit was applied',
      );
      await until('the finding to go', gone);
      equal(await document.save(), true, 'saved');
      const saved = new TextDecoder().decode(await vscode.workspace.fs.readFile(document.uri));
      equal(/^stopwaitsecs = 65$/m.test(saved), true, `the new value in ${saved}`);
    });

    it('have their value explained by a hover', async () => {
      const { document } = await show('gunicorn.conf.py');
      const text = await until('a hover', async () => {
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          new vscode.Position(0, 3),
        );
        const words = hovers
          .flatMap(({ contents }) => contents)
          .map((one) => (typeof one === 'string' ? one : one.value));
        return words.find((one) => one.includes('workers'));
      });
      equal(text.includes('2 instances × 4 workers'), true, `the arithmetic in ${text}`);
    });
  });
