// Opens a folder with the extension in a VS Code that a browser shows, for a machine without VS Code.

import { root } from './install.ts';
import { startNodeEditor } from './node-editor.ts';
import { startWebEditor } from './web-editor.ts';

const folder = process.argv[2] ?? root;

// The Node editor comes with a Node of its own, which is for this platform only. Elsewhere the folder is a copy.
const onDisk = process.platform === 'linux' && process.arch === 'x64';

console.log(
  '\nVS Code is not installed, so it is started for a browser (installed once, below .vscode-test/).',
);
const start = onDisk ? startNodeEditor : startWebEditor;
const editor = await start({ folder, extension: root, settings: { 'workbench.startupEditor': 'readme' } });
console.log(`\nOpen ${editor.address}\n`);
console.log(onDisk ? 'Ctrl+C ends it.' : 'What you save there is not written to the folder. Ctrl+C ends it.');
process.once('SIGINT', () => void editor.stop().then(() => process.exit(0)));
process.once('SIGTERM', () => void editor.stop().then(() => process.exit(0)));
