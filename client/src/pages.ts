import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type RulePageParams, type RulePageResult, rulePageRequest } from '../../server/src/lsp/protocol.ts';

/** Scheme of the pages that explain rules and levels. The server writes them, so nothing is fetched. */
const scheme = 'scaling-lens';

/** The address of a rule's page, with `{rule}` where the id goes. */
export const rulePageTemplate = `${scheme}:/{rule}.md`;

/** The page of a rule by its id, or of a level: `levels/process`. */
export const pageUri = (name: string): vscode.Uri => vscode.Uri.from({ scheme, path: `/${name}.md` });

/** Shows pages of the scheme; a name that the server does not know gives a page that says so. */
export function pages(client: BaseLanguageClient): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: async (uri) => {
      const params: RulePageParams = { rule: uri.path.replace(/^\//, '').replace(/\.md$/, '') };
      const { markdown } = await client.sendRequest<RulePageResult>(rulePageRequest, params);
      return markdown ?? vscode.l10n.t('There is no page {0}.', params.rule);
    },
  });
}
