// Builds everything that is run or shipped into dist/. `--dev` keeps it readable, with source maps that debuggers
// follow; `--watch` builds again on every change; `--extension` leaves the command line out. Prints every size.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { pages, withoutRuleTexts } from './rule-texts.mjs';

const root = path.resolve(import.meta.dirname, '..');
const flags = new Set(process.argv.slice(2));
const dev = flags.has('--dev') || flags.has('--watch');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: !dev,
  sourcemap: dev ? 'linked' : 'external',
  legalComments: 'none',
  define: { SCALING_LENS_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
};

// The oldest Node of a VS Code that engines.vscode allows.
const node = { ...common, platform: 'node', target: 'node20' };

/**
 * One file serves both extension hosts, which halves the download: each half is evaluated only where it runs, so
 * that the modules of Node it asks for are never missed in a worker.
 */
const both = (choice, format, outfile) => ({
  ...node,
  stdin: { contents: choice, resolveDir: root, sourcefile: 'both.js' },
  outfile,
  format,
  conditions: ['browser'],
  external: ['vscode'],
  plugins: [withoutRuleTexts],
});
const inWorker = "typeof WorkerGlobalScope !== 'undefined'";

// Packages written as CommonJS call require, which an ES module does not have.
const requireInModules =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** The command line starts the server that the editor starts, so it is not bundled twice. */
const serverBeside = {
  name: 'server-beside',
  setup(build) {
    build.onResolve({ filter: /node\/server\.ts$/ }, () => ({ path: './server-node.js', external: true }));
  },
};

const bundles = [
  both(
    `module.exports = ${inWorker} ? require('./client/src/extension.web.ts') : require('./client/src/extension.ts');`,
    'cjs',
    'dist/client.js',
  ),
  both(
    `if (${inWorker}) require('./server/src/web/server.ts'); else require('./server/src/node/server.ts');`,
    'iife',
    'dist/server.js',
  ),
  {
    ...node,
    entryPoints: { cli: 'server/src/cli/main.ts' },
    outdir: 'dist',
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    chunkNames: '[name]-[hash]', // beside server.js
    plugins: [serverBeside, withoutRuleTexts],
    banner: { js: dev ? requireInModules : `#!/usr/bin/env node\n${requireInModules}` },
  },
];

/**
 * What a Node process starts: the server with Node's compile cache (from Node 22 on), which saves the second start
 * most of the compiling. The cache must be on before the bundle is loaded, hence a file of its own.
 */
const serverInNode = `require('node:module').enableCompileCache?.();\nrequire('./server.js');\n`;

/** Texts that the server reads when it needs them: pages of rules and levels, descriptions of nginx's directives. */
function writeBeside() {
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  writeFileSync(path.join(root, 'dist/server-node.js'), serverInNode);
  writeFileSync(path.join(root, 'dist/rules.json'), JSON.stringify(pages(root)));
  const run = spawnSync(process.execPath, ['tools/nginx-reference.mjs'], { cwd: root, stdio: 'inherit' });
  if (run.status !== 0) throw new Error('tools/nginx-reference.mjs failed');
}

/** npm does this once, when it links the command; a build after that would undo it. */
function makeExecutable(file) {
  if (existsSync(file)) chmodSync(file, 0o755);
}

function printSizes() {
  const files = readdirSync(path.join(root, 'dist'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  for (const file of files.sort())
    console.log(`${(statSync(file).size / 1024).toFixed(0).padStart(6)} KB  ${path.relative(root, file)}`);
}

rmSync(path.join(root, 'dist'), { recursive: true, force: true });
const wanted = flags.has('--extension') ? bundles.filter(({ stdin }) => stdin) : bundles;
if (flags.has('--watch')) {
  for (const bundle of wanted) await (await esbuild.context(bundle)).watch();
  writeBeside();
} else {
  await Promise.all(wanted.map((bundle) => esbuild.build(bundle)));
  writeBeside();
  makeExecutable(path.join(root, 'dist/cli.mjs'));
  printSizes();
}
