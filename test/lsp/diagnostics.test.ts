import { expect, test } from 'vitest';
import { startClient } from './support/client.ts';

const folder = 'file:///srv/shop';
const nginx = `${folder}/nginx.conf`;
const other = `${folder}/other/nginx.conf`;

test('findings of files on disk are published before the server says that it is ready', async () => {
  const client = await startClient({ folders: [folder], files: { [nginx]: 'a;\n#error\n' } });
  await client.ready;
  expect(client.published.map(({ uri }) => uri)).toEqual([nginx]);
  expect(await client.diagnostics(nginx)).toMatchObject([
    {
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 6 } },
      severity: 1,
      code: 'test/error',
    },
  ]);
  await client.end();
});

test('a buffer hides the file on disk, and an edit is answered with its version', async () => {
  const client = await startClient({ folders: [folder], files: { [nginx]: '#error' } });
  await client.ready;
  await client.diagnostics(nginx);
  await client.open(nginx, 'none');
  expect(await client.diagnostics(nginx)).toEqual([]);
  await client.change(nginx, 2, [
    { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } }, text: 'x\r\n😀 #warning' },
  ]);
  expect(await client.diagnostics(nginx)).toMatchObject([
    { range: { start: { line: 1, character: 3 }, end: { line: 1, character: 11 } }, severity: 2 },
  ]);
  expect(client.published.at(-1)?.version).toBe(2);
  await client.end();
});

test('a file that is opened anew is sent again, since some editors drop what they showed', async () => {
  const client = await startClient({ folders: [folder], files: { [nginx]: '#error' } });
  await client.ready;
  await client.diagnostics(nginx);
  await client.open(nginx, '#error');
  expect(await client.diagnostics(nginx)).toHaveLength(1);
  expect(client.published.at(-1)?.version).toBe(1);
  await client.end();
});

test('changes that wait together are answered once', async () => {
  const client = await startClient({ folders: [folder] });
  await client.ready;
  await client.open(nginx, '');
  for (const [version, word] of ['#error', '#warning', '#error'].entries())
    void client.change(nginx, version + 2, [{ text: word }]);
  expect(await client.diagnostics(nginx)).toMatchObject([{ code: 'test/error' }]);
  expect(client.published).toHaveLength(1);
  await client.end();
});

test('only a file whose findings differ is sent again, also when another file caused it', async () => {
  const client = await startClient({
    folders: [folder],
    files: { [nginx]: '#cross\n', [other]: '#error' },
  });
  await client.ready;
  await client.diagnostics(other);
  await client.open(other, '#error #crossed');
  const [crossing] = await client.diagnostics(nginx);
  expect(crossing?.relatedInformation).toEqual([
    {
      location: { uri: other, range: { start: { line: 0, character: 7 }, end: { line: 0, character: 15 } } },
      message: 'It is crossed here.',
    },
  ]);
  expect(client.published.filter(({ uri }) => uri === other)).toHaveLength(1);
  await client.change(other, 2, [{ text: '\n#error #crossed' }]);
  const [moved] = await client.diagnostics(nginx);
  expect(moved?.relatedInformation?.[0]?.location.range.start.line).toBe(1);
  await client.end();
});

test('a file that goes away gets an empty list', async () => {
  const client = await startClient({ folders: [folder], files: { [nginx]: '#error' } });
  await client.ready;
  await client.diagnostics(nginx);
  client.disk.delete(nginx);
  await client.touch(nginx);
  expect(await client.diagnostics(nginx)).toEqual([]);
  await client.end();
});

test.each([
  ['hover', []],
  ['hints', [4, 4]],
  ['problems', [3, 4]],
])('advice set to %s gives the severities %j to information and hints', async (advice, severities) => {
  const client = await startClient({
    folders: [folder],
    files: { [nginx]: '#error #information #hint' },
    settings: { advice },
  });
  await client.ready;
  const found = await client.diagnostics(nginx);
  expect(found.map(({ severity }) => severity)).toEqual([1, ...severities]);
  await client.end();
});

test('a changed setting is asked for and shown', async () => {
  const client = await startClient({ folders: [folder], files: { [nginx]: '#hint' } });
  await client.ready;
  expect(await client.diagnostics(nginx)).toHaveLength(1);
  client.settings.advice = 'hover';
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  expect(await client.diagnostics(nginx)).toEqual([]);
  await client.end();
});

test('findings link to the page of their rule where the client has pages, and carry their tag', async () => {
  const client = await startClient({
    folders: [folder],
    files: { [nginx]: '#error' },
    options: { rulePage: 'scaling-lens:/{rule}.md' },
  });
  await client.ready;
  expect(await client.diagnostics(nginx)).toMatchObject([
    { codeDescription: { href: 'scaling-lens:/test/error.md' }, source: 'scaling-lens', tags: [1] },
  ]);
  await client.end();
});

test('an editor without related information gets none', async () => {
  const client = await startClient({
    folders: [folder],
    files: { [nginx]: '#cross\n', [other]: '#crossed' },
    capabilities: {},
  });
  await client.ready;
  expect((await client.diagnostics(nginx))[0]).not.toHaveProperty('relatedInformation');
  await client.end();
});

test('an analysis that throws is logged and the next edit is answered', async () => {
  const client = await startClient({ folders: [folder] });
  await client.ready;
  await client.open(nginx, '#throws');
  expect(await client.logged('Showing the findings failed')).toContain('a rule threw');
  await client.change(nginx, 2, [{ text: '#error' }]);
  expect(await client.diagnostics(nginx)).toHaveLength(1);
  await client.end();
});
