// Type-checks every TypeScript project of the repository. Each has its own libraries, so that the pure core
// cannot reach Node or the DOM.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const projects = [
  'server/tsconfig.core.json',
  'server/tsconfig.json',
  'server/tsconfig.web.json',
  'client/tsconfig.json',
  'client/tsconfig.web.json',
  'test/tsconfig.json',
  'test/vscode/tsconfig.json',
];

let failed = false;
for (const project of projects.filter((path) => existsSync(path))) {
  const run = spawnSync('npx', ['tsc', '-p', project], { stdio: 'inherit' });
  failed ||= run.status !== 0;
}
process.exit(failed ? 1 : 0);
