// Runs the same suite in a desktop VS Code, which @vscode/test-electron downloads: `tsx test/vscode/run-electron.ts`.
import { runTests } from '@vscode/test-electron';
import { root } from '../../tools/vscode/install.ts';
import { bundleSuite } from './bundle.ts';
import { inCopy } from './folder.ts';

await inCopy(async (folder) =>
  runTests({
    extensionDevelopmentPath: root,
    extensionTestsPath: await bundleSuite('node'),
    launchArgs: [folder, '--disable-extensions', '--disable-workspace-trust'],
  }),
);
