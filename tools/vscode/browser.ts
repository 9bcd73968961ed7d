import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

export interface Window {
  readonly browser: Browser;
  readonly context: BrowserContext;
}

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  /** Device pixels per pixel, for sharp pictures. */
  readonly scale?: number;
  readonly dark?: 'dark' | 'light';
}

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The path of an installed Chromium: `$CHROMIUM`, else a usual place; undefined when there is none. */
export const chromiumPath = (): string | undefined =>
  [process.env.CHROMIUM, ...places].find((path) => path !== undefined && existsSync(path));

/** A headless window that reaches this machine only: every other request is aborted. */
export async function openWindow(options: WindowOptions = {}): Promise<Window> {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error('Chromium is not installed. Install it, or set CHROMIUM to its path.');
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    deviceScaleFactor: options.scale ?? 1,
    colorScheme: options.dark ?? 'dark',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await context.route(
    (url) => !isHere(url.hostname),
    (route) => route.abort(),
  );
  return { browser, context };
}

const isHere = (host: string): boolean =>
  host === '127.0.0.1' || host === 'localhost' || host.endsWith('.localhost');
