import { expect, test } from 'vitest';
import type { CodeAction, CodeActionContext, Diagnostic } from 'vscode-languageserver/node';
import { fullCapabilities, startClient, type TestClient } from './support/client.ts';

const folder = 'file:///srv/shop';
const nginx = `${folder}/nginx.conf`;

const at = (line: number, character: number) => ({
  start: { line, character },
  end: { line, character },
});

const ask = (
  client: TestClient,
  line: number,
  character: number,
  only?: CodeActionContext['only'],
  diagnostics: readonly Diagnostic[] = [],
): Promise<CodeAction[]> =>
  client.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri: nginx },
    range: at(line, character),
    context: { diagnostics: [...diagnostics], ...(only && { only }) },
  });

async function opened(text: string, capabilities = fullCapabilities): Promise<TestClient> {
  const client = await startClient({ folders: [folder], files: { [nginx]: '' }, capabilities });
  await client.ready;
  await client.open(nginx, text);
  return client;
}

test('the fixes of the finding at the cursor are offered, the safe first one preferred', async () => {
  const client = await opened('#error\n#warning');
  const actions = await ask(client, 0, 6);
  expect(actions.map(({ title, kind, isPreferred }) => [title, kind, isPreferred])).toEqual([
    ['Write #fixed', 'quickfix', true],
    ['Remove it', 'quickfix', undefined],
    ['Ignore test/error here', 'quickfix', undefined],
    ['Ignore test/error in this file', 'quickfix', undefined],
  ]);
  expect(actions[0]?.diagnostics).toMatchObject([{ code: 'test/error' }]);
  expect(actions[0]?.edit?.documentChanges).toEqual([
    {
      textDocument: { uri: nginx, version: 1 },
      edits: [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 6 } }, newText: '#fixed' },
      ],
    },
  ]);
  expect((await ask(client, 1, 0)).filter(({ isPreferred }) => isPreferred)).toEqual([]);
  await client.end();
});

test('nothing is offered away from a finding, and nothing of a kind that was not asked for', async () => {
  const client = await opened('#error\n\n');
  expect(await ask(client, 1, 0)).toEqual([]);
  expect(await ask(client, 0, 0, ['refactor'])).toEqual([]);
  await client.end();
});

test('a finding that the editor names is answered wherever the cursor stands', async () => {
  const client = await opened('#error\n\n#error');
  const named = (await client.diagnostics(nginx)).slice(1);
  expect(named).toHaveLength(1);
  const actions = await ask(client, 1, 0, undefined, named);
  expect(actions[0]?.title).toBe('Write #fixed');
  expect(actions.every(({ diagnostics }) => diagnostics?.[0]?.range.start.line === 2)).toBe(true);
  await client.end();
});

test('actions that do the same for several findings are offered once, for all of them', async () => {
  const client = await opened('#error #error');
  const named = await client.diagnostics(nginx);
  const actions = await ask(client, 0, 0, undefined, named);
  const titles = actions.map(({ title }) => title);
  expect(titles.filter((title) => title === 'Ignore test/error here')).toHaveLength(1);
  expect(actions.find(({ title }) => title === 'Ignore test/error here')?.diagnostics).toHaveLength(2);
  expect(titles.filter((title) => title === 'Write #fixed')).toHaveLength(2);
  await client.end();
});

test.each(['source.fixAll.scalingLens', 'source.fixAll', 'source'])(
  '%s applies every safe fix of the file and no other',
  async (kind) => {
    const client = await opened('#error\n#warning\n#error');
    const actions = await ask(client, 0, 0, [kind]);
    expect(actions.map((action) => action.kind)).toEqual(['source.fixAll.scalingLens']);
    expect(actions[0]?.edit?.documentChanges).toMatchObject([
      { edits: [{ range: { start: { line: 0 } } }, { range: { start: { line: 2 } } }] },
    ]);
    await client.end();
  },
);

test('fixing all is not offered where no fix is safe', async () => {
  const client = await opened('#warning');
  expect(await ask(client, 0, 0, ['source.fixAll'])).toEqual([]);
  await client.end();
});

test('an editor without document changes gets plain changes', async () => {
  const client = await opened('#error', {});
  const [action] = await ask(client, 0, 0);
  expect(action?.edit).toEqual({
    changes: {
      [nginx]: [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 6 } }, newText: '#fixed' },
      ],
    },
  });
  await client.end();
});

test('a handler that throws is logged with its name and file, and answered', async () => {
  const client = await opened('#throws');
  expect(await ask(client, 0, 0)).toEqual([]);
  expect(await client.logged('Code actions of')).toContain(
    `Code actions of ${nginx} failed: Error: a rule threw`,
  );
  await client.end();
});

test('our own client is offered the page of the rule', async () => {
  const client = await startClient({ folders: [folder], options: { rulePage: 'scaling-lens:/{rule}.md' } });
  await client.ready;
  await client.open(nginx, '#error');
  expect((await ask(client, 0, 0)).at(-1)).toMatchObject({
    title: 'Explain test/error',
    command: { command: 'scalingLens.explainRule', arguments: ['test/error'] },
  });
  await client.end();
});
