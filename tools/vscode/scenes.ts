import type { EditorPage } from './page.ts';

/** One picture: what is opened and done before it is taken. */
export interface Scene {
  /** Of the file: `docs/images/<name>-dark.png`. */
  readonly name: string;
  /** The folder to open, from the root; a copy of it is used. */
  readonly folder: string;
  readonly height?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  show(editor: EditorPage): Promise<void>;
}

/** The pictures of README and documentation. */
export const scenes: readonly Scene[] = [
  {
    name: 'problems',
    folder: 'examples/shop',
    height: 860,
    show: async (editor) => {
      await editor.open('nginx/shop.conf');
      await (await editor.problems()).first().waitFor();
      await editor.command('View: Focus Active Editor Group');
      await editor.goTo(5, 1);
    },
  },
  {
    name: 'hover',
    folder: 'examples/shop',
    show: async (editor) => {
      await editor.open('gunicorn.conf.py');
      await editor.goTo(3, 3);
      await editor.hover();
    },
  },
  {
    name: 'quick-fix',
    folder: 'examples/shop',
    show: async (editor) => {
      await editor.open('nginx/shop.conf');
      await editor.squiggles('error').first().waitFor();
      await editor.goTo(3, 20);
      await editor.quickFixes();
    },
  },
];
