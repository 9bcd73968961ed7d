// The packaged extension as a person meets it: `tsx test/vscode/ui.ts [person] [keyboard]`, both unless one is named.
import * as path from 'node:path';
import { openWindow } from '../../tools/vscode/browser.ts';
import { root } from '../../tools/vscode/install.ts';
import { startNodeEditor } from '../../tools/vscode/node-editor.ts';
import { type EditorPage, loadEditor } from '../../tools/vscode/page.ts';
import { results } from '../../tools/vscode/run-suite.ts';
import { vsixPath } from '../../tools/vscode/vsix.ts';
import { inCopy } from './folder.ts';
import { withoutMouse } from './looks/keyboard.ts';
import { asPerson } from './looks/person.ts';

type Look = (editor: EditorPage, folder: string) => Promise<void>;

const looks: Readonly<Record<string, Look>> = { person: asPerson, keyboard: withoutMouse };

/** Each look has a window and a copy of the folder of its own; the editor behind them is one. */
async function run(address: string, name: string, see: Look): Promise<boolean> {
  const started = Date.now();
  const passed = await inCopy((folder) => inWindow(addressOf(address, folder), folder, name, see));
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`as a person, ${name}: ${passed ? 'passed' : 'failed'} in ${seconds} s`);
  return passed;
}

function addressOf(address: string, folder: string): string {
  const url = new URL(address);
  url.searchParams.set('folder', folder);
  return url.href;
}

async function inWindow(address: string, folder: string, name: string, see: Look): Promise<boolean> {
  const { browser, context } = await openWindow();
  const page = await context.newPage();
  try {
    await see(await loadEditor(page, address), folder);
    return true;
  } catch (error) {
    console.error(error);
    await page.screenshot({ path: path.join(results, `ui-${name}.png`) });
    return false;
  } finally {
    await browser.close();
  }
}

const asked = process.argv.slice(2);
const editor = await startNodeEditor({
  folder: path.join(root, 'test/vscode/fixtures/shop'),
  vsix: vsixPath,
});
let passed = true;
for (const [name, see] of Object.entries(looks))
  if (asked.length === 0 || asked.includes(name)) passed = (await run(editor.address, name, see)) && passed;
await editor.stop();
process.exit(passed ? 0 : 1);
