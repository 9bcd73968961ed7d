// Packages the extension into out/scaling-lens.vsix and holds it and its bundles against their budgets.
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { createVSIX, listFiles } from '@vscode/vsce';
import { root } from './install.ts';

export const vsixPath = path.join(root, 'out/scaling-lens.vsix');

/** Kilobytes, and files. */
const budgets = { server: 500, vsix: 400, files: 30 };

mkdirSync(path.dirname(vsixPath), { recursive: true });
await createVSIX({ cwd: root, packagePath: vsixPath, dependencies: false, allowMissingRepository: true });
const files = await listFiles({ cwd: root, dependencies: false } as Parameters<typeof listFiles>[0]);
for (const file of files)
  console.log(`${kilobytes(path.join(root, file)).toFixed(0).padStart(6)} KB  ${file}`);

const absent = contributedPaths().filter((file) => !files.includes(file));
if (absent.length > 0) {
  console.error(`package.json names files that are not packaged: ${absent.join(', ')}`);
  process.exit(1);
}

const measured = {
  server: Math.max(...['dist/server.js', 'dist/server.js'].map((file) => kilobytes(path.join(root, file)))),
  vsix: kilobytes(vsixPath),
  files: files.length,
};
const over = (Object.keys(budgets) as (keyof typeof budgets)[]).filter((key) => measured[key] > budgets[key]);
for (const key of Object.keys(budgets) as (keyof typeof budgets)[])
  console.log(`${key}: ${measured[key].toFixed(0)} of ${budgets[key]}${key === 'files' ? '' : ' KB'}`);
if (over.length > 0) {
  console.error(`Over budget: ${over.join(', ')}`);
  process.exit(1);
}

function kilobytes(file: string): number {
  return statSync(file).size / 1024;
}

/** Every relative path in the manifest's contributions. */
function contributedPaths(): string[] {
  const manifest = readFileSync(path.join(root, 'package.json'), 'utf8');
  const contributes = JSON.stringify(JSON.parse(manifest).contributes);
  return [...contributes.matchAll(/"\.\/([^"]+)"/g)].flatMap(([, file]) => file ?? []);
}
