import type { EditorPage } from '../../../tools/vscode/page.ts';
import { actUntil, check, until } from './check.ts';
import { pageHeading, pressFor, pressUntil, type ScreenReader, tabTo } from './screen-reader.ts';

const misspelt = "[program:web] has no option 'autorestrat'";

/** Inside a file: from finding to finding, hover, fix, lens, hints, navigation, rename, completion, snippet. */
export async function editingByKeyboard(editor: EditorPage, reader: ScreenReader): Promise<void> {
  await findings(editor, reader);
  await lensesAndHints(editor, reader);
  await navigation(editor, reader);
  await typing(editor, reader);
}

async function findings(editor: EditorPage, reader: ScreenReader): Promise<void> {
  const { keyboard } = editor.page;
  const alert = (words: string): Promise<unknown> =>
    until(
      () => reader.names('alert'),
      (alerts) => alerts.some((text) => text.includes(words)),
    );
  await editor.open('supervisord.conf');
  await check('F8 and Shift+F8 go from finding to finding, and each is read out', async () => {
    await editor.squiggles('warning').first().waitFor();
    await editor.goTo(1, 1);
    await keyboard.press('F8');
    await alert("stopwaitsecs = 10, Warning: supervisord kills 'web' after stopwaitsecs=10");
    await keyboard.press('F8');
    await alert(`Warning: ${misspelt}`);
    await keyboard.press('Shift+F8');
    await alert("Warning: supervisord kills 'web'");
    await keyboard.press('Escape');
  });
  await check('the hover takes the focus, and Tab leads to the page of the rule', async () => {
    const open = async (): Promise<void> => {
      await keyboard.press('Escape');
      await editor.goTo(10, 3);
      await editor.hover();
      await until(reader.focused, (heard) => heard.startsWith('tooltip: ') && heard.includes(misspelt));
      await tabTo(editor.page, reader, 'link: (supervisor/unknown-key)');
      await keyboard.press('Enter');
    };
    const tab = editor.page.locator('.tab.active', { hasText: 'unknown-key.md' });
    await actUntil(open, (timeout) => tab.waitFor({ timeout }));
    await pageHeading(editor.page, 'supervisor/unknown-key');
  });
  await check('Control+. and Enter mend a finding', async () => {
    await editor.open('supervisord.conf');
    await editor.goTo(10, 3);
    await editor.quickFixes();
    await reader.hears('option: Replace by autorestart, Quick Fix');
    await keyboard.press('Enter');
    await until(
      () => editor.text(),
      (text) => text.includes('autorestart = true'),
    );
  });
}

async function lensesAndHints(editor: EditorPage, reader: ScreenReader): Promise<void> {
  const { keyboard } = editor.page;
  await check('a lens is in the list of the line, and Enter leads where it leads', async () => {
    const list = async (): Promise<void> => {
      await editor.goTo(4, 2);
      await editor.asking('Show CodeLens Commands for Current Line');
    };
    const lens = 'option: 3 instances × 4 workers = 12 processes · reached by upstream shop (3/3)';
    await actUntil(list, (timeout) => reader.hears(lens, timeout));
    await keyboard.press('Enter');
    await until(reader.focused, (heard) => heard.startsWith('textbox: shop.conf'));
  });
  await check('a line is read with its hints', async () => {
    await editor.open('supervisord.conf');
    await editor.goTo(7, 1);
    await editor.command('Read Line with Inlay Hints');
    await until(reader.focused, (heard) => heard.includes('web_00 to web_02'));
    await keyboard.press('Escape');
  });
}

async function navigation(editor: EditorPage, reader: ScreenReader): Promise<void> {
  const { keyboard } = editor.page;
  const leads = (key: string, line: string): Promise<void> =>
    actUntil(
      () => keyboard.press(key),
      (timeout) => editor.page.locator('.statusbar-item', { hasText: line }).waitFor({ timeout }),
    );
  await check('Shift+Alt+H lists who calls an upstream', async () => {
    await editor.open('shop.conf');
    await editor.goTo(1, 11);
    await keyboard.press('Shift+Alt+h');
    await until(
      () => reader.names('treeitem'),
      (names) => names.some((name) => name.startsWith('shop.example / - http://shop')),
    );
    await pressUntil(editor.page, 'ArrowDown', reader, /^treeitem: shop\.example \/ - http:\/\/shop/);
  });
  await check('F12, Shift+F12 and F2 work on an upstream', async () => {
    await editor.open('shop.conf');
    await editor.goTo(12, 28);
    await leads('F12', 'Ln 1, Col 10');
    await leads('Shift+F12', 'Ln 12, ');
    await pressFor(editor.page, 'F2', reader, /^textbox: Rename input/);
    await keyboard.type('store');
    await keyboard.press('Enter');
    await until(
      () => editor.text(),
      (text) => (text.match(/\bstore\b/g) ?? []).length === 2,
    );
  });
}

async function typing(editor: EditorPage, reader: ScreenReader): Promise<void> {
  const { keyboard } = editor.page;
  const offered = (option: string): Promise<void> =>
    actUntil(
      async () => {
        await keyboard.press('Escape');
        await keyboard.press('Control+End');
        await keyboard.press('Control+Space');
      },
      (timeout) => reader.hears(option, timeout),
    );
  await editor.open('supervisord.conf');
  await check('completion says name, default and kind, and Tab takes it', async () => {
    await keyboard.press('Control+End');
    await keyboard.type('stopas');
    await offered('option: stopasgroup, default false, Property');
    await keyboard.press('Tab');
    await until(
      () => editor.text(),
      (text) => /^stopasgroup = true$/m.test(text),
    );
  });
  await check('a snippet is taken by Tab, which then goes from field to field', async () => {
    await keyboard.press('Escape');
    await keyboard.press('Control+End');
    await keyboard.type('\n\nprogram-gun');
    await offered('option: program-gunicorn, gunicorn, one instance, Snippet');
    await keyboard.press('Tab');
    await until(
      () => editor.text(),
      (text) => text.includes('[program:web]\ncommand'),
    );
    const selected = editor.page.locator('.statusbar-item', { hasText: /\(\d+ selected\)/ });
    const before = await selected.textContent();
    await keyboard.press('Tab');
    await until(
      () => selected.textContent(),
      (now) => now !== before,
    );
    await keyboard.press('Escape');
  });
}
