import type { EditorPage } from './page.ts';

/** One picture: what is opened and done before it is taken. */
export interface Scene {
  /** Of the file: `docs/images/<name>-dark.png`. */
  readonly name: string;
  /** The folder to open, from the root; a copy of it is used. */
  readonly folder: string;
  /** The folder of the picture, from the root; `docs/images` unless told otherwise. */
  readonly into?: string;
  /** The part of the window that is kept, in pixels of the page; all of it unless told otherwise. */
  readonly part?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Colours of its palette; 256 unless told otherwise. */
  readonly colours?: number;
  /** Device pixels per pixel; 2 unless told otherwise. */
  readonly scale?: number;
  readonly width?: number;
  readonly height?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  show(editor: EditorPage): Promise<void>;
}

/** What the pictures of the walkthrough share: they are small, since they are packaged. */
const step = {
  into: 'media/walkthrough',
  width: 600,
  height: 420,
  scale: 1.5,
  colours: 48,
  settings: { 'workbench.statusBar.visible': false, 'editor.lineNumbersMinChars': 3 },
} as const;

/** A step that shows the hover over a place of a file, without the side bar. */
const hoverStep = (name: string, folder: string, file: string, line: number, column: number): Scene => ({
  ...step,
  name,
  folder,
  show: async (editor) => {
    await editor.open(file);
    await editor.page.keyboard.press('Control+b');
    await editor.goTo(line, column);
    await editor.hover();
  },
});

const walkthrough: readonly Scene[] = [
  {
    ...step,
    name: 'deployment',
    folder: 'examples/shop',
    // As wide as a window is, so that the side bar has its usual width.
    width: 1360,
    part: { x: 0, y: 0, width: 600, height: 420 },
    show: async (editor) => {
      await editor.open('nginx/shop.conf');
      await editor.lenses().first().waitFor();
      await editor.deployments();
      await editor.collapse('Explorer Section: shop');
    },
  },
  hoverStep('vertical', 'examples/shop-fixed', 'scaling-lens.ini', 3, 3),
  hoverStep('process', 'examples/shop-fixed', 'gunicorn.conf.py', 2, 3),
  hoverStep('thread', 'examples/monolith', 'gunicorn.conf.py', 7, 3),
  hoverStep('async', 'examples/monolith', 'gunicorn.conf.py', 5, 3),
  hoverStep('horizontal', 'examples/shop-fixed', 'nginx/shop.conf', 1, 3),
];

/** The pictures of README, documentation and walkthrough. */
export const scenes: readonly Scene[] = [
  ...walkthrough,
  {
    name: 'problems',
    folder: 'examples/shop',
    height: 860,
    show: async (editor) => {
      await editor.open('nginx/shop.conf');
      await editor.lenses().first().waitFor();
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
      await editor.lenses().first().waitFor();
      await editor.goTo(3, 3);
      await editor.hover();
    },
  },
  {
    name: 'quick-fix',
    folder: 'examples/shop',
    show: async (editor) => {
      await editor.open('nginx/shop.conf');
      await editor.lenses().first().waitFor();
      await editor.squiggles('error').first().waitFor();
      await editor.goTo(3, 20);
      await editor.quickFixes();
    },
  },
];
