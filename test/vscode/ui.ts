// The packaged extension as a person meets it: squiggle, Problems panel, hover, quick fix, saved file.
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Locator } from 'playwright-core';
import { openWindow } from '../../tools/vscode/browser.ts';
import { startNodeEditor } from '../../tools/vscode/node-editor.ts';
import { type EditorPage, loadEditor } from '../../tools/vscode/page.ts';
import { results } from '../../tools/vscode/run-suite.ts';
import { vsixPath } from '../../tools/vscode/vsix.ts';
import { inCopy } from './folder.ts';

const file = 'supervisord.conf';
const misspelt = 'autorestrat';

/** Each check says what a person sees; the first that is not seen ends the run. */
async function look(editor: EditorPage, folder: string): Promise<void> {
  await editor.open(file);
  await check('a misspelt option is underlined', () => editor.squiggles('warning').first().waitFor());
  const problems = await editor.problems();
  await check('the Problems panel names it', () => problems.filter({ hasText: misspelt }).first().waitFor());
  await check('the Problems panel names both places of a mistake between two files', () =>
    problems.filter({ hasText: 'graceful_timeout is set here' }).first().waitFor(),
  );
  await editor.command('View: Focus Active Editor Group');
  await editor.goTo(10, 3);
  await check('the hover says what is wrong', async () => {
    await (await editor.hover()).filter({ hasText: misspelt }).waitFor();
    await editor.page.keyboard.press('Escape');
  });
  await check('the light bulb offers the fix, and it is applied', async () => {
    const menu = await editor.quickFixes();
    await menu.filter({ hasText: 'autorestart' }).waitFor();
    await editor.page.keyboard.press('Enter');
    await menu.waitFor({ state: 'hidden' });
    await problems.filter({ hasText: misspelt }).first().waitFor({ state: 'detached' });
  });
  await check('the explorer shows the deployment as a tree', async () => {
    const rows = await editor.deployments();
    await rows.filter({ hasText: 'shop.example /' }).waitFor();
    await rows.filter({ hasText: 'upstream shop' }).waitFor();
  });
  await check('the lens over a program leads to the upstream that reaches it', async () => {
    await editor.open(file);
    const lens = editor.lenses().filter({ hasText: 'reached by upstream shop (2/2)' }).first();
    await clickUntil(lens, editor.page.locator('.tab.active', { hasText: 'shop.conf' }));
    await editor.open(file);
  });
  await check('the file is saved with it', async () => {
    await editor.save();
    const text = readFileSync(path.join(folder, file), 'utf8');
    if (text.includes(misspelt) || !text.includes('autorestart')) throw new Error(`The file is:\n${text}`);
  });
}

/** Clicks again where the editor drew the target anew under the pointer, as it does when its text moves. */
async function clickUntil(target: Locator, sign: Locator): Promise<void> {
  for (let tries = 1; ; tries++) {
    await target.click();
    const seen = await sign.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (seen) return;
    if (tries === 6) throw new Error(`${tries} clicks did nothing`);
  }
}

async function check(what: string, see: () => Promise<void>): Promise<void> {
  try {
    await see();
    console.log(`  seen: ${what}`);
  } catch (error) {
    throw new Error(`Not seen: ${what}`, { cause: error });
  }
}

async function run(): Promise<number> {
  return inCopy(async (folder) => {
    const editor = await startNodeEditor({ folder, vsix: vsixPath });
    const { browser, context } = await openWindow();
    const page = await context.newPage();
    try {
      await look(await loadEditor(page, editor.address), folder);
      return 0;
    } catch (error) {
      console.error(error);
      await page.screenshot({ path: path.join(results, 'ui.png') });
      return 1;
    } finally {
      await browser.close();
      await editor.stop();
    }
  });
}

const started = Date.now();
const code = await run();
console.log(
  `as a person: ${code === 0 ? 'passed' : 'failed'} in ${((Date.now() - started) / 1000).toFixed(1)} s`,
);
process.exit(code);
