// npm test: installs what is missing and runs every check. `npm test -- types lint` runs only the steps named.
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { installDependencies, isInstalled, requireNode, root, run } from './steps.mjs';

requireNode();
const inCi = process.env.CI === 'true';
const linux = process.platform === 'linux' && process.arch === 'x64';

/** Programs that the tests ask for the truth, with their Debian package. */
const programs = {
  supervisord: 'supervisor',
  gunicorn: 'gunicorn',
  nginx: 'nginx-light',
  uvicorn: 'uvicorn',
  nvim: 'neovim',
  chromium: 'chromium',
};
const missing = () => Object.keys(programs).filter((program) => !isInstalled(program));

function installPrograms() {
  const wanted = missing().map((program) => programs[program]);
  if (wanted.length > 0 && isInstalled('apt-get') && process.getuid?.() === 0) {
    const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: { DEBIAN_FRONTEND: 'noninteractive' } };
    run('apt-get', ['update', '-qq'], quiet);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], quiet);
  }
  const left = missing();
  if (left.length === 0) return 0;
  console.log(
    `Not installed: ${left.join(', ')}. Their tests are left out; as root this step installs them.`,
  );
  return inCi ? 1 : 0;
}

/** In CI every test that can run must: a skip would hide a missing program. */
function vitest() {
  const file = path.join(root, 'test-results/vitest.json');
  const status = run('vitest', ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]);
  if (status !== 0) return status;
  const { numPassedTests, numPendingTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  console.log(`${numPassedTests} tests passed, ${numPendingTests} skipped`);
  const skipped = testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status: one }) => one === 'pending' || one === 'skipped')
      .map(({ fullName }) => fullName),
  );
  for (const name of skipped) console.log(`  skipped: ${name}`);
  return inCi && skipped.length > 0 && existsSync(path.join(root, '../shared')) ? 1 : 0;
}

const editor = (...args) => (linux && isInstalled('chromium') ? run('tsx', args) : 'skipped');

const steps = {
  install: installDependencies,
  programs: installPrograms,
  generated: () => run('tsx', ['tools/generate.ts', '--check']) || run('node', ['tools/l10n.mjs', '--check']),
  types: () => run('node', ['tools/types.mjs']),
  lint: () => run('biome', ['ci', ...(process.stdout.isTTY ? [] : ['--colors=off']), '.']),
  boundaries: () => run('npm', ['run', '--silent', 'boundaries']),
  tests: vitest,
  build: () => run('node', ['tools/build.mjs']),
  package: () => run('tsx', ['tools/vscode/package.ts']),
  'editor, extensions in Node': () => editor('test/vscode/run.ts', 'node'),
  'editor, extensions in a web worker': () => editor('test/vscode/run.ts', 'web'),
  'editor, as a person': () => editor('test/vscode/ui.ts'),
};

const asked = process.argv.slice(2);
const outcomes = [];
for (const [name, step] of Object.entries(steps)) {
  if (asked.length > 0 && !asked.some((word) => name.startsWith(word))) continue;
  console.log(`\n── ${name}`);
  const started = Date.now();
  const status = step();
  const outcome = status === 'skipped' ? (inCi ? 'failed' : 'skipped') : status === 0 ? 'passed' : 'failed';
  outcomes.push({ name, outcome, seconds: (Date.now() - started) / 1000 });
  if (name === 'install' && status !== 0) break;
}

console.log('');
for (const { name, outcome, seconds } of outcomes)
  console.log(`${outcome.padEnd(8)}${seconds.toFixed(1).padStart(7)} s  ${name}`);
const count = (outcome) => outcomes.filter((one) => one.outcome === outcome).length;
const skipped = count('skipped') > 0 ? `, ${count('skipped')} skipped` : '';
console.log(`\n${count('passed')} passed, ${count('failed')} failed${skipped}`);
process.exit(count('failed') > 0 ? 1 : 0);
