import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type TreeNode,
  type TreeResult,
  treeChangedNotification,
  treeRequest,
} from '../../../server/src/lsp/protocol.ts';
import { treeItemOf } from './item.ts';
import { problemDecorations } from './problems.ts';

/** Id of the view in package.json. */
const viewId = 'scalingLens.deployments';

/** The tree *Deployments* in the explorer. */
export interface DeploymentsView extends vscode.Disposable {
  readonly nodes: vscode.TreeDataProvider<TreeNode>;
}

/** Registers the tree. The server is asked when the tree is seen and something changed. */
export function deploymentsView(client: BaseLanguageClient): DeploymentsView {
  const changed = new vscode.EventEmitter<undefined>();
  let nodes: Promise<readonly TreeNode[]> | undefined;
  const read = (): Promise<readonly TreeNode[]> => {
    nodes ??= client
      .sendRequest<TreeResult>(treeRequest)
      .then(({ deployments }) => deployments)
      .catch(() => []);
    return nodes;
  };
  const parents = new WeakMap<TreeNode, TreeNode>();
  const tree: vscode.TreeDataProvider<TreeNode> = {
    onDidChangeTreeData: changed.event,
    getChildren: async (node) => {
      for (const child of node?.children ?? []) if (node) parents.set(child, node);
      return [...(node ? node.children : await read())];
    },
    getTreeItem: treeItemOf,
    getParent: (node) => parents.get(node),
  };
  const view = vscode.window.createTreeView(viewId, { showCollapseAll: true, treeDataProvider: tree });
  const decorations = problemDecorations();
  const following = client.onNotification(treeChangedNotification, () => {
    nodes = undefined;
    changed.fire(undefined);
  });
  return {
    nodes: tree,
    dispose: () => vscode.Disposable.from(view, decorations, following, changed).dispose(),
  };
}
