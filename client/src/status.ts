import * as vscode from 'vscode';
import type { DeploymentStatus, StatusParams } from '../../server/src/lsp/protocol.ts';
import { selector } from './selector.ts';

/** Which deployment the active file belongs to, the machine it is held against, and how many problems it has. */
export interface Status extends vscode.Disposable {
  readonly show: (params: StatusParams) => void;
  /** The deployments that hold a file. */
  readonly deploymentsOf: (uri: vscode.Uri) => readonly DeploymentStatus[];
}

interface Items {
  readonly deployment: vscode.LanguageStatusItem;
  readonly problems: vscode.LanguageStatusItem;
}

export function deploymentStatus(): Status {
  const items: Items = { deployment: createItem('deployment'), problems: createItem('problems') };
  items.deployment.text = vscode.l10n.t('Reading the deployment');
  items.deployment.busy = true;
  let deployments: readonly DeploymentStatus[] = [];
  const deploymentsOf = (uri: vscode.Uri): readonly DeploymentStatus[] =>
    deployments.filter(({ files }) => files.includes(uri.toString()));
  const draw = (): void => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const here = uri ? deploymentsOf(uri) : [];
    describe(items, here);
    setContext('inDeployment', here.length > 0);
    setContext('hasDeployments', deployments.length > 0);
  };
  const following = vscode.window.onDidChangeActiveTextEditor(draw);
  return {
    show: (params) => {
      deployments = params.deployments;
      items.deployment.busy = false;
      draw();
    },
    deploymentsOf,
    dispose: () => vscode.Disposable.from(items.deployment, items.problems, following).dispose(),
  };
}

function createItem(name: string): vscode.LanguageStatusItem {
  const documents = selector as vscode.DocumentSelector;
  const item = vscode.languages.createLanguageStatusItem(`scalingLens.${name}`, documents);
  item.name = 'Scaling Lens';
  return item;
}

/** The `when` clauses of package.json look at these. */
const setContext = (key: string, value: boolean): void =>
  void vscode.commands.executeCommand('setContext', `scalingLens.${key}`, value);

function describe({ deployment, problems }: Items, here: readonly DeploymentStatus[]): void {
  const first = here[0];
  if (!first) describeNone(deployment);
  else {
    deployment.text =
      here.length === 1
        ? vscode.l10n.t('Deployment {0}', folderName(first.root))
        : vscode.l10n.t('In {0} deployments', here.length);
    deployment.detail = targetText(first);
    deployment.command = profileCommand(first);
  }
  describeProblems(problems, here);
}

function describeNone(item: vscode.LanguageStatusItem): void {
  item.text = vscode.l10n.t('In no deployment');
  item.detail = vscode.l10n.t('Nothing in the folder starts or includes this file');
  item.command = { command: 'scalingLens.showOutput', title: vscode.l10n.t('Show output') };
}

const profileCommand = ({ profile }: DeploymentStatus): vscode.Command =>
  profile === null
    ? { command: 'scalingLens.createProfile', title: vscode.l10n.t('Create profile') }
    : {
        command: 'vscode.open',
        title: vscode.l10n.t('Open profile'),
        arguments: [vscode.Uri.parse(profile)],
      };

/** The deployment's problems, in whichever of its files they are: the editor's own counts are of one file. */
function describeProblems(item: vscode.LanguageStatusItem, here: readonly DeploymentStatus[]): void {
  const errors = sum(here.map((one) => one.errors));
  const warnings = sum(here.map((one) => one.warnings));
  item.text = problemsText(errors, warnings);
  item.detail = here.length > 0 ? vscode.l10n.t('in all files of the deployment') : '';
  item.command =
    errors + warnings > 0
      ? { command: 'workbench.actions.view.problems', title: vscode.l10n.t('Show problems') }
      : { command: 'scalingLens.deployments.focus', title: vscode.l10n.t('Show deployments') };
}

function problemsText(errors: number, warnings: number): string {
  if (errors + warnings === 0) return vscode.l10n.t('No problems');
  return vscode.l10n.t('Errors: {0}, warnings: {1}', errors, warnings);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function targetText({ cores, memory, targetFrom }: DeploymentStatus): string {
  if (!targetFrom) return vscode.l10n.t('machine not known');
  const parts = [
    cores === null ? undefined : cores === 1 ? vscode.l10n.t('1 core') : vscode.l10n.t('{0} cores', cores),
    memory === null ? undefined : `${Math.round(memory / 2 ** 20) / 2 ** 10} GiB`,
  ].filter((part) => part !== undefined);
  return `${parts.join(', ')} (${targetFrom})`;
}

const folderName = (uri: string): string => decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
