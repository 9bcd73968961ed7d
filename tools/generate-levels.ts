// Writes docs/levels/<level>.md from the level texts of the core. `--check` writes nothing and fails when a page
// is stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LEVELS, levelIndex, levelPage } from '../server/src/levels/texts/page.ts';

/** A generated file: its path from the root, and its text. */
interface Page {
  readonly path: string;
  readonly text: string;
}

/** The pages as they should be now. */
export const levelPages = (): readonly Page[] => [
  { path: 'docs/levels/README.md', text: levelIndex() },
  ...LEVELS.map(({ level }) => ({ path: `docs/levels/${level}.md`, text: levelPage(level) })),
];

/** The pages below `root` that differ from what they should be, or are missing. */
export const stalePages = (root: string): readonly Page[] =>
  levelPages().filter(({ path, text }) => {
    const file = join(root, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  });

function write(root: string, { path, text }: Page): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Writes or checks the pages; returns the exit status. */
export function generateLevels(root: string, mode: 'write' | 'check'): number {
  const stale = stalePages(root);
  for (const page of stale) {
    console.error(mode === 'check' ? `stale: ${page.path} (run npm run generate)` : `wrote ${page.path}`);
    if (mode === 'write') write(root, page);
  }
  return mode === 'check' && stale.length > 0 ? 1 : 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = generateLevels(process.cwd(), process.argv.includes('--check') ? 'check' : 'write');
}
