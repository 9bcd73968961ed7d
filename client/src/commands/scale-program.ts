import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type ProgramsResult,
  programsRequest,
  type ScaleParams,
  type ScaleResult,
  scaleRequest,
  type TreeNode,
} from '../../../server/src/lsp/protocol.ts';

type Program = ProgramsResult['programs'][number];

/** What the command is told: a node of the tree, or a program and a number, as tests and keybindings do. */
export type ScaleTarget =
  | TreeNode
  | { readonly program: string; readonly uri: string; readonly count: number };

/**
 * Runs a program in more or fewer instances: asks for what it is not told, then edits supervisord.conf and nginx
 * together. Nothing is saved, so one undo takes it back.
 */
export async function scaleProgram(client: BaseLanguageClient, target?: ScaleTarget): Promise<void> {
  const { programs } = await client.sendRequest<ProgramsResult>(programsRequest);
  const program = await programFor(programs, target);
  const count = program && (target && 'count' in target ? target.count : await askCount(program));
  if (!program || count === undefined) return;
  const params: ScaleParams = { uri: program.uri, program: program.name, count };
  const result = await client.sendRequest<ScaleResult>(scaleRequest, params);
  if (result.kind === 'refused') {
    await vscode.window.showWarningMessage(result.why);
    return;
  }
  const edit = await client.protocol2CodeConverter.asWorkspaceEdit(result.edit);
  if (await vscode.workspace.applyEdit(edit)) sayWhatChanged(program, count, edit);
  else
    await vscode.window.showWarningMessage(
      vscode.l10n.t('The edit was not applied: a file changed meanwhile.'),
    );
}

/** The files may be in the background, where nobody sees or hears that they changed. Not awaited: nothing follows. */
function sayWhatChanged({ name }: Program, count: number, edit: vscode.WorkspaceEdit): void {
  const files = edit.entries().map(([uri]) => vscode.workspace.asRelativePath(uri));
  if (files.length === 0) return;
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Instances of {0}: {1}. Changed and not yet saved: {2}', name, count, files.join(', ')),
  );
}

async function programFor(
  programs: readonly Program[],
  target: ScaleTarget | undefined,
): Promise<Program | undefined> {
  if (target) {
    const uri = 'uri' in target ? target.uri : target.place?.uri;
    return programs.find((one) => one.name === target.program && one.uri === uri);
  }
  if (programs.length === 0) {
    await vscode.window.showInformationMessage(
      vscode.l10n.t('There is no program of supervisord in this folder.'),
    );
    return undefined;
  }
  const items = programs.map((program) => ({
    label: program.name,
    description: program.instances === null ? '' : vscode.l10n.t('now {0}', program.instances),
    detail: vscode.workspace.asRelativePath(vscode.Uri.parse(program.uri)),
    program,
  }));
  const placeHolder = vscode.l10n.t('Program to scale');
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.program;
}

async function askCount({ name, instances }: Program): Promise<number | undefined> {
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t('Scale {0}', name),
    prompt: vscode.l10n.t(
      'Number of instances. supervisord.conf and every upstream that reaches them change together.',
    ),
    value: String((instances ?? 1) + 1),
    validateInput: (text) =>
      /^[1-9]\d{0,3}$/.test(text.trim()) ? undefined : vscode.l10n.t('A whole number from 1 on'),
  });
  return answer === undefined ? undefined : Number(answer);
}
