import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
} from 'vscode-languageserver/node';
import type { TestClient } from './support/client.ts';
import { ask, positionOf, shop, startShop } from './support/shop.ts';

let client: TestClient;
beforeAll(async () => {
  client = await startShop();
});
afterAll(() => client.end());

const prepare = (uri: string, needle: string): Promise<CallHierarchyItem[] | null> =>
  ask(client, 'textDocument/prepareCallHierarchy', uri, needle);

test('the way of a request is walked down from the route to the configuration file', async () => {
  const names: string[] = [];
  let [item] = (await prepare(shop.nginx, 'location')) ?? [];
  while (item) {
    names.push(`${item.name} ${item.detail}`);
    const calls: CallHierarchyOutgoingCall[] | null = await client.connection.sendRequest(
      'callHierarchy/outgoingCalls',
      { item },
    );
    item = calls?.[0]?.to;
  }
  expect(names).toEqual([
    '80 / http://shop',
    'shop 2 servers · round-robin',
    'web 2 instances',
    'gunicorn.conf.py 4 workers',
  ]);
});

test('callers are told with the places that call, in the file of the caller', async () => {
  const [item] = (await prepare(shop.supervisord, 'program:web')) ?? [];
  const calls: CallHierarchyIncomingCall[] = await client.connection.sendRequest(
    'callHierarchy/incomingCalls',
    { item },
  );
  expect(calls.map(({ from }) => from.uri)).toEqual([shop.nginx]);
  expect(calls[0]?.fromRanges.map(({ start }) => start)).toEqual([
    positionOf(shop.nginx, 'unix:/run/shop/web_00'),
    positionOf(shop.nginx, 'unix:/run/shop/web_01'),
  ]);
});

test('an item of a part that is gone has no calls', async () => {
  const [item] = (await prepare(shop.nginx, 'location')) ?? [];
  const gone = { item: { ...item, data: 'route 9999 file:///gone' } };
  expect(await client.connection.sendRequest('callHierarchy/outgoingCalls', gone)).toBeNull();
  expect(await prepare(shop.supervisord, 'nodaemon')).toBeNull();
});
