import type { TextFile } from '../../base/file.ts';
import type { Edit } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import { insertLineAfter } from '../edit/lines.ts';

/**
 * The requirements file that certainly lacks a package: the only one at hand, it installs gunicorn and includes no
 * other. Undefined where the package is named, or may come from elsewhere.
 */
export function listWithout({ context }: Deployment, name: string): TextFile | undefined {
  const lists = context.requirements.filter(({ uri }) => /requirements[^/]*\.txt$/i.test(uri));
  const [list] = lists;
  const isOpen =
    context.requirements.length !== 1 ||
    context.requirements.some(({ text }) => /^\s*(?:-r|--requirement|-c)\b/m.test(text));
  if (!list || isOpen || !/gunicorn/i.test(list.text)) return undefined;
  return new RegExp(name.replace('-', '[-_]'), 'i').test(list.text) ? undefined : list;
}

/** Adds a package to the end of a requirements file. */
export const addPackage = (list: TextFile, name: string): Edit =>
  insertLineAfter(list, Math.max(0, list.text.trimEnd().length - 1), name);
