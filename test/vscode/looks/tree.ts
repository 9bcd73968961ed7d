import type { EditorPage } from '../../../tools/vscode/page.ts';
import { actUntil, check, until } from './check.ts';
import { pressFor, type ScreenReader } from './screen-reader.ts';

const problems = '2 warnings';
const upstream = `treeitem: upstream shop, 2 servers, 2 bound here, round-robin, ${problems}`;
const first = `treeitem: instance web_00, unix:/run/shop/web_00.sock, ${problems}`;
const second = `treeitem: instance web_01, unix:/run/shop/web_01.sock, ${problems}`;

/** The view Deployments: arrows, Home and End, typing a name, Enter, the menu, the hover. */
export async function treeByKeyboard(editor: EditorPage, reader: ScreenReader): Promise<void> {
  const { keyboard } = editor.page;
  await check('the tree says of each node what it is and what is wrong with it', async () => {
    await editor.deployments();
    await editor.command('Explorer: Focus on Deployments View');
    await keyboard.press('Home');
    await until(reader.focused, (heard) =>
      /^treeitem: deployment lens-\S+, no profile, 3 warnings$/.test(heard),
    );
    await keyboard.press('ArrowDown');
    await reader.hears('treeitem: route shop.example /, upstream shop, 3 warnings');
    await keyboard.press('End');
    await reader.hears(upstream);
    await keyboard.press('ArrowRight');
    await until(
      () => reader.names('treeitem'),
      (names) => names.some((name) => second.endsWith(name)),
    );
    await keyboard.press('ArrowRight');
    await reader.hears(first);
    await keyboard.press('ArrowRight');
    await until(
      () => reader.names('treeitem'),
      (names) => names.includes('4 workers, gunicorn, gunicorn.conf.py'),
    );
    await keyboard.press('ArrowDown');
    await reader.hears('treeitem: 4 workers, gunicorn, gunicorn.conf.py');
  });
  await check('typing a name finds its node, and Enter leads to the place', async () => {
    await keyboard.type('web_01');
    await reader.hears(second);
    await keyboard.press('Enter');
    await until(reader.focused, (heard) => heard.startsWith('textbox: supervisord.conf'));
    await editor.page.locator('.statusbar-item', { hasText: 'Ln 4,' }).waitFor();
  });
  await check('the way back leads to the node that was left', async () => {
    await editor.command('Explorer: Focus on Deployments View');
    await reader.hears(second);
  });
  await check('its hover says the same in words', async () => {
    const hover = async (): Promise<void> => {
      await keyboard.press('Control+k');
      await keyboard.press('Control+i');
    };
    const words = `tooltip: instance web_01 unix:/run/shop/web_01.sock • ${problems}`;
    await actUntil(hover, (timeout) => reader.hears(words, timeout));
    await editor.command('Explorer: Focus on Deployments View');
    await reader.hears(second);
  });
  await check('the menu opens by either key and scales the program; what changed is announced', async () => {
    await pressFor(editor.page, 'ContextMenu', reader, 'menu: ');
    await keyboard.press('Escape');
    await reader.hears(second);
    await pressFor(editor.page, 'Shift+F10', reader, 'menu: ');
    await keyboard.press('ArrowDown');
    await reader.hears('menuitem: Scale Program');
    await keyboard.press('Enter');
    await reader.hears('textbox: Scale web');
    await keyboard.type('3');
    await keyboard.press('Enter');
    await until(reader.announced, (said) =>
      said.includes(
        'Info: Instances of web: 3. Changed and not yet saved: supervisord.conf, nginx/shop.conf',
      ),
    );
    await until(
      () => reader.names('treeitem'),
      (names) => names.some((name) => name.startsWith('upstream shop, 3 servers, 3 bound')),
    );
  });
}

/** Told apart by more than colours: an error, from a warning. To be looked at while the folder has both. */
export async function errorsInTree(editor: EditorPage, reader: ScreenReader): Promise<void> {
  await check('an error is marked in the tree by more than its colour', async () => {
    await editor.command('Explorer: Focus on Deployments View');
    await editor.page.keyboard.press('Home');
    await until(reader.focused, (heard) => /^treeitem: deployment .+, \d errors?, \d warnings?$/.test(heard));
    const row = '.monaco-list-row[aria-label^="deployment "] .monaco-icon-label';
    const badge = `getComputedStyle(document.querySelector('${row}'), '::after').content`;
    await until(
      () => editor.page.evaluate<string>(badge),
      (text) => /^"!\d"$/.test(text),
    );
  });
}
