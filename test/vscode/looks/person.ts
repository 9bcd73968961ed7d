import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { EditorPage } from '../../../tools/vscode/page.ts';
import { actUntil, check } from './check.ts';

const file = 'supervisord.conf';
const misspelt = 'autorestrat';

/** What a person sees who looks and clicks: squiggle, Problems panel, hover, quick fix, tree, lens, saved file. */
export async function asPerson(editor: EditorPage, folder: string): Promise<void> {
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
    const upstream = editor.page.locator('.tab.active', { hasText: 'shop.conf' });
    await actUntil(
      () => lens.click(),
      (timeout) => upstream.waitFor({ timeout }),
    );
    await editor.open(file);
  });
  await check('the file is saved with it', async () => {
    await editor.save();
    const text = readFileSync(path.join(folder, file), 'utf8');
    if (text.includes(misspelt) || !text.includes('autorestart')) throw new Error(`The file is:\n${text}`);
  });
}
