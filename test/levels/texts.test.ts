import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { LEVELS, levelPage, levelSummary, levelText } from '../../server/src/levels/texts/page.ts';
import { levelPages, stalePages } from '../../tools/generate-levels.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const facts = fileURLToPath(new URL('../../../shared/facts/', import.meta.url));

test('the pages in docs/levels are those of the core', () => {
  expect(stalePages(root).map((page) => page.path)).toEqual([]);
  expect(levelPages()).toHaveLength(6);
});

describe.each(LEVELS)('level $level', (text) => {
  test('its page has every part', () => {
    const headings = levelPage(text.level)
      .split('\n')
      .filter((line) => line.startsWith('#'));
    expect(headings).toEqual([
      `# ${text.title}`,
      '## What it is',
      '## When to use it',
      '## Its settings',
      '## Advantages',
      '## Limitations',
      '## Its arithmetic',
      '## How to know that it is used up',
      '## What comes next',
      '## Sources',
    ]);
  });
  test('it names a setting in each of the three files', () => {
    expect(new Set(text.settings.map((setting) => setting.file))).toEqual(
      new Set(['supervisor', 'gunicorn', 'nginx']),
    );
  });
  test('what comes next is another level', () => {
    expect(text.next.length).toBeGreaterThan(0);
    for (const step of text.next) expect(step.level).not.toBe(text.level);
  });
  test('its summary is short, and no sentence shouts', () => {
    expect(levelSummary(text.level).summary.split(/[.;:] /).length).toBeLessThanOrEqual(4);
    expect(levelPage(text.level).replace(/`[^`]*`/g, '')).not.toContain('!');
  });
});

test('a word that is no level has no text', () => {
  expect(levelText('sideways')).toBeUndefined();
  expect(levelText('toString')).toBeUndefined();
  expect(levelText('thread')?.title).toBe('Threads: several requests in one worker');
});

test('the levels lead to each other: from each one every other can be reached', () => {
  for (const { level } of LEVELS) {
    const seen = new Set<string>([level]);
    for (const at of seen) for (const step of levelText(at)?.next ?? []) seen.add(step.level);
    expect(seen.size).toBe(LEVELS.length);
  }
});

test.skipIf(!existsSync(facts))(
  'every setting that a level names exists in its program (../shared/facts)',
  () => {
    const read = (name: string) => JSON.parse(readFileSync(`${facts}${name}.json`, 'utf8'));
    const names: Record<string, Set<string>> = {
      supervisor: new Set(read('supervisor-options').options.map((o: { option: string }) => o.option)),
      gunicorn: new Set(read('gunicorn-settings').settings.map((s: { name: string }) => s.name)),
      nginx: new Set(read('nginx-directives').directives.map((d: { name: string }) => d.name)),
    };
    const unknown = LEVELS.flatMap((text) => text.settings).filter(
      ({ file, name }) => !names[file]?.has(name),
    );
    expect(unknown).toEqual([]);
  },
);
