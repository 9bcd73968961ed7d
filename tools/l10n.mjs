// Collects the texts that the client shows into l10n/bundle.l10n.json, from which translations are made
// (bundle.l10n.<locale>.json). `--check` writes nothing and fails when the file is stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { root } from './steps.mjs';

const file = path.join(root, 'l10n/bundle.l10n.json');
const call = /l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g;

const texts = readdirSync(path.join(root, 'client/src'), { recursive: true })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => [...readFileSync(path.join(root, 'client/src', name), 'utf8').matchAll(call)])
  .map(([, text]) => text.replace(/\\(.)/g, '$1'));
const sorted = [...new Set(texts)].sort();
const wanted = `${JSON.stringify(Object.fromEntries(sorted.map((text) => [text, text])), null, 2)}\n`;

const present = existsSync(file) ? readFileSync(file, 'utf8') : '';
if (present !== wanted) {
  if (process.argv.includes('--check')) {
    console.error('l10n/bundle.l10n.json is stale: run `node tools/l10n.mjs`');
    process.exit(1);
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, wanted);
}
