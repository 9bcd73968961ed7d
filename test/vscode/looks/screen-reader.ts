import type { Page } from 'playwright-core';
import { actUntil, until, untilEqual } from './check.ts';

/** What a screen reader is told: Chromium's accessibility tree of the window. */
export interface ScreenReader {
  /** Role and name of what has the focus, `treeitem: upstream shop, 2 servers`. */
  focused(): Promise<string>;
  /** Waits until the focus is there; 20 seconds unless told otherwise. */
  hears(expected: string, timeout?: number): Promise<void>;
  /** The names of everything with a role. */
  names(role: string): Promise<readonly string[]>;
  /** What was announced by itself since the start: messages, counts, alerts. */
  announced(): Promise<readonly string[]>;
}

interface AxNode {
  readonly role?: { readonly value?: unknown };
  readonly name?: { readonly value?: unknown };
}

/** Listens to a window from now on. */
export async function screenReader(page: Page): Promise<ScreenReader> {
  const session = await page.context().newCDPSession(page);
  await session.send('Accessibility.enable');
  await page.evaluate(recordAnnouncements);
  const nodes = async (): Promise<readonly AxNode[]> =>
    (await session.send('Accessibility.getFullAXTree')).nodes;
  const focused = async (): Promise<string> => {
    const { objectId } = (await session.send('Runtime.evaluate', { expression: focus })).result;
    if (!objectId) return 'nothing';
    // The element may be gone by now; then the next look finds another.
    const answer = await session
      .send('Accessibility.getPartialAXTree', { objectId, fetchRelatives: false })
      .catch(() => undefined);
    const [node] = answer?.nodes ?? [];
    return node ? `${roleOf(node)}: ${nameOf(node)}` : 'nothing';
  };
  return {
    focused,
    hears: (expected, timeout) => untilEqual(focused, expected, timeout),
    names: async (role) => (await nodes()).filter((node) => roleOf(node) === role).map(nameOf),
    announced: () => page.evaluate('window.announced') as Promise<readonly string[]>,
  };
}

const roleOf = ({ role }: AxNode): string => String(role?.value ?? '');
const nameOf = ({ name }: AxNode): string => String(name?.value ?? '').replace(/\s+/g, ' ');

/** The element that has the focus. A list keeps the focus itself and names the row that is meant. */
const focus = `(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return document.getElementById(element?.getAttribute('aria-activedescendant')) ?? element;
})()`;

/** The editor writes what is to be said into elements that are read when they change. */
const recordAnnouncements = `{
  window.announced = [];
  const container = document.querySelector('.monaco-aria-container');
  new MutationObserver(() => {
    for (const { textContent } of container.children)
      if (textContent && window.announced.at(-1) !== textContent) window.announced.push(textContent);
  }).observe(container, { childList: true, subtree: true, characterData: true });
}`;

/** Presses a key, again where the editor was too busy to take it, until the focus is there. */
export const pressFor = (
  page: Page,
  key: string,
  reader: ScreenReader,
  wanted: string | RegExp,
): Promise<void> =>
  actUntil(
    () => page.keyboard.press(key),
    (timeout) => until(reader.focused, (heard) => matches(heard, wanted), timeout),
  );

const matches = (heard: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? heard === wanted : wanted.test(heard);

/** Presses Tab until the focus is there. */
export const tabTo = (page: Page, reader: ScreenReader, wanted: string): Promise<void> =>
  pressUntil(page, 'Tab', reader, wanted);

/** Presses a key until the focus is there, at most 20 times. */
export async function pressUntil(
  page: Page,
  key: string,
  reader: ScreenReader,
  wanted: string | RegExp,
): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 20; presses++) {
    const heard = await reader.focused();
    if (matches(heard, wanted)) return;
    passed.push(heard);
    await page.keyboard.press(key);
  }
  throw new Error(`${key} passed ${JSON.stringify(passed)}, never ${wanted}`);
}

/** Waits until a rendered page is there with this heading; until then it may still take the focus. */
export const pageHeading = (page: Page, heading: string): Promise<void> =>
  page
    .locator('iframe.webview.ready:visible')
    .contentFrame()
    .locator('iframe#active-frame')
    .contentFrame()
    .getByRole('heading', { level: 1, name: heading })
    .waitFor();
