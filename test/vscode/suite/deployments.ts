import * as vscode from 'vscode';
import type { TreeNode } from '../../../server/src/lsp/protocol.ts';
import { equal, inFolder, readyExtension, show, until } from './editor.ts';

/** The labels of a node and all below it, indented. */
async function drawn(
  tree: vscode.TreeDataProvider<TreeNode>,
  node?: TreeNode,
  indent = '',
): Promise<readonly string[]> {
  const children = (await tree.getChildren(node)) ?? [];
  const lines = await Promise.all(
    children.map(async (child) => [`${indent}${child.label}`, ...(await drawn(tree, child, `${indent}  `))]),
  );
  return lines.flat();
}

const nameOf = (uri: vscode.Uri | undefined): string => uri?.path.split('/').at(-1) ?? '';

const revert = async (path: string): Promise<void> => {
  await show(path);
  await vscode.commands.executeCommand('workbench.action.files.revert');
};

export const deployments = (): Mocha.Suite =>
  describe('deployments', () => {
    before(readyExtension);

    it('stand in a tree from the route to the workers', async () => {
      const { deployments: tree } = (await readyExtension()).exports;
      const lines = await drawn(tree);
      equal(
        lines.slice(1),
        [
          '  shop.example /',
          '    shop',
          '      web_00',
          '        4 workers',
          '      web_01',
          '        4 workers',
        ],
        'the tree below the folder',
      );
    });

    it('show a node where it is written', async () => {
      const { deployments: tree } = (await readyExtension()).exports;
      const [deployment] = (await tree.getChildren()) ?? [];
      const [route] = (await tree.getChildren(deployment)) ?? [];
      if (!route) throw new Error('no route');
      const { command } = await tree.getTreeItem(route);
      await vscode.commands.executeCommand(command?.command ?? '', ...(command?.arguments ?? []));
      const editor = vscode.window.activeTextEditor;
      equal(nameOf(editor?.document.uri), 'shop.conf', 'the opened file');
      equal(editor?.document.getText(editor.selection), 'http://shop', 'the selected text');
    });

    it('follow an edit', async () => {
      const { deployments: tree } = (await readyExtension()).exports;
      const { document } = await show('gunicorn.conf.py');
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, document.lineAt(0).range, 'workers = 7');
      equal(await vscode.workspace.applyEdit(edit), true, 'edited');
      await until('seven workers in the tree', async () =>
        (await drawn(tree)).some((line) => line.trim() === '7 workers') ? true : undefined,
      );
      await revert('gunicorn.conf.py');
    });

    it('are led to by the lens over a program', async () => {
      const { document } = await show('supervisord.conf');
      const command = await until('a lens', async () => {
        const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          'vscode.executeCodeLensProvider',
          document.uri,
          10,
        );
        return lenses
          .map((lens) => lens.command)
          .find((one) => one?.title.includes('reached by upstream shop'));
      });
      await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
      const editor = vscode.window.activeTextEditor;
      equal(nameOf(editor?.document.uri), 'shop.conf', 'the opened file');
      equal(editor?.document.getText(editor.selection), 'shop', 'the selected name of the upstream');
    });

    it('are where a link of proxy_pass leads, not the browser', async () => {
      const { document } = await show('nginx/shop.conf');
      const found = await until('the link', async () => {
        const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
          'vscode.executeLinkProvider',
          document.uri,
          10,
        );
        const own = links.filter(({ range }) => document.getText(range) === 'http://shop');
        return own.some(({ target }) => target?.scheme !== 'http') ? own : undefined;
      });
      equal(
        found.map(({ target }) => `${nameOf(target)}#${target?.fragment}`),
        ['shop.conf#L1,10'],
        'the links over http://shop',
      );
    });

    it('are scaled in both files at once', async () => {
      const target = { program: 'web', uri: inFolder('supervisord.conf').toString(), count: 3 };
      await vscode.commands.executeCommand('scalingLens.scaleProgram', target);
      const textOf = async (path: string): Promise<string> =>
        (await vscode.workspace.openTextDocument(inFolder(path))).getText();
      equal(/^numprocs = 3$/m.test(await textOf('supervisord.conf')), true, 'numprocs in supervisord.conf');
      equal((await textOf('nginx/shop.conf')).includes('web_02.sock'), true, 'the third server of nginx');
      await revert('supervisord.conf');
      await revert('nginx/shop.conf');
      equal(/^numprocs = 2$/m.test(await textOf('supervisord.conf')), true, 'numprocs after the revert');
    });

    it('have levels of scaling that are explained', async () => {
      await vscode.commands.executeCommand('scalingLens.explainLevel', 'thread');
      const page = await vscode.workspace.openTextDocument(
        vscode.Uri.from({ scheme: 'scaling-lens', path: '/levels/thread.md' }),
      );
      equal(
        page.lineAt(0).text.startsWith('# Threads'),
        true,
        `the page's heading, not ${page.lineAt(0).text}`,
      );
    });
  });
