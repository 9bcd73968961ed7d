import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { GoToParams, GoToPlace } from '../../../server/src/lsp/protocol.ts';

/** Shows the place a lens leads to; of several, a list to choose from. */
export async function goTo(
  { protocol2CodeConverter }: BaseLanguageClient,
  { from, to }: GoToParams,
): Promise<void> {
  const locationOf = ({ uri, range: { start, end } }: GoToPlace): vscode.Location =>
    new vscode.Location(
      protocol2CodeConverter.asUri(uri),
      new vscode.Range(start.line, start.character, end.line, end.character),
    );
  const [first, ...others] = to.map(locationOf);
  if (!first) return;
  if (others.length === 0) {
    await vscode.window.showTextDocument(first.uri, { selection: first.range });
    return;
  }
  const here = locationOf(from);
  await vscode.commands.executeCommand(
    'editor.action.goToLocations',
    here.uri,
    here.range.start,
    [first, ...others],
    'peek',
    vscode.l10n.t('There is nothing to go to.'),
  );
}
