import * as vscode from 'vscode';
import type { TreeNode } from '../../../server/src/lsp/protocol.ts';
import { problemsText } from './problems.ts';

/** What a node is and its name, `upstream shop`: on the screen its icon says the first half. */
export function nameOf({ kind, label }: TreeNode): string {
  switch (kind) {
    case 'deployment':
      return vscode.l10n.t('deployment {0}', label);
    case 'route':
      return vscode.l10n.t('route {0}', label);
    case 'upstream':
      return vscode.l10n.t('upstream {0}', label);
    case 'address':
      return vscode.l10n.t('address {0}', label);
    case 'program':
      return vscode.l10n.t('program {0}', label);
    case 'instance':
      return vscode.l10n.t('instance {0}', label);
    default:
      return label;
  }
}

/** What a screen reader says of a node: all that is shown of it, its icon and its colour included. */
export const spoken = (node: TreeNode): string =>
  [nameOf(node), ...node.detail.split(' · '), problemsText(node)].filter((part) => part !== '').join(', ');
