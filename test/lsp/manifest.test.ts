// What package.json promises the editor: nothing is named that is not there, and nothing is there that is not named.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { tokenModifiers, tokenTypes } from '../../server/src/features/semantic-tokens/token.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(root + path, 'utf8');
const { contributes, ...manifest } = JSON.parse(read('package.json'));
const texts: Readonly<Record<string, string>> = JSON.parse(read('package.nls.json'));

const client = readdirSync(`${root}client/src`, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => read(`client/src/${name}`))
  .join('\n');

const levels = ['vertical', 'process', 'thread', 'async', 'horizontal'];
const levelCommand = (level: string): string => `scalingLens.explainLevel.${level}`;

describe('texts', () => {
  const named = [...JSON.stringify({ contributes, manifest }).matchAll(/"%([^"%]+)%"/g)].map(
    ([, key]) => key ?? '',
  );
  test('every key has its text', () => expect(named.filter((key) => !(key in texts))).toEqual([]));
  test('every text has its key', () =>
    expect(Object.keys(texts).filter((key) => !named.includes(key))).toEqual([]));
});

describe('commands', () => {
  const own: readonly string[] = contributes.commands.map(({ command }: { command: string }) => command);
  test('each is registered by the client', () =>
    expect(own.filter((command) => !client.includes(`'${command}'`))).toEqual([]));

  test('menus name commands that are there', () => {
    const items: readonly { command: string }[] = Object.values<{ command: string }[]>(
      contributes.menus,
    ).flat();
    expect(items.map(({ command }) => command).filter((command) => !own.includes(command))).toEqual([]);
  });

  test('links of the walkthrough lead to commands that are there', () => {
    const links = Object.values(texts).flatMap((text) =>
      [...text.matchAll(/\(command:([\w.]+)/g)].map(([, command]) => command ?? ''),
    );
    expect(links.length).toBeGreaterThan(5);
    const uncontributed = ['scalingLens.deployments.focus', ...levels.map(levelCommand)];
    expect(links.filter((link) => !own.includes(link) && !uncontributed.includes(link))).toEqual([]);
  });

  test('context keys of `when` clauses are set by the client', () => {
    const keys = new Set(
      JSON.stringify([contributes.menus, contributes.views]).match(/scalingLens\.(?:in|has)\w+/g),
    );
    expect([...keys].filter((key) => !client.includes(`'${key.slice('scalingLens.'.length)}'`))).toEqual([]);
  });
});

describe('the walkthrough', () => {
  const [{ steps }] = contributes.walkthroughs;

  test('has a step for each level', () =>
    expect(steps.map(({ id }: { id: string }) => id)).toEqual(['deployment', ...levels]));

  test('has a picture for each step, dark and light, of at most 45 KB', () => {
    const pictures: readonly string[] = steps.flatMap(
      ({ media }: { media: { image: Record<string, string> } }) => Object.values(media.image),
    );
    expect(new Set(pictures).size).toBe(12);
    for (const picture of new Set(pictures)) {
      expect(existsSync(root + picture), picture).toBe(true);
      expect(statSync(root + picture).size, picture).toBeLessThan(45 * 1024);
    }
  });

  test('leads to a page of each level', () => {
    for (const level of levels) {
      expect(JSON.stringify(texts)).toContain(`command:scalingLens.explainLevel.${level})`);
      expect(existsSync(`${root}docs/levels/${level}.md`)).toBe(true);
    }
  });
});

test('scopes are given for token types that the server announces', () => {
  const selectors: readonly string[] = contributes.semanticTokenScopes.flatMap(
    ({ scopes }: { scopes: Record<string, unknown> }) => Object.keys(scopes),
  );
  const known = (selector: string): boolean => {
    const [type, ...modifiers] = selector.split('.');
    return (
      tokenTypes.some((one) => one === type) &&
      modifiers.every((modifier) => tokenModifiers.some((one) => one === modifier))
    );
  };
  expect(selectors.filter((selector) => !known(selector))).toEqual([]);
});

test('every setting of the editor is read by the server', () => {
  const settings = Object.keys(
    Object.assign(
      {},
      ...contributes.configuration.map(({ properties }: { properties: object }) => properties),
    ),
  );
  const source = read('server/src/lsp/settings.ts');
  const last = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
  expect(
    settings.filter((name) => !name.startsWith('scalingLens.trace') && !source.includes(last(name))),
  ).toEqual([]);
});
