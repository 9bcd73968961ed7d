import { expect, test } from 'vitest';
import type { InlayHint } from 'vscode-languageserver/node';
import { shop, startShop } from './support/shop.ts';

const labelsOf = async (uri: string, settings: Record<string, unknown>): Promise<unknown[]> =>
  (await hintsOf(settings, uri)).map(({ label }) => label);

const hintsOf = async (
  settings: Record<string, unknown>,
  uri: string = shop.supervisord,
): Promise<InlayHint[]> => {
  const client = await startShop({ settings });
  const hints = await client.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
    textDocument: { uri },
    range: { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } },
  });
  await client.end();
  return hints;
};

test('a hint stands behind the address that it expands', async () => {
  expect(await hintsOf({})).toEqual([
    {
      position: { line: 4, character: 83 },
      label: 'web_00.sock, web_01.sock',
      paddingLeft: true,
      tooltip: '2 instances: unix:/run/shop/web_00.sock, unix:/run/shop/web_01.sock',
    },
    {
      position: { line: 6, character: 49 },
      label: 'web_00, web_01',
      paddingLeft: true,
      tooltip: '2 instances: web_00, web_01',
    },
  ]);
});

test('each kind of hint is switched by itself', async () => {
  expect(await hintsOf({ inlayHints: { instances: false } })).toEqual([]);
  expect(await labelsOf(shop.nginx, {})).toEqual([]);
  expect(await labelsOf(shop.nginx, { inlayHints: { defaults: true } })).toEqual([
    'weight=1 max_fails=1 fail_timeout=10s',
    'weight=1 max_fails=1 fail_timeout=10s',
  ]);
  expect(await hintsOf({ inlayHints: false })).toEqual([]);
});
