import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  ApplyWorkspaceEditParams,
  ApplyWorkspaceEditResult,
  CodeLens,
  ShowDocumentParams,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { fullCapabilities, type TestClient } from './support/client.ts';
import { shop, startShop } from './support/shop.ts';

const capabilities = {
  ...fullCapabilities,
  window: { showDocument: { support: true } },
  workspace: { ...fullCapabilities.workspace, applyEdit: true },
};
const shown: ShowDocumentParams[] = [];
const applied: WorkspaceEdit[] = [];

/** Makes the first edit, refuses all others. */
function answer({ edit }: ApplyWorkspaceEditParams): ApplyWorkspaceEditResult {
  applied.push(edit);
  return applied.length === 1 ? { applied: true } : { applied: false, failureReason: 'It is read only.' };
}

let client: TestClient;
beforeAll(async () => {
  client = await startShop({
    capabilities,
    answers: (connection) => {
      connection.onRequest('window/showDocument', (params: ShowDocumentParams) => {
        shown.push(params);
        return { success: true };
      });
      connection.onRequest('workspace/applyEdit', (params: ApplyWorkspaceEditParams) => answer(params));
    },
  });
});
afterAll(() => client.end());

const execute = (command: string, ...args: readonly unknown[]): Promise<unknown> =>
  client.connection.sendRequest('workspace/executeCommand', { command, arguments: args });

test('only what the editor can do is announced', async () => {
  expect(client.initialized.capabilities.executeCommandProvider?.commands).toEqual([
    'scalingLens.server.show',
    'scalingLens.server.scale',
  ]);
  const plain = await startShop();
  expect(plain.initialized.capabilities.executeCommandProvider).toBeUndefined();
  await plain.end();
});

test('a lens of an editor that shows places leads to the first one', async () => {
  const [lens] = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
    textDocument: { uri: shop.supervisord },
  });
  await execute(lens?.command?.command ?? '', ...(lens?.command?.arguments ?? []));
  expect(shown).toEqual([
    {
      uri: shop.nginx,
      selection: { start: { line: 0, character: 9 }, end: { line: 0, character: 13 } },
      takeFocus: true,
    },
  ]);
});

test('a program is scaled by the edit of the editor, which may refuse it', async () => {
  const scale = (count: unknown) => execute('scalingLens.server.scale', shop.supervisord, 'web', count);
  await scale(3);
  expect(JSON.stringify(applied)).toContain('unix:/run/shop/web_02.sock');
  await expect(scale(4)).rejects.toThrow('It is read only.');
  await expect(scale(0)).rejects.toThrow('The number of instances must be from 1 to 1000.');
  await expect(scale('3')).rejects.toThrow('takes the uri of a file, the name of a program and a number');
});

test('what is no command of ours is refused', async () => {
  await expect(execute('scalingLens.server.show', { uri: 3 })).rejects.toThrow('lacks its arguments');
  await expect(execute('other')).rejects.toThrow('other is unknown');
});
