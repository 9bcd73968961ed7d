import 'mocha/mocha.js';
import { activation } from './activation.ts';
import { commands } from './commands.ts';
import { deployments } from './deployments.ts';
import { findings } from './findings.ts';
import { snippets } from './snippets.ts';
import { structure } from './structure.ts';

const suiteBegins = '##suite-begin##';
const suiteEnds = '##suite-end##';

/** Runs every test inside an extension host. Rejects when one fails: the contract of @vscode/test-electron. */
export function run(): Promise<void> {
  mocha.setup({
    ui: 'bdd',
    reporter: 'spec',
    timeout: 120_000,
    failZero: true,
    color: false,
  } as Mocha.MochaOptions);
  // mocha's one-file build reads the page's address, which Node does not have.
  if (!('location' in globalThis)) Object.assign(globalThis, { location: { search: '' } });
  activation();
  commands();
  deployments();
  findings();
  snippets();
  structure();
  return new Promise((resolve, reject) => {
    console.log(suiteBegins);
    mocha.run((failures) => {
      console.log(suiteEnds);
      if (failures > 0) reject(new Error(`${failures} tests failed`));
      else resolve();
    });
  });
}
