import type { Locator, Page } from 'playwright-core';

/** What a person does with the editor's window, by keyboard where there is one way to do it. */
export interface EditorPage {
  readonly page: Page;
  /** Runs a command of the palette by its title. */
  command(title: string): Promise<void>;
  /** The same for a command that opens a list or a box of its own. */
  asking(title: string): Promise<void>;
  /** Takes the row of the open list that has the text. */
  pick(text: string): Promise<void>;
  /** Opens a file of the folder by its path. */
  open(path: string): Promise<void>;
  /** Puts the cursor there; both count from 1. */
  goTo(line: number, column: number): Promise<void>;
  /** Shows the Problems panel; gives its rows, the files and the findings. */
  problems(): Promise<Locator>;
  /** Shows the tree of deployments and gives its rows. */
  deployments(): Promise<Locator>;
  /** Closes a part of the side bar whose header is labelled so. */
  collapse(label: string): Promise<void>;
  /** The code lenses of the active editor. */
  lenses(): Locator;
  /** Shows the hover at the cursor and gives it. */
  hover(): Promise<Locator>;
  /** Shows the menu of code actions at the cursor and gives it. */
  quickFixes(): Promise<Locator>;
  /** The squiggles of a severity in the active editor. */
  squiggles(severity: 'error' | 'warning'): Locator;
  /** The words of the active editor that are on the screen. */
  text(): Promise<string>;
  save(): Promise<void>;
}

const patience = 60_000;

/** Loads an editor's window and waits until it can be used. */
export async function loadEditor(page: Page, address: string): Promise<EditorPage> {
  page.setDefaultTimeout(patience);
  await page.goto(address, { waitUntil: 'commit' });
  await page.locator('.monaco-workbench').waitFor();
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  const editor = page.locator('.editor-group-container.active .monaco-editor').first();
  const press = (keys: string): Promise<void> => page.keyboard.press(keys);
  const quickInput = page.locator('.quick-input-widget');
  // The list of before is shown until the new one is there, so the row that is wanted is waited for.
  const enter = async (text: string, row: string, timeout = patience): Promise<void> => {
    await quickInput.locator('input').fill(text, { timeout });
    await quickInput.locator('.monaco-list-row.focused', { hasText: row }).waitFor({ timeout });
    await press('Enter');
  };
  const hidden = (): Promise<void> => quickInput.waitFor({ state: 'hidden' });
  // A page that is just loading swallows the key, or takes the focus, which closes the list.
  const openAndEnter = (key: string, text: string, row: string): Promise<void> =>
    tried(async () => {
      await press(key);
      await enter(text, row, 2500);
    });
  const asking = (title: string): Promise<void> =>
    openAndEnter('F1', `>${title}`, title.slice(title.indexOf(':') + 1).trim());
  return {
    page,
    command: async (title) => {
      await asking(title);
      await hidden();
    },
    asking,
    pick: async (text) => {
      await enter(text, text, 5000);
      await hidden();
    },
    open: async (path) => {
      await openAndEnter('Control+p', path, path.slice(path.lastIndexOf('/') + 1));
      await hidden();
      await page.locator('.tab.active', { hasText: path.slice(path.lastIndexOf('/') + 1) }).waitFor();
      await editor.locator('.view-line').first().waitFor();
    },
    goTo: async (line, column) => {
      await openAndEnter('Control+g', `:${line}:${column}`, String(line));
      await hidden();
    },
    problems: async () => {
      const panel = page.locator('.markers-panel');
      if (!(await panel.isVisible())) await press('Control+Shift+m');
      await panel.waitFor();
      return panel.locator('.monaco-list-row');
    },
    deployments: async () => {
      const header = page.locator('.pane-header[aria-label^="Deployments"]');
      await header.waitFor();
      if ((await header.getAttribute('aria-expanded')) === 'false')
        await header.click({ position: { x: 12, y: 10 } });
      const rows = page.locator('.pane').filter({ has: header }).locator('.monaco-list-row');
      await rows.first().waitFor();
      return rows;
    },
    collapse: async (label) => {
      const header = page.locator(`.pane-header[aria-label^="${label}"]`);
      if ((await header.getAttribute('aria-expanded')) === 'true')
        await header.click({ position: { x: 12, y: 10 } });
    },
    lenses: () => editor.locator('.codelens-decoration a, .codelens-decoration span'),
    hover: async () => {
      await shownBy(page.locator('.monaco-hover:not(.hidden) .hover-contents').first(), async () => {
        await press('Control+k');
        await press('Control+i');
      });
      return page.locator('.monaco-hover:not(.hidden)').first();
    },
    quickFixes: async () => {
      // The second panel of the same class is the submenu.
      const menu = page.locator('.action-widget:not(.action-list-submenu-panel)');
      await shownBy(menu, () => press('Control+.'));
      return menu;
    },
    squiggles: (severity) => editor.locator(`.squiggly-${severity}`),
    text: async () =>
      (await editor.locator('.view-line').allInnerTexts()).join('\n').replaceAll('\u00a0', ' '),
    save: async () => {
      await press('Control+s');
      await page.locator('.tab.active:not(.dirty)').waitFor();
    },
  };
}

/** Does it again until something is shown: an editor that is still busy takes a key and shows nothing. */
const shownBy = (wanted: Locator, act: () => Promise<void>): Promise<void> =>
  tried(async () => {
    await act();
    await wanted.waitFor({ timeout: 5000 });
  });

/** Does it again until it succeeds, at most 20 times; then the last failure stands. */
async function tried(act: () => Promise<void>): Promise<void> {
  for (let tries = 1; tries < 20; tries++) {
    const done = await act().then(
      () => true,
      () => false,
    );
    if (done) return;
  }
  await act();
}
