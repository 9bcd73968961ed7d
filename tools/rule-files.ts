import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The groups of rules, in the order in which lists show them. */
export const groups = [
  'supervisor',
  'gunicorn',
  'uvicorn',
  'nginx',
  'xfile',
  'profile',
  'suppression',
] as const;

export const rulesFolder = 'server/src/rules';

/** The id of every rule file on disk, by group, then by name. A file whose name begins with `_` is shared code. */
export function ruleIds(root: string): readonly string[] {
  return groups.flatMap((group) => namesIn(join(root, rulesFolder, group)).map((name) => `${group}/${name}`));
}

function namesIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.startsWith('_'));
    return names.map((name) => name.slice(0, -'.ts'.length)).sort();
  } catch {
    return [];
  }
}

/** `nginx/upstream-empty` as an identifier: `nginxUpstreamEmpty`. */
export const identifierOf = (id: string): string =>
  id.replace(/[/-]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
