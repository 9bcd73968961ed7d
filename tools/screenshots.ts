// Takes the pictures of the documentation in the real editor, dark and light: `npm run screenshots [scene…]`.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { openWindow } from './vscode/browser.ts';
import { root } from './vscode/install.ts';
import { startNodeEditor } from './vscode/node-editor.ts';
import { loadEditor } from './vscode/page.ts';
import { withPalette } from './vscode/png.ts';
import { results } from './vscode/run-suite.ts';
import { type Scene, scenes } from './vscode/scenes.ts';
import { packageExtension, vsixPath } from './vscode/vsix.ts';

const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' } as const;
type Theme = keyof typeof themes;

/** What a picture needs beyond quiet: nothing that is not about the extension. */
const pictureSettings = {
  'window.commandCenter': false,
  'window.title': '${activeEditorShort}',
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'editor.minimap.enabled': false,
  'editor.fontSize': 13,
  'editor.cursorBlinking': 'solid',
  'breadcrumbs.enabled': false,
  'workbench.tips.enabled': false,
  'explorer.decorations.badges': true,
};

async function take(scene: Scene, theme: Theme): Promise<void> {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'lens-')), path.basename(scene.folder));
  cpSync(path.join(root, scene.folder), folder, { recursive: true });
  const settings = { ...pictureSettings, 'workbench.colorTheme': themes[theme], ...scene.settings };
  const editor = await startNodeEditor({ folder, vsix: vsixPath, settings });
  const { browser, context } = await openWindow({
    width: scene.width ?? 1360,
    height: scene.height ?? 720,
    scale: scene.scale ?? 2,
    dark: theme,
  });
  try {
    const page = await context.newPage();
    const window = await loadEditor(page, editor.address);
    await scene.show(window);
    await page.mouse.move((scene.width ?? 1360) - 10, 5);
    await settled(page);
    const picture = `${scene.into ?? 'docs/images'}/${scene.name}-${theme}.png`;
    mkdirSync(path.dirname(path.join(root, picture)), { recursive: true });
    const taken = await page.screenshot(scene.part && { clip: scene.part });
    writeFileSync(path.join(root, picture), withPalette(taken, scene.colours ?? 256));
    console.log(picture);
  } catch (error) {
    const [page] = context.pages();
    await page?.screenshot({ path: path.join(results, `${scene.name}.png`) });
    throw error;
  } finally {
    await browser.close();
    await editor.stop();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  }
}

/** Waits for fonts and for fading parts to be drawn: two pictures in a row that are the same. */
async function settled(page: {
  screenshot(): Promise<Buffer>;
  waitForTimeout(ms: number): Promise<void>;
}): Promise<void> {
  let before = await page.screenshot();
  for (let tries = 0; tries < 20; tries++) {
    await page.waitForTimeout(150);
    const now = await page.screenshot();
    if (now.equals(before)) return;
    before = now;
  }
}

if (spawnSync('npx', ['tsx', 'tools/build.mjs'], { cwd: root }).status !== 0)
  throw new Error('The build failed');
await packageExtension();

const asked = process.argv.slice(2);
for (const scene of scenes.filter(({ name }) => asked.length === 0 || asked.includes(name)))
  for (const theme of ['dark', 'light'] as const) await take(scene, theme);
