import type { EditorPage } from '../../../tools/vscode/page.ts';
import { check, until } from './check.ts';
import { pageHeading, pressUntil, type ScreenReader, tabTo } from './screen-reader.ts';

/** The commands of the palette and the item of the status bar. */
export async function commandsByKeyboard(editor: EditorPage, reader: ScreenReader): Promise<void> {
  const { keyboard } = editor.page;
  await check('the list of rules says where and what each finding is, advice included', async () => {
    await editor.open('supervisord.conf');
    await editor.goTo(1, 1);
    await editor.asking('Scaling Lens: Explain Rule');
    await until(reader.focused, (heard) => /^option: \w+\/[\w-]+, line \d+, \S.+\.$/.test(heard));
    const advice = 'xfile/double-multiplication, line 8, 3 instances × 4 workers';
    await until(
      () => reader.names('option'),
      (names) => names.some((name) => name.startsWith(advice)),
    );
    await keyboard.press('Escape');
  });
  await check('the levels are in a list, and a page opens', async () => {
    await editor.asking('Scaling Lens: Explain a Level of Scaling');
    await reader.hears('option: A larger machine, More cores and memory.');
    await editor.pick('Threads');
    await pageHeading(editor.page, 'Threads');
  });
  await check('a new start of the server is announced', async () => {
    await editor.command('Scaling Lens: Restart Server');
    await until(reader.announced, (said) => said.includes('Info: Scaling Lens started again.'));
  });
  await check(
    'the status item says deployment, machine and problems; Enter opens it, Tab finds its links',
    async () => {
      await editor.open('supervisord.conf');
      await editor.command('View: Focus Status Bar');
      await pressUntil(
        editor.page,
        'ArrowRight',
        reader,
        /^button: Editor Language Status: Deployment lens-\S+, machine not known, next: Errors: \d, warnings: \d, in all files of the deployment$/,
      );
      await keyboard.press('Enter');
      await until(reader.focused, (heard) => heard.startsWith('tooltip: '));
      await tabTo(editor.page, reader, 'button: Create profile');
      await keyboard.press('Enter');
      await until(reader.focused, (heard) => heard.startsWith('textbox: scaling-lens.ini'));
    },
  );
}
