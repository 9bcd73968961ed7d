import * as vscode from 'vscode';
import { pageUri } from '../pages.ts';

/** Opens the page of a level of scaling; without one, of one picked from the five. */
export async function explainLevel(level?: string): Promise<void> {
  const wanted = level ?? (await pickLevel());
  if (wanted) await vscode.commands.executeCommand('markdown.showPreview', pageUri(`levels/${wanted}`));
}

async function pickLevel(): Promise<string | undefined> {
  const items = [
    {
      level: 'vertical',
      label: vscode.l10n.t('A larger machine'),
      detail: vscode.l10n.t('More cores and memory.'),
    },
    {
      level: 'process',
      label: vscode.l10n.t('Processes'),
      detail: vscode.l10n.t('More workers: every core, more memory.'),
    },
    {
      level: 'thread',
      label: vscode.l10n.t('Threads'),
      detail: vscode.l10n.t('More requests that wait in one worker.'),
    },
    { level: 'async', label: vscode.l10n.t('Async'), detail: vscode.l10n.t('Very many requests that wait.') },
    {
      level: 'horizontal',
      label: vscode.l10n.t('More instances'),
      detail: vscode.l10n.t('Several servers behind nginx.'),
    },
  ];
  const placeHolder = vscode.l10n.t('Level of scaling to explain');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.level;
}
