import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  DocumentSymbol,
  FoldingRange,
  RegistrationParams,
  SelectionRange,
  SemanticTokens,
  SemanticTokensClientCapabilities,
  WorkspaceSymbol,
} from 'vscode-languageserver/node';
import { fullCapabilities, type TestClient } from './support/client.ts';
import { positionOf, shop, startShop } from './support/shop.ts';

const dynamicTokens: SemanticTokensClientCapabilities = {
  dynamicRegistration: true,
  requests: { full: true, range: true },
  tokenTypes: [],
  tokenModifiers: [],
  formats: ['relative'],
};

let client: TestClient;
beforeAll(async () => {
  client = await startShop();
});
afterAll(() => client.end());

const send = <Result>(method: string, params: object): Promise<Result> =>
  client.connection.sendRequest(method, params);

/** The tokens of an answer as `line:character length type`. */
function read({ data }: SemanticTokens): string[] {
  const types = client.initialized.capabilities.semanticTokensProvider?.legend.tokenTypes ?? [];
  let [line, character] = [0, 0];
  const tokens: string[] = [];
  for (let at = 0; at < data.length; at += 5) {
    const [lines = 0, characters = 0, length, type = 0] = data.slice(at, at + 5);
    line += lines;
    character = lines === 0 ? character + characters : characters;
    tokens.push(`${line}:${character} ${length} ${types[type]}`);
  }
  return tokens;
}

test('textDocument/semanticTokens/full gives the tokens of a file, each from the one before', async () => {
  const answer = await send<SemanticTokens>('textDocument/semanticTokens/full', {
    textDocument: { uri: shop.gunicorn },
  });
  expect(answer.data).toEqual([0, 0, 7, 2, 0, 1, 0, 7, 2, 0]);
  expect(read(answer)).toEqual(['0:0 7 property', '1:0 7 property']);
});

test('gunicorn.conf.py is not coloured where another extension colours Python', async () => {
  const languages = async (options: object): Promise<readonly (string | undefined)[]> => {
    let tell: (given: RegistrationParams) => void = () => {};
    const told = new Promise<RegistrationParams>((resolve) => {
      tell = resolve;
    });
    const other = await startShop({
      options,
      capabilities: { ...fullCapabilities, textDocument: { semanticTokens: dynamicTokens } },
      answers: (connection) => {
        connection.onRequest('client/registerCapability', (given: RegistrationParams) => {
          tell(given);
          return null;
        });
      },
    });
    expect(other.initialized.capabilities.semanticTokensProvider).toBeUndefined();
    const [registration] = (await told).registrations;
    await other.end();
    expect(registration?.method).toBe('textDocument/semanticTokens');
    return registration?.registerOptions.documentSelector.map((one: { language?: string }) => one.language);
  };
  expect(await languages({})).toEqual(['supervisord', 'nginx', 'NGINX', 'python']);
  expect(await languages({ pythonTokensElsewhere: true })).toEqual(['supervisord', 'nginx', 'NGINX']);
});

test('textDocument/semanticTokens/range gives those of a part', async () => {
  const start = positionOf(shop.nginx, 'listen');
  const answer = await send<SemanticTokens>('textDocument/semanticTokens/range', {
    textDocument: { uri: shop.nginx },
    range: { start, end: { line: start.line + 1, character: 0 } },
  });
  expect(read(answer)).toEqual([
    `${start.line}:${start.character} 6 property`,
    `${start.line}:${start.character + 7} 2 number`,
  ]);
});

test('textDocument/selectionRange gives each position its ranges from inside out', async () => {
  const [first, ...others] = await send<SelectionRange[]>('textDocument/selectionRange', {
    textDocument: { uri: shop.nginx },
    positions: [positionOf(shop.nginx, '80', 1)],
  });
  expect(others).toEqual([]);
  expect(first?.range).toEqual({ start: positionOf(shop.nginx, '80'), end: positionOf(shop.nginx, '80', 2) });
  expect(first?.parent?.range.start).toEqual(positionOf(shop.nginx, 'listen'));
});

test('textDocument/foldingRange folds sections up to their last line with text', async () => {
  const folds = await send<FoldingRange[]>('textDocument/foldingRange', {
    textDocument: { uri: shop.supervisord },
  });
  expect(folds).toEqual([
    { startLine: 0, endLine: 1 },
    { startLine: 3, endLine: 8 },
  ]);
});

test('textDocument/documentSymbol nests blocks and shows where a location leads', async () => {
  const symbols = await send<DocumentSymbol[]>('textDocument/documentSymbol', {
    textDocument: { uri: shop.nginx },
  });
  expect(symbols.map(({ name, detail }) => [name, detail])).toEqual([
    ['upstream shop', ''],
    ['server', '80'],
  ]);
  expect(symbols[1]?.children?.map(({ name, detail }) => [name, detail])).toEqual([
    ['location /', 'http://shop'],
  ]);
});

test('workspace/symbol finds by a part of the name', async () => {
  const symbols = await send<WorkspaceSymbol[]>('workspace/symbol', { query: 'sho' });
  expect(symbols.map(({ name, location }) => [name, location.uri])).toEqual([['shop', shop.nginx]]);
});
