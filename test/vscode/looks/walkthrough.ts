import type { EditorPage } from '../../../tools/vscode/page.ts';
import { actUntil, check, until, untilEqual } from './check.ts';
import { pageHeading, pressUntil, type ScreenReader, tabTo } from './screen-reader.ts';

interface Step {
  readonly title: string;
  readonly button: string;
  /** How the words for its picture begin. */
  readonly picture: string;
  /** What the button shows: a page with that heading, or what is heard then. */
  readonly shows: { readonly heading: string } | { readonly heard: string };
}

const explained = (title: string, picture: string, heading: string): Step => ({
  title,
  picture,
  button: 'Explain this level',
  shows: { heading },
});

const steps: readonly Step[] = [
  {
    title: 'See the deployment',
    button: 'Show Deployments',
    picture: 'The tree Deployments: ',
    shows: { heard: 'tree' },
  },
  {
    title: 'A larger machine',
    button: 'Create Profile',
    picture: 'A file scaling-lens.ini ',
    shows: { heard: 'textbox: scaling-lens.ini' },
  },
  explained('More processes', 'The hover over workers ', 'Processes'),
  explained('More threads', 'The hover over threads: ', 'Threads'),
  explained('Async workers', 'The hover over worker_class: ', 'Async'),
  {
    title: 'More instances',
    button: 'Scale a Program',
    picture: 'An upstream ',
    shows: { heard: 'option: web, now 3, supervisord.conf' },
  },
];

/** The walkthrough: each step is reached by Tab, its picture has words, its button ticks it and no other. */
export async function walkthroughByKeyboard(editor: EditorPage, reader: ScreenReader): Promise<void> {
  await editor.page.setViewportSize({ width: 1600, height: 900 }); // a narrow window leaves the pictures out
  for (const [done, step] of steps.entries())
    await check(`"${step.title}" of the walkthrough is done by Tab and Enter, and ticked`, async () => {
      await open(editor, reader);
      await select(editor, reader, step.title);
      await until(
        () => reader.names('image'),
        (names) => names.some((name) => name.startsWith(step.picture)),
      );
      await untilEqual(() => ticked(reader), titlesOf(steps.slice(0, done)));
      await tabTo(editor.page, reader, `button: ${step.button}`);
      await editor.page.keyboard.press('Enter');
      await shown(editor, reader, step);
    });
  await check('the walkthrough is done', async () => {
    await editor.page.keyboard.press('Escape');
    await open(editor, reader);
    await untilEqual(() => ticked(reader), titlesOf(steps));
  });
}

/** Opens it at the step that was selected last. */
async function open(editor: EditorPage, reader: ScreenReader): Promise<void> {
  const choose = async (): Promise<void> => {
    await editor.asking('Welcome: Open Walkthrough...');
    await editor.pick('Scale a Python Service');
  };
  const isStep = (heard: string): boolean => heard.startsWith('button: Inspect this in the accessible view');
  await actUntil(choose, (timeout) => until(reader.focused, isStep, timeout));
}

/** Goes on to a step, and opens it unless it is. */
async function select({ page }: EditorPage, reader: ScreenReader, title: string): Promise<void> {
  await pressUntil(page, 'Tab', reader, new RegExp(`^button: (${title}: |Inspect .*${title}$)`));
  if ((await reader.focused()).startsWith(`button: ${title}: `)) await page.keyboard.press('Enter');
  await until(reader.focused, (heard) => heard.startsWith('button: Inspect ') && heard.endsWith(title));
}

async function shown({ page }: EditorPage, reader: ScreenReader, { shows }: Step): Promise<void> {
  if ('heading' in shows) await pageHeading(page, shows.heading);
  else await until(reader.focused, (heard) => heard.startsWith(shows.heard));
}

const titlesOf = (some: readonly Step[]): readonly string[] => some.map(({ title }) => title);

/** The titles of the steps that are heard as done. */
const ticked = async (reader: ScreenReader): Promise<readonly string[]> =>
  (await reader.names('checkbox')).flatMap((name) => name.match(/^(.+): Completed$/)?.[1] ?? []);
