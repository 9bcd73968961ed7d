import { memo } from '../base/memo.ts';
import { folderOf, nameOf } from '../base/uri.ts';

/** The files that exist, as a tree that can be asked from both ends: by folder and by name. */
export interface FileTree {
  /** Uris of the files of a folder, sorted; empty for a folder without any. */
  files(folder: string): readonly string[];
  /** Uris of the folders in a folder, sorted. */
  folders(folder: string): readonly string[];
  /** Uris of all files of this name, anywhere. */
  named(name: string): readonly string[];
  /** Uris of all folders of this name, anywhere. */
  foldersNamed(name: string): readonly string[];
}

/** The tree of a set of uris; the same tree for the same set. */
export const treeOf: (existing: ReadonlySet<string>) => FileTree = memo((existing: ReadonlySet<string>) => {
  const files = new Map<string, string[]>();
  const folders = new Map<string, string[]>();
  const names = new Map<string, string[]>();
  const folderNames = new Map<string, string[]>();
  const known = new Set<string>();
  const addFolder = (start: string): void => {
    let folder = start;
    while (!known.has(folder)) {
      known.add(folder);
      push(folderNames, nameOf(folder), folder);
      const parent = folderOf(folder);
      if (parent === folder) return;
      push(folders, parent, folder);
      folder = parent;
    }
  };
  for (const uri of [...existing].sort()) {
    push(files, folderOf(uri), uri);
    push(names, nameOf(uri), uri);
    addFolder(folderOf(uri));
  }
  for (const list of folders.values()) list.sort();
  return {
    files: (folder) => files.get(folder) ?? [],
    folders: (folder) => folders.get(folder) ?? [],
    named: (name) => names.get(name) ?? [],
    foldersNamed: (name) => folderNames.get(name) ?? [],
  };
});

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
