import * as vscode from 'vscode';
import { type GoToParams, goToCommand, type TreeNode } from '../../../server/src/lsp/protocol.ts';
import { problemsUri } from './problems.ts';
import { nameOf, spoken } from './words.ts';

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

/** How a node looks. Problems are counted behind it, as the explorer does for files, and told to screen readers. */
export function treeItemOf(node: TreeNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, stateOf(node));
  item.id = node.id;
  item.description = node.detail;
  item.resourceUri = problemsUri(node);
  // The decoration adds the problems.
  item.tooltip = [nameOf(node), node.detail].filter((part) => part !== '').join('\n');
  item.iconPath = new vscode.ThemeIcon(icons[node.kind]);
  item.contextValue = contextOf(node);
  item.accessibilityInformation = { label: spoken(node) };
  if (node.place) item.command = goTo(node.place);
  return item;
}

function stateOf({ kind, children }: TreeNode): vscode.TreeItemCollapsibleState {
  if (children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return kind === 'deployment' || kind === 'route'
    ? vscode.TreeItemCollapsibleState.Expanded
    : vscode.TreeItemCollapsibleState.Collapsed;
}

/** What the menus of package.json look at: `deployment`, `instance scalable` … */
const contextOf = ({ kind, program }: TreeNode): string => (program === null ? kind : `${kind} scalable`);

function goTo(place: NonNullable<TreeNode['place']>): vscode.Command {
  const params: GoToParams = { from: place, to: [place] };
  return { command: goToCommand, title: vscode.l10n.t('Open'), arguments: [params] };
}
