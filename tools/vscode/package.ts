// Packages the extension into out/scaling-lens.vsix and holds it and its server against their budgets.
import { statSync } from 'node:fs';
import * as path from 'node:path';
import { root } from './install.ts';
import { packageExtension, vsixPath } from './vsix.ts';

const kilobytes = (file: string): number => statSync(file).size / 1024;

const files = await packageExtension();
for (const file of files)
  console.log(`${kilobytes(path.join(root, file)).toFixed(0).padStart(6)} KB  ${file}`);

const measures = [
  { what: 'server, KB', is: kilobytes(path.join(root, 'dist/server.js')), most: 1500 },
  { what: 'package, KB', is: kilobytes(vsixPath), most: 1150 },
  { what: 'files', is: files.length, most: 40 },
];
for (const { what, is, most } of measures)
  console.log(`${what}: ${is.toFixed(0)} of ${most}${is > most ? ', over budget' : ''}`);
if (measures.some(({ is, most }) => is > most)) process.exit(1);
