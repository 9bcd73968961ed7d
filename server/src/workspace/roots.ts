import type { TextFile } from '../base/file.ts';
import { memo } from '../base/memo.ts';
import { folderOf, nameOf } from '../base/uri.ts';

/** True for a supervisor file that is a main file: it has a section that only main files have. */
export const isSupervisorMain: (file: TextFile) => boolean = memo((file: TextFile) =>
  /^[ \t]*\[(?:supervisord|include)\]/m.test(file.text),
);

/** The program names of a supervisor file, for telling alternatives apart before anything is loaded. */
export const programNames: (file: TextFile) => readonly string[] = memo((file: TextFile) =>
  [...file.text.matchAll(/^[ \t]*\[((?:program|fcgi-program|eventlistener):[^\]\n]+)\]/gm)].map(
    ([, name = '']) => name.trim(),
  ),
);

/** How likely an nginx file is a main file: 2 with a block that only main files have, 1 with a server or upstream. */
export const nginxRank: (file: TextFile) => 0 | 1 | 2 = memo((file: TextFile) => {
  if (/^[ \t]*(?:events|http|stream|mail)\s*\{/m.test(file.text)) return 2;
  return /^[ \t]*(?:server\s*\{|upstream\s)/m.test(file.text) || nameOf(file.uri) === 'nginx.conf' ? 1 : 0;
});

/** A configuration with the files it consists of, the main file first. */
interface Loaded {
  readonly main: TextFile;
  readonly files: readonly TextFile[];
}

/**
 * The configurations of some files, each file in one at least: candidates are loaded the likeliest main files
 * first, and a file that another one includes is no root of its own. Files that include each other in a ring have
 * the first as their root.
 */
export function rootsAmong<C extends Loaded>(
  files: readonly TextFile[],
  rank: (file: TextFile) => number,
  load: (file: TextFile) => C,
): readonly C[] {
  const included = new Set<TextFile>();
  const roots: C[] = [];
  const ordered = [...files].sort((a, b) => rank(b) - rank(a) || (a.uri < b.uri ? -1 : 1));
  for (const file of ordered) {
    if (included.has(file)) continue;
    const config = load(file);
    roots.push(config);
    for (const other of config.files) if (other !== file) included.add(other);
  }
  return roots.filter(
    ({ main }) =>
      !included.has(main) || roots.every((root) => root.main === main || !root.files.includes(main)),
  );
}

/**
 * The fragments of one folder as sets that one supervisord may load together: two fragments with a program of one
 * name are alternatives, each with all fragments that are in no conflict.
 */
export function fragmentSets(fragments: readonly TextFile[]): readonly (readonly TextFile[])[] {
  const folders = new Map<string, TextFile[]>();
  for (const file of fragments) {
    const folder = folderOf(file.uri);
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  return [...folders.values()].flatMap(alternativesIn);
}

function alternativesIn(files: readonly TextFile[]): readonly (readonly TextFile[])[] {
  const owners = new Map<string, number>();
  for (const file of files)
    for (const name of new Set(programNames(file))) owners.set(name, (owners.get(name) ?? 0) + 1);
  const isContested = (file: TextFile): boolean =>
    programNames(file).some((name) => (owners.get(name) ?? 0) > 1);
  const free = files.filter((file) => !isContested(file));
  const contested = files.filter(isContested);
  if (contested.length === 0) return [files];
  return contested.map((file) => files.filter((other) => other === file || free.includes(other)));
}
