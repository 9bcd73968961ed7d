import * as vscode from 'vscode';
import { type GoToParams, goToCommand, type TreeNode } from '../../../server/src/lsp/protocol.ts';

const icons: Readonly<Record<TreeNode['kind'], string>> = {
  deployment: 'server-environment',
  route: 'arrow-right',
  upstream: 'type-hierarchy-sub',
  address: 'debug-disconnect',
  program: 'server-process',
  instance: 'server-process',
  workers: 'layers',
  unreached: 'circle-slash',
  further: 'ellipsis',
};

/** How a node looks: problems colour its icon and stand behind its words, for who sees no colours too. */
export function treeItemOf(node: TreeNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, stateOf(node));
  const problems = problemsText(node);
  item.id = node.id;
  item.description = [problems, node.detail].filter((part) => part !== '').join(' · ');
  item.tooltip = [node.label, node.detail, problems].filter((part) => part !== '').join('\n');
  item.iconPath = new vscode.ThemeIcon(icons[node.kind], colourOf(node));
  item.contextValue = contextOf(node);
  item.accessibilityInformation = { label: [node.label, node.detail, problems].join(', ') };
  if (node.place) item.command = goTo(node.place);
  return item;
}

function stateOf({ kind, children }: TreeNode): vscode.TreeItemCollapsibleState {
  if (children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return kind === 'deployment' || kind === 'route'
    ? vscode.TreeItemCollapsibleState.Expanded
    : vscode.TreeItemCollapsibleState.Collapsed;
}

function problemsText({ errors, warnings }: TreeNode): string {
  const parts = [
    ...(errors === 0 ? [] : [errors === 1 ? vscode.l10n.t('1 error') : vscode.l10n.t('{0} errors', errors)]),
    ...(warnings === 0
      ? []
      : [warnings === 1 ? vscode.l10n.t('1 warning') : vscode.l10n.t('{0} warnings', warnings)]),
  ];
  return parts.join(', ');
}

function colourOf({ errors, warnings }: TreeNode): vscode.ThemeColor | undefined {
  if (errors > 0) return new vscode.ThemeColor('list.errorForeground');
  return warnings > 0 ? new vscode.ThemeColor('list.warningForeground') : undefined;
}

/** What the menus of package.json look at: `deployment`, `instance scalable` … */
const contextOf = ({ kind, program, place }: TreeNode): string =>
  [kind, ...(program === null ? [] : ['scalable']), ...(place ? ['placed'] : [])].join(' ');

function goTo(place: NonNullable<TreeNode['place']>): vscode.Command {
  const params: GoToParams = { from: place, to: [place] };
  return { command: goToCommand, title: vscode.l10n.t('Open'), arguments: [params] };
}
