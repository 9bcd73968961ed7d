import type { EditorPage } from '../../../tools/vscode/page.ts';
import { commandsByKeyboard } from './commands.ts';
import { editingByKeyboard } from './editing.ts';
import { screenReader } from './screen-reader.ts';
import { errorsInTree, treeByKeyboard } from './tree.ts';
import { walkthroughByKeyboard } from './walkthrough.ts';

/** Everything that the extension offers, with keys alone, and what a screen reader says meanwhile. */
export async function withoutMouse(editor: EditorPage): Promise<void> {
  await editor.command('Toggle Screen Reader Accessibility Mode');
  await editor.page.locator('.statusbar-item', { hasText: 'Screen Reader Optimized' }).waitFor();
  const reader = await screenReader(editor.page);
  await treeByKeyboard(editor, reader);
  await editingByKeyboard(editor, reader);
  await errorsInTree(editor, reader);
  await commandsByKeyboard(editor, reader);
  await walkthroughByKeyboard(editor, reader);
}
