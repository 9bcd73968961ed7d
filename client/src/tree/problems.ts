import * as vscode from 'vscode';

/** How many problems a node of the tree has, with all below it. */
export interface Problems {
  readonly errors: number;
  readonly warnings: number;
}

/** Of the uris that carry a node's problems to its decoration; no file has it. */
const scheme = 'scaling-lens-problems';

/** The uri by which the editor asks for a node's decoration. */
export const problemsUri = ({ errors, warnings }: Problems): vscode.Uri =>
  vscode.Uri.from({ scheme, path: `/${errors}/${warnings}` });

/** Colours nodes with problems and counts them, as the explorer does for files. */
export const problemDecorations = (): vscode.Disposable =>
  vscode.window.registerFileDecorationProvider({
    provideFileDecoration: ({ scheme: asked, path }) => {
      if (asked !== scheme) return undefined;
      const [errors = 0, warnings = 0] = path.slice(1).split('/').map(Number);
      return decorationOf({ errors, warnings });
    },
  });

function decorationOf(problems: Problems): vscode.FileDecoration | undefined {
  const { errors, warnings } = problems;
  const total = errors + warnings;
  if (total === 0) return undefined;
  const colour = new vscode.ThemeColor(errors > 0 ? 'list.errorForeground' : 'list.warningForeground');
  return new vscode.FileDecoration(badgeOf(problems), problemsText(problems), colour);
}

/** At most two characters, as the editor takes no more. Errors are marked: their colour is not seen by everybody. */
function badgeOf({ errors, warnings }: Problems): string {
  const total = errors + warnings;
  if (errors > 0) return total > 9 ? '!+' : `!${total}`;
  return total > 9 ? '9+' : String(total);
}

/** What a node's problems are, in words; empty without any. */
export function problemsText({ errors, warnings }: Problems): string {
  const parts = [
    ...(errors === 0 ? [] : [errors === 1 ? vscode.l10n.t('1 error') : vscode.l10n.t('{0} errors', errors)]),
    ...(warnings === 0
      ? []
      : [warnings === 1 ? vscode.l10n.t('1 warning') : vscode.l10n.t('{0} warnings', warnings)]),
  ];
  return parts.join(', ');
}
