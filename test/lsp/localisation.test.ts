// A translation is files beside package.nls.json and bundle.l10n.json: every text for people must come from these two.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Node, parse } from 'acorn';
import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(root + path, 'utf8');

describe('package.json', () => {
  const manifest = JSON.parse(read('package.json'));
  const texts: Readonly<Record<string, string>> = JSON.parse(read('package.nls.json'));
  const strings = stringsIn(manifest, '');

  /** Properties that the editor shows, wherever they stand. */
  const shown =
    /\/(title|description|displayName|category|contextualTitle|altText|patternErrorMessage|label|(markdown)?[dD]escription|(markdown)?(Enum|enum)Descriptions\/\d+|deprecationMessage)$|^\/contributes\/views\/.*\/name$/;
  /** What people do not read. */
  const technical =
    /\/(when|pattern|firstLine|scripts\/[^/]+|enum\/\d+|extensions\/\d+|filenames\/\d+|filenamePatterns\/\d+|engines\/[^/]+)$/;
  const isName = (text: string): boolean => text === 'Scaling Lens';
  const isKey = (text: string): boolean => /^%[^%]+%$/.test(text);

  test('shows nothing but keys and the name of the extension', () => {
    const seen = strings.filter(({ path }) => shown.test(path));
    expect(seen.length).toBeGreaterThan(200);
    expect(seen.filter(({ text }) => !isKey(text) && !isName(text))).toEqual([]);
  });

  test('has no sentence where none is expected', () => {
    const sentences = strings.filter(({ path, text }) => /\p{L} \p{L}/u.test(text) && !technical.test(path));
    expect(
      sentences.filter(
        ({ path, text }) => !isName(text) && !/^\/(categories|keywords|devDependencies)\//.test(path),
      ),
    ).toEqual([]);
  });

  test('has the text of every key', () => {
    const keys = strings.filter(({ text }) => isKey(text)).map(({ text }) => text.slice(1, -1));
    expect(keys.filter((key) => !texts[key])).toEqual([]);
  });
});

describe('the client', () => {
  const bundle: Readonly<Record<string, string>> = JSON.parse(read('l10n/bundle.l10n.json'));
  const files = readdirSync(`${root}client/src`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name, nodes: nodesOf(read(`client/src/${name}`)) }));

  test('asks for texts that the bundle has, letter by letter', () => {
    const asked = files.flatMap(({ nodes }) => nodes.filter(isTranslated).map(firstArgument));
    expect(asked.length).toBeGreaterThan(40);
    expect(asked.filter((text) => text === undefined || !(text in bundle))).toEqual([]);
    expect(Object.keys(bundle).filter((text) => !asked.includes(text))).toEqual([]);
  });

  test('writes no sentence of its own but into the log', () => {
    const own = files.flatMap(({ name, nodes }) => {
      const elsewhere = new Set(nodes.filter((node) => isTranslated(node) || isLogged(node)).flatMap(within));
      return nodes
        .filter((node) => !elsewhere.has(node))
        .flatMap(textOf)
        .filter((text) => /\p{L} \p{L}/u.test(text) && text !== 'Scaling Lens')
        .map((text) => `${name}: ${text}`);
    });
    expect(own).toEqual([]);
  });
});

interface Found {
  readonly path: string;
  readonly text: string;
}

function stringsIn(value: unknown, path: string): readonly Found[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => stringsIn(one, `${path}/${key.replaceAll('/', '~')}`));
}

type AnyNode = Node & Readonly<Record<string, unknown>>;

/** All nodes of a TypeScript file. */
const nodesOf = (source: string): readonly AnyNode[] => {
  const { code } = transformSync(source, { loader: 'ts', target: 'es2022', charset: 'utf8' });
  return within(parse(code, { ecmaVersion: 2022, sourceType: 'module' }) as unknown as AnyNode);
};

function within(node: AnyNode): readonly AnyNode[] {
  const below = Object.values(node).flat().filter(isNode);
  return [node, ...below.flatMap(within)];
}

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value;

/** The names of a call `a.b.c(…)`, last first. */
function calledNames({ type, callee }: AnyNode): readonly string[] {
  if (type !== 'CallExpression' || !isNode(callee)) return [];
  return within(callee)
    .filter((node) => node.type === 'Identifier')
    .map(({ name }) => String(name))
    .reverse();
}

const isTranslated = (node: AnyNode): boolean => calledNames(node).slice(0, 2).join() === 't,l10n';

const isLogged = (node: AnyNode): boolean => calledNames(node).includes('output');

function firstArgument(node: AnyNode): string | undefined {
  const [first] = node.arguments as readonly AnyNode[];
  return typeof first?.value === 'string' ? first.value : undefined;
}

function textOf({ type, value }: AnyNode): readonly string[] {
  if (type === 'Literal' && typeof value === 'string') return [value];
  return type === 'TemplateElement' ? [(value as { readonly raw: string }).raw] : [];
}
