import { expect, test } from 'vitest';
import type { WorkspaceEdit } from 'vscode-languageserver/node';
import type {
  ProgramsResult,
  ScaleResult,
  StatusParams,
  TreeNode,
  TreeResult,
} from '../../server/src/lsp/protocol.ts';
import { positionOf, shop, startShop } from './support/shop.ts';

const labels = (nodes: readonly TreeNode[]): readonly string[] =>
  nodes.flatMap(({ label, children }) => [label, ...labels(children)]);

test('scalingLens/tree gives each node a place and an id of its own', async () => {
  const client = await startShop();
  const { deployments } = await client.connection.sendRequest<TreeResult>('scalingLens/tree');
  expect(labels(deployments)).toEqual(['shop', '80 /', 'shop', 'web_00', '4 workers', 'web_01', '4 workers']);
  const upstream = deployments[0]?.children[0]?.children[0];
  expect(upstream).toMatchObject({
    kind: 'upstream',
    detail: '2 servers, 2 bound here · round-robin',
    place: { uri: shop.nginx, range: { start: positionOf(shop.nginx, 'shop {') } },
    errors: 0,
    warnings: 0,
    program: null,
  });
  const ids = (nodes: readonly TreeNode[]): readonly string[] =>
    nodes.flatMap(({ id, children }) => [id, ...ids(children)]);
  const all = ids(deployments);
  expect(new Set(all).size).toBe(all.length);
  await client.end();
});

test('the status says how many problems a deployment has, and the tree is told to be old', async () => {
  const statuses: StatusParams[] = [];
  let treeChanges = 0;
  const client = await startShop({
    options: { showsDeployments: true },
    answers: (connection) => {
      connection.onNotification('scalingLens/status', (params: StatusParams) => void statuses.push(params));
      connection.onNotification('scalingLens/treeChanged', () => void treeChanges++);
    },
  });
  const found = (): number[] => statuses.at(-1)?.deployments.map(({ errors }) => errors) ?? [];
  expect(found()).toEqual([0]);
  expect(treeChanges).toBe(1);
  await client.open(shop.nginx, 'upstream shop { server unix:/run/shop/none.sock; }\nserver { lisen 80; }\n');
  await client.diagnostics(shop.nginx);
  await client.connection.sendRequest('scalingLens/tree');
  expect(found()[0]).toBeGreaterThan(0);
  expect(treeChanges).toBe(2);
  await client.end();
});

test('scalingLens/scale gives the edit of both files, or why it is refused', async () => {
  const client = await startShop();
  const { programs } = await client.connection.sendRequest<ProgramsResult>('scalingLens/programs');
  expect(programs).toEqual([{ name: 'web', uri: shop.supervisord, instances: 2 }]);
  const scale = (count: number): Promise<ScaleResult> =>
    client.connection.sendRequest('scalingLens/scale', { uri: shop.supervisord, program: 'web', count });
  const result = await scale(3);
  const { documentChanges } = (result.kind === 'edit' ? result.edit : {}) as WorkspaceEdit;
  expect(documentChanges).toEqual([
    expect.objectContaining({ textDocument: { uri: shop.supervisord, version: null } }),
    expect.objectContaining({ textDocument: { uri: shop.nginx, version: null } }),
  ]);
  expect(JSON.stringify(documentChanges)).toContain('unix:/run/shop/web_02.sock');
  expect(await scale(0)).toEqual({
    kind: 'refused',
    why: 'The number of instances must be from 1 to 1000.',
  });
  await client.end();
});
