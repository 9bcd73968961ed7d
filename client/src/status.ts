import * as vscode from 'vscode';
import type { DeploymentStatus, StatusParams } from '../../server/src/lsp/protocol.ts';
import { selector } from './selector.ts';

/** The language status item: which deployment the file belongs to, and which machine it is held against. */
export interface Status extends vscode.Disposable {
  readonly show: (params: StatusParams) => void;
  /** The deployments that hold a file. */
  readonly deploymentsOf: (uri: vscode.Uri) => readonly DeploymentStatus[];
}

export function deploymentStatus(): Status {
  const item = vscode.languages.createLanguageStatusItem(
    'scalingLens.deployment',
    selector as vscode.DocumentSelector,
  );
  item.name = 'Scaling Lens';
  item.text = vscode.l10n.t('Reading the deployment');
  item.busy = true;
  let deployments: readonly DeploymentStatus[] = [];
  const deploymentsOf = (uri: vscode.Uri): readonly DeploymentStatus[] =>
    deployments.filter(({ files }) => files.includes(uri.toString()));
  const draw = (): void => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    describe(item, uri ? deploymentsOf(uri) : []);
  };
  const following = vscode.window.onDidChangeActiveTextEditor(draw);
  return {
    show: (params) => {
      deployments = params.deployments;
      item.busy = false;
      draw();
    },
    deploymentsOf,
    dispose: () => vscode.Disposable.from(item, following).dispose(),
  };
}

function describe(item: vscode.LanguageStatusItem, here: readonly DeploymentStatus[]): void {
  const first = here[0];
  if (!first) {
    describeNone(item);
    return;
  }
  item.text =
    here.length === 1
      ? vscode.l10n.t('Deployment {0}', folderName(first.root))
      : vscode.l10n.t('In {0} deployments', here.length);
  item.detail = targetText(first);
  item.command = first.targetFrom
    ? { command: 'scalingLens.showOutput', title: vscode.l10n.t('Show output') }
    : { command: 'scalingLens.createProfile', title: vscode.l10n.t('Create profile') };
}

function describeNone(item: vscode.LanguageStatusItem): void {
  item.text = vscode.l10n.t('In no deployment');
  item.detail = vscode.l10n.t('Nothing in the folder starts or includes this file');
  item.command = { command: 'scalingLens.showOutput', title: vscode.l10n.t('Show output') };
}

function targetText({ cores, memory, targetFrom }: DeploymentStatus): string {
  if (!targetFrom) return vscode.l10n.t('no profile: the machine that runs it is not known');
  const parts = [
    cores === null ? undefined : vscode.l10n.t('{0} cores', cores),
    memory === null ? undefined : `${Math.round(memory / 2 ** 20) / 2 ** 10} GiB`,
  ].filter((part) => part !== undefined);
  return `${parts.join(', ')} (${targetFrom})`;
}

const folderName = (uri: string): string => decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
