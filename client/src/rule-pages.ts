import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type RulePageParams, type RulePageResult, rulePageRequest } from '../../server/src/lsp/protocol.ts';

/** Scheme of the pages that explain rules. The server writes them, so nothing is fetched. */
const scheme = 'scaling-lens';

/** The address of a rule's page, with `{rule}` where the id goes. */
export const rulePageTemplate = `${scheme}:/{rule}.md`;

export const rulePageUri = (rule: string): vscode.Uri => vscode.Uri.from({ scheme, path: `/${rule}.md` });

/** Shows pages of the scheme; a rule that the server does not know gives a page that says so. */
export function rulePages(client: BaseLanguageClient): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: async (uri) => {
      const params: RulePageParams = { rule: uri.path.replace(/^\//, '').replace(/\.md$/, '') };
      const { markdown } = await client.sendRequest<RulePageResult>(rulePageRequest, params);
      return markdown ?? vscode.l10n.t('There is no rule {0}.', params.rule);
    },
  });
}
