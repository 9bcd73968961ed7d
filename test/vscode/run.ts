// Runs the suite in the real editor: `tsx test/vscode/run.ts node web`. Exit code 1 when a test failed.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { type HostKind, root } from '../../tools/vscode/install.ts';
import { startNodeEditor } from '../../tools/vscode/node-editor.ts';
import { runSuite } from '../../tools/vscode/run-suite.ts';
import { startWebEditor } from '../../tools/vscode/web-editor.ts';

const starters = { node: startNodeEditor, web: startWebEditor } as const;

/** One file, since a web worker loads no modules. It lies inside the extension, from which the web editor serves. */
async function bundleSuite(kind: HostKind): Promise<string> {
  const outfile = path.join(root, 'out/test', `suite-${kind}.js`);
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/vscode/suite/index.ts'],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: kind === 'node' ? 'node' : 'browser',
    define: { global: 'globalThis' },
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}

async function runIn(kind: HostKind): Promise<boolean> {
  const started = Date.now();
  const folder = mkdtempSync(path.join(tmpdir(), 'lens-folder-'));
  try {
    cpSync(path.join(root, 'test/vscode/fixtures/shop'), folder, { recursive: true });
    const tests = await bundleSuite(kind);
    const editor = await starters[kind]({ folder, extension: root, tests });
    const code = await runSuite(editor, `suite-${kind}`);
    console.log(
      `${kind} host: ${code === 0 ? 'passed' : 'failed'} in ${((Date.now() - started) / 1000).toFixed(1)} s`,
    );
    return code === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let passed = true;
for (const kind of process.argv.slice(2) as HostKind[]) passed = (await runIn(kind)) && passed;
process.exit(passed ? 0 : 1);
