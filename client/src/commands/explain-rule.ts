import * as vscode from 'vscode';
import { pageUri } from '../pages.ts';

/** Opens the page of a rule; without one, of the finding at the cursor, or of one picked among those of the file. */
export async function explainRule(rule?: string): Promise<void> {
  const wanted = rule ?? (await pickRule());
  if (wanted) await vscode.commands.executeCommand('markdown.showPreview', pageUri(wanted));
}

async function pickRule(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const findings = editor ? vscode.languages.getDiagnostics(editor.document.uri).filter(isOurs) : [];
  const here = findings.filter(({ range }) => editor && range.contains(editor.selection.active));
  const items = oneOfEachRule(here.length > 0 ? here : findings).map(itemOf);
  if (items.length < 2) return items[0]?.label ?? nothingToExplain();
  const placeHolder = vscode.l10n.t('Rule to explain');
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.label;
}

/** In the order of the file. */
const oneOfEachRule = (findings: readonly vscode.Diagnostic[]): readonly vscode.Diagnostic[] =>
  [...findings]
    .sort((a, b) => a.range.start.compareTo(b.range.start))
    .filter((one, at, all) => all.findIndex((other) => ruleOf(other) === ruleOf(one)) === at);

/** A finding as an entry of the list: F8 passes by advice, so this is how to read all of it by keyboard. */
const itemOf = (finding: vscode.Diagnostic): vscode.QuickPickItem => ({
  label: ruleOf(finding),
  description: vscode.l10n.t('line {0}', finding.range.start.line + 1),
  detail: finding.message,
});

const isOurs = (diagnostic: vscode.Diagnostic): boolean => diagnostic.source === 'scaling-lens';

function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

async function nothingToExplain(): Promise<undefined> {
  await vscode.window.showInformationMessage(vscode.l10n.t('Scaling Lens has no finding in this file.'));
  return undefined;
}
