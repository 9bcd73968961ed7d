import type { FileKind, TextFile } from '../base/file.ts';

/**
 * How a loader reaches other files. Paths are as the configuration means them, on the server; the workspace knows
 * which file here each stands for (the same path, `[paths]` of the profile, the one file whose path ends so).
 * Every answer is part of a loader's input: it computes again only when an answer changes.
 */
export type Ask = (question: Question) => readonly TextFile[];

/** One question for files; the answer is sorted, and empty when nothing at hand fits. */
export type Question =
  /** The file at a path on the server, seen from a file: at most one. A relative path starts at `folder`. */
  | {
      readonly kind: 'path';
      readonly path: string;
      readonly from: TextFile;
      /** The working folder on the server; undefined: the folder of `from`. */
      readonly folder?: string | undefined;
      /** The language that the reference makes of the file, whatever its name. */
      readonly as?: FileKind;
      /** True for a file that is looked for only by custom, such as `./gunicorn.conf.py`. */
      readonly custom?: true;
    }
  /** The files that a glob pattern of an include matches, seen from the including main file. */
  | { readonly kind: 'glob'; readonly pattern: string; readonly from: TextFile; readonly as: FileKind }
  /**
   * Whether surely nothing is at a path of an include, seen from the including main file. The answer is that main file
   * where `[paths]` put the path into a folder here in which it is not, else empty.
   */
  | { readonly kind: 'absence'; readonly path: string; readonly from: TextFile };

/** True when two questions' answers are the same files. */
export const sameFiles = (a: readonly TextFile[], b: readonly TextFile[]): boolean =>
  a === b || (a.length === b.length && a.every((file, i) => file === b[i]));
