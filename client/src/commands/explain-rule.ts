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
  const rules = [...new Set((here.length > 0 ? here : findings).map(ruleOf))];
  if (rules.length < 2) return rules[0] ?? nothingToExplain();
  return vscode.window.showQuickPick(rules, { placeHolder: vscode.l10n.t('Rule to explain') });
}

const isOurs = (diagnostic: vscode.Diagnostic): boolean => diagnostic.source === 'scaling-lens';

function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

async function nothingToExplain(): Promise<undefined> {
  await vscode.window.showInformationMessage(vscode.l10n.t('Scaling Lens has no finding in this file.'));
  return undefined;
}
