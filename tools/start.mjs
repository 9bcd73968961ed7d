// npm start [folder]: installs, builds, prints what `check` finds in the folder (examples/ unless one is named), and
// opens it in the editor when there is a terminal to stop it from.
import * as path from 'node:path';
import { installDependencies, isInstalled, requireNode, root, run } from './steps.mjs';

requireNode();
const folder = path.resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? path.join(root, 'examples'));

endOnFailure(installDependencies());
endOnFailure(run('node', ['tools/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] }));

const status = run('node', [path.join(root, 'dist/cli.mjs'), 'check', shownFolder()]);
if (status > 1) process.exit(status);

if (process.stdout.isTTY && process.stdin.isTTY && !process.env.CI) openEditor();

function openEditor() {
  if (isInstalled('code')) {
    console.log(`\nOpening ${shownFolder()} in VS Code with the extension.`);
    endOnFailure(run('code', ['--new-window', `--extensionDevelopmentPath=${root}`, folder]));
  } else endOnFailure(run('tsx', ['tools/vscode/open.ts', folder]));
}

function shownFolder() {
  return path.relative(root, folder) || '.';
}

function endOnFailure(code) {
  if (code !== 0) process.exit(code);
}
