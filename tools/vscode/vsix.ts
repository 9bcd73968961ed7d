import { mkdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { createVSIX, listFiles } from '@vscode/vsce';
import { root } from './install.ts';

/** Where the packaged extension lies. */
export const vsixPath: string = path.join(root, 'out/scaling-lens.vsix');

/** Packages what dist/ holds and gives the files in it. Throws when the manifest names a file that is not in it. */
export async function packageExtension(): Promise<readonly string[]> {
  mkdirSync(path.dirname(vsixPath), { recursive: true });
  await createVSIX({
    cwd: root,
    packagePath: vsixPath,
    dependencies: false,
    allowMissingRepository: true,
    // Whoever publishes says where README's pictures lie; here they stay beside it.
    rewriteRelativeLinks: false,
  });
  const files = await listFiles({ cwd: root, dependencies: false } as Parameters<typeof listFiles>[0]);
  const absent = contributedPaths().filter((file) => !files.includes(file));
  if (absent.length > 0)
    throw new Error(`package.json names files that are not packaged: ${absent.join(', ')}`);
  return files;
}

/** Every relative path in the manifest's contributions. */
function contributedPaths(): string[] {
  const manifest = readFileSync(path.join(root, 'package.json'), 'utf8');
  const contributes = JSON.stringify(JSON.parse(manifest).contributes);
  return [...contributes.matchAll(/"\.\/([^"]+)"/g)].flatMap(([, file]) => file ?? []);
}
