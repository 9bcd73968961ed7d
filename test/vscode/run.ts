// Runs the suite in the real editor: `tsx test/vscode/run.ts node web`. Exit code 1 when a test failed.
import { type HostKind, root } from '../../tools/vscode/install.ts';
import { startNodeEditor } from '../../tools/vscode/node-editor.ts';
import { runSuite } from '../../tools/vscode/run-suite.ts';
import { startWebEditor } from '../../tools/vscode/web-editor.ts';
import { bundleSuite } from './bundle.ts';
import { inCopy } from './folder.ts';

const starters = { node: startNodeEditor, web: startWebEditor } as const;

async function runIn(kind: HostKind): Promise<boolean> {
  const started = Date.now();
  const code = await inCopy(async (folder) => {
    const editor = await starters[kind]({ folder, extension: root, tests: await bundleSuite(kind) });
    return runSuite(editor, `suite-${kind}`);
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${kind} host: ${code === 0 ? 'passed' : 'failed'} in ${seconds} s`);
  return code === 0;
}

let passed = true;
for (const kind of process.argv.slice(2) as HostKind[]) passed = (await runIn(kind)) && passed;
process.exit(passed ? 0 : 1);
