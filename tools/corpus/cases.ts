// The repositories of the corpus as workspaces: which files each holds, and what the real programs say of them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** One repository (or one single file) that is analysed on its own. */
export interface Case {
  readonly set: 'triads' | 'singles' | 'trees';
  /** `owner/name`. */
  readonly repo: string;
  /** Path in the repository and path on disk. */
  readonly files: readonly { readonly path: string; readonly disk: string }[];
}

/** What a real program says of one file: it takes it, it refuses its text, or the verdict is of no use to us. */
export type Verdict = 'accepted' | 'refused' | 'open';

const filesBelow = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [];

const reposIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

const nameOf = (folder: string): string => folder.replace('__', '/');

function filesOf(...folders: readonly string[]): Case['files'] {
  return folders.flatMap((folder) =>
    filesBelow(folder).map((disk) => ({ path: relative(folder, disk).split(sep).join('/'), disk })),
  );
}

/** All workspaces of the corpus: each triad with its context, each tree whole, each single file alone. */
export function casesOf(corpus: string): readonly Case[] {
  const triads = reposIn(join(corpus, 'triads')).map((name) => ({
    set: 'triads' as const,
    repo: nameOf(name),
    files: filesOf(join(corpus, 'triads', name), join(corpus, 'context', name)),
  }));
  const trees = reposIn(join(corpus, 'trees')).map((name) => ({
    set: 'trees' as const,
    repo: nameOf(name),
    files: filesOf(join(corpus, 'trees', name)),
  }));
  const singles = reposIn(join(corpus, 'singles')).flatMap((kind) =>
    reposIn(join(corpus, 'singles', kind)).flatMap((name) =>
      filesOf(join(corpus, 'singles', kind, name)).map((file) => ({
        set: 'singles' as const,
        repo: nameOf(name),
        files: [file],
      })),
    ),
  );
  return [...triads, ...trees, ...singles];
}

interface VerdictLine {
  readonly file: string;
  readonly templated: boolean;
  readonly category?: string;
  readonly lenient_category?: string;
}

/**
 * The verdicts by path below the corpus. What the machine lacks (users, folders, certificates) is repaired in
 * them as far as it could be; a refusal of a template's raw text says nothing of the file.
 */
export function verdictsOf(corpus: string): ReadonlyMap<string, Verdict> {
  const verdicts = new Map<string, Verdict>();
  for (const program of ['supervisor', 'nginx', 'gunicorn']) {
    const path = join(corpus, `verdicts-${program}.jsonl`);
    if (!existsSync(path)) continue;
    for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
      const verdict = JSON.parse(line) as VerdictLine;
      verdicts.set(verdict.file, verdictOf(verdict));
    }
  }
  return verdicts;
}

function verdictOf({ templated, category, lenient_category }: VerdictLine): Verdict {
  const word = lenient_category ?? category ?? '';
  if (word === 'ok') return 'accepted';
  const refused = ['rejected', 'expansion', 'python-syntax'].includes(word);
  return refused && !templated ? 'refused' : 'open';
}

/** The kind of each file by the corpus's own table, by path below the corpus. */
export function kindsOf(corpus: string): ReadonlyMap<string, string> {
  const lines = readFileSync(join(corpus, 'MANIFEST.tsv'), 'utf8').trim().split('\n').slice(1);
  return new Map(
    lines.map((line) => {
      const cells = line.split('\t');
      return [cells[cells.length - 1] ?? '', (cells[0] ?? '').replace('nginx-tree', 'nginx')] as const;
    }),
  );
}
