import type { Diagnostic, Position } from 'vscode-languageserver/node';
import { createLanguageService } from '../../../server/src/service.ts';
import { type ClientParts, startClient, type TestClient } from './client.ts';

const folder = 'file:///srv/shop';

/** A deployment of three files that hold each other; everything in it is in order. */
export const shop = {
  supervisord: `${folder}/supervisord.conf`,
  gunicorn: `${folder}/gunicorn.conf.py`,
  nginx: `${folder}/nginx/shop.conf`,
} as const;

/** The texts of the shop, by uri. */
export const shopFiles: Readonly<Record<string, string>> = {
  [shop.supervisord]: `[supervisord]
nodaemon = true

[program:web]
command = gunicorn -c gunicorn.conf.py -b unix:/run/shop/web_%(process_num)02d.sock shop:app
directory = /srv/shop
process_name = %(program_name)s_%(process_num)02d
numprocs = 2
stopwaitsecs = 40
`,
  [shop.gunicorn]: 'workers = 4\ntimeout = 30\n',
  [shop.nginx]: `upstream shop {
    server unix:/run/shop/web_00.sock;
    server unix:/run/shop/web_01.sock;
}

server {
    listen 80;
    location / {
        proxy_set_header Host $host;
        proxy_pass http://shop;
    }
}
`,
};

/** The position of the first character of `needle` in a file of the shop, moved by `by`; throws when it is not there. */
export function positionOf(uri: string, needle: string, by = 0): Position {
  const text = shopFiles[uri] ?? '';
  const offset = text.indexOf(needle);
  if (offset < 0) throw new Error(`${uri} holds no ${needle}`);
  const lines = text.slice(0, offset + by).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** A client with the shop on its disk and the real analysis; it is ready. */
export async function startShop(parts: ClientParts = {}): Promise<TestClient> {
  const client = await startClient({
    folders: [folder],
    files: shopFiles,
    createService: createLanguageService,
    ...parts,
  });
  await client.ready;
  return client;
}

/**
 * Asks one method about a place of the shop, as an editor does: `ask(client, 'textDocument/hover', shop.gunicorn,
 * 'workers')`. `extra` is what the method wants besides.
 */
export const ask = <Result>(
  client: TestClient,
  method: string,
  uri: string,
  needle: string,
  extra: object = {},
): Promise<Result> =>
  client.connection.sendRequest(method, {
    textDocument: { uri },
    position: positionOf(uri, needle, 1),
    ...extra,
  });

/** The finding of a rule as soon as it is published. */
export async function findingOf(of: TestClient, uri: string, rule: string): Promise<Diagnostic> {
  for (;;) {
    const found = (await of.diagnostics(uri)).find(({ code }) => code === rule);
    if (found) return found;
  }
}
