import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { type HostKind, root } from '../../tools/vscode/install.ts';

/**
 * Bundles the suite into one file, since a web worker loads no modules, and gives its path. It lies inside the
 * extension's folder, from which the web editor serves.
 */
export async function bundleSuite(kind: HostKind): Promise<string> {
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
