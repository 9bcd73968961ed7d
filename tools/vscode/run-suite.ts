import { createWriteStream, mkdirSync } from 'node:fs';
import * as path from 'node:path';
import { format } from 'node:util';
import type { BrowserContext, Page } from 'playwright-core';
import { openWindow } from './browser.ts';
import type { Editor } from './editor.ts';
import { root } from './install.ts';

/** What a suite prints first and last; the runner shows what lies between and files the editor's own log away. */
export const suiteBegins = '##suite-begin##';
export const suiteEnds = '##suite-end##';

const patience = 300_000;

/** Opens the editor in a browser and waits for its suite to end. Gives the exit code: 0 when all passed. */
export async function runSuite(editor: Editor, name: string): Promise<number> {
  const { browser, context } = await openWindow();
  const page = await context.newPage();
  try {
    const ended = suiteEnd(context, page, logOf(name));
    await page.goto(editor.address, { waitUntil: 'commit', timeout: patience });
    return await ended;
  } catch (error) {
    console.error(String(error));
    await picture(page, name);
    return 1;
  } finally {
    await browser.close();
    await editor.stop();
  }
}

/** The folder of logs and pictures of failed runs. */
export const results = path.join(root, 'test-results');

function logOf(name: string): (line: string) => void {
  mkdirSync(results, { recursive: true });
  const stream = createWriteStream(path.join(results, `${name}-workbench.log`));
  return (line) => stream.write(`${line}\n`);
}

async function picture(page: Page, name: string): Promise<void> {
  const file = path.join(results, `${name}.png`);
  await page.screenshot({ path: file }).then(
    () => console.error(`The window: ${file}`),
    () => undefined,
  );
}

/** The editor calls these two functions of the page when it runs tests. */
async function suiteEnd(context: BrowserContext, page: Page, log: (line: string) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The suite did not end in ${patience / 1000} s`)),
      patience,
    );
    timer.unref();
    page.on('crash', () => reject(new Error('The page crashed')));
    page.on('pageerror', (error) => log(`[pageerror] ${error}`));
    const show = suiteOutput(log);
    context.exposeFunction('codeAutomationExit', (code: number) => resolve(code)).catch(reject);
    context.exposeFunction('codeAutomationLog', show).catch(reject);
  });
}

function suiteOutput(log: (line: string) => void): (type: string, args: readonly unknown[]) => void {
  let inside = false;
  return (type, args) => {
    if (args[0] === suiteBegins || args[0] === suiteEnds) inside = args[0] === suiteBegins;
    else if (inside && (type === 'info' || type === 'log')) console.log(...args);
    else log(format(`[${type}]`, ...args));
  };
}
