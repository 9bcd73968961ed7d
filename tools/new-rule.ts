// Makes the file of a new rule: `npm run new-rule nginx/upstream-empty`. It compiles, so that it stops nobody, and
// its own tests fail until every `…` is written.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { groups, rulesFolder } from './rule-files.ts';

const languages = ['supervisor', 'gunicorn', 'nginx'];

/** The text of the file; every `…` is to be written. */
export function ruleText(id: string): string {
  const group = id.slice(0, id.indexOf('/'));
  const reads = languages.includes(group) ? `['${group}']` : `['supervisor', 'gunicorn', 'nginx']`;
  return `import { defineRule } from '../define.ts';

export default defineRule({
  id: '${id}',
  title: '…',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ${reads},
  what: '…',
  why: '…',
  silent: ['…'],
  logs: [],
  evidence: [],
  fix: null,
  examples: [
    {
      bad: \`
        …
        ^ warning: …
      \`,
    },
    {
      good: \`
        …
      \`,
    },
  ],
  check: () => [],
});
`;
}

/** Makes the file below \`root\`. Returns what to tell: the path, or why it was not made. */
export function newRule(root: string, id: string): { readonly made: boolean; readonly message: string } {
  const [group, name, ...more] = id.split('/');
  if (!groups.some((known) => known === group) || more.length > 0)
    return { made: false, message: `'${id}': the group must be one of ${groups.join(', ')}.` };
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name ?? ''))
    return {
      made: false,
      message: `'${id}': the name must be words in lower case with dashes between them.`,
    };
  const path = `${rulesFolder}/${id}.ts`;
  const file = join(root, path);
  if (existsSync(file)) return { made: false, message: `${path} is there already.` };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, ruleText(id));
  return {
    made: true,
    message: `${path}: fill the gaps, then run npm run generate and npx vitest run test/rules -t ${id}`,
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { made, message } = newRule(process.cwd(), process.argv[2] ?? '');
  console.error(message);
  process.exitCode = made ? 0 : 1;
}
