import * as vscode from 'vscode';
import { pageUri } from '../pages.ts';

/** The levels of scaling in the order of the walkthrough. */
const levels = ['vertical', 'process', 'thread', 'async', 'horizontal'] as const;
type Level = (typeof levels)[number];

/** A command for each level beside the one that asks, since the editor ticks a walkthrough's step by a command's id. */
const commandOf = (level: string): string => `scalingLens.explainLevel.${level}`;

/** Registers the commands that open the page of a level. */
export const levelCommands = (): vscode.Disposable[] => [
  vscode.commands.registerCommand('scalingLens.explainLevel', explainLevel),
  ...levels.map((level) => vscode.commands.registerCommand(commandOf(level), () => showPage(level))),
];

/** Opens the page of a level of scaling; without one, of one picked from the five. */
async function explainLevel(level?: string): Promise<void> {
  const wanted = level ?? (await pickLevel());
  if (wanted) await vscode.commands.executeCommand(commandOf(wanted));
}

const showPage = (level: Level): Thenable<void> =>
  vscode.commands.executeCommand('markdown.showPreview', pageUri(`levels/${level}`));

async function pickLevel(): Promise<Level | undefined> {
  const items = levels.map((level) => ({ level, ...wordsOf(level) }));
  const placeHolder = vscode.l10n.t('Level of scaling to explain');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.level;
}

function wordsOf(level: Level): { readonly label: string; readonly detail: string } {
  switch (level) {
    case 'vertical':
      return { label: vscode.l10n.t('A larger machine'), detail: vscode.l10n.t('More cores and memory.') };
    case 'process':
      return {
        label: vscode.l10n.t('Processes'),
        detail: vscode.l10n.t('More workers: every core, more memory.'),
      };
    case 'thread':
      return {
        label: vscode.l10n.t('Threads'),
        detail: vscode.l10n.t('More requests that wait in one worker.'),
      };
    case 'async':
      return { label: vscode.l10n.t('Async'), detail: vscode.l10n.t('Very many requests that wait.') };
    case 'horizontal':
      return {
        label: vscode.l10n.t('More instances'),
        detail: vscode.l10n.t('Several servers behind nginx.'),
      };
  }
}
