import type { FileKind, TextFile } from '../base/file.ts';
import { normalUri } from '../base/uri.ts';
import { utf8Reason } from '../base/utf8-reason.ts';
import { decodeUtf8 } from './decode.ts';
import type { Host, Logger } from './host.ts';
import { kindOf } from './kind/kind.ts';
import { mayMatter, promise } from './kind/names.ts';
import type { References, Wanted } from './lookup.ts';
import { emptySnapshot, type Settings, type Snapshot, withExisting, withFiles } from './snapshot.ts';

/** Holds what is open and what is on disk. Every change that is complete gives a new snapshot. */
export interface Workspace {
  /** The current snapshot; equal to the one before until something changed. */
  readonly snapshot: Snapshot;
  /** Lists and reads the folders; resolves when all files they lead to are loaded. */
  setFolders(folders: readonly string[]): Promise<void>;
  setSettings(settings: Settings): void;
  /** An editor's buffer: it hides the file on disk until `close`. Synchronous: the snapshot changes at once. */
  open(uri: string, text: string, languageId?: string): void;
  close(uri: string): Promise<void>;
  /** Files created, changed or deleted on disk. */
  changed(uris: readonly string[]): Promise<void>;
  /** Reads what the current snapshot refers to and does not hold yet (includes, -c paths). */
  settle(): Promise<void>;
  file(uri: string): TextFile | undefined;
}

export interface WorkspaceParts {
  readonly host: Host;
  readonly logger: Logger;
  readonly references: (snapshot: Snapshot) => References;
}

/** A file larger than this is no configuration. */
const largestFile = 1024 * 1024;
/** Enough for every repository seen; above it the rest is left out with a message. */
const mostFiles = 5000;
const mostBytes = 64 * 1024 * 1024;
/** A chain of includes deeper than this is a loop. */
const mostRounds = 12;

/** Makes an empty workspace over a host. */
export function createWorkspace({ host, logger, references }: WorkspaceParts): Workspace {
  let snapshot = emptySnapshot;
  const disk = new Map<string, TextFile | undefined>();
  const open = new Map<string, Buffer>();
  const forced = new Map<string, FileKind>();
  const tried = new Set<string>();
  let bytes = 0;

  const current = (uri: string): TextFile | undefined =>
    open.has(uri) ? open.get(uri)?.file : disk.get(uri);

  const show = (uris: Iterable<string>): void => {
    snapshot = withFiles(
      snapshot,
      [...uris].map((uri) => [uri, current(uri)] as const),
    );
  };

  const read = async (uri: string): Promise<boolean> => {
    const found = await host.read(uri).catch((error: unknown) => {
      logger.error(`Cannot read ${uri}: ${String(error)}`);
      return undefined;
    });
    bytes += found?.length ?? 0;
    if (found && found.length > largestFile) logger.info(`Left out ${uri}: ${found.length} bytes.`);
    const fits = found && found.length <= largestFile;
    disk.set(uri, fits ? textFile(uri, found, forced.get(uri), disk.get(uri)) : undefined);
    return found !== undefined;
  };

  /** Files may be deleted while they are read: each is shown or gone, none stops the others. */
  const readAll = async (uris: readonly string[]): Promise<void> => {
    const gone: string[] = [];
    const found: string[] = [];
    for (let from = 0; from < uris.length; from += 64) {
      const batch = uris.slice(from, from + 64);
      const there = await Promise.all(batch.map(read));
      batch.forEach((uri, i) => {
        (there[i] || open.has(uri) ? found : gone).push(uri);
      });
    }
    snapshot = withExisting(snapshot, found, gone);
    show(uris);
  };

  /** What a file was only by a reference to it, it is no longer once that reference is gone. */
  const forget = (): void => {
    const { named } = references(snapshot);
    const stale = [...forced.keys()].filter((uri) => !named.has(uri));
    for (const uri of stale) {
      const as = forced.get(uri);
      forced.delete(uri);
      tried.delete(keyOf({ uri, as }));
      const buffer = open.get(uri);
      if (buffer) open.set(uri, bufferOf(uri, buffer.text, kindOf(uri, buffer.text)));
      const file = disk.get(uri);
      if (file && kindOf(uri, file.text) !== file.kind) disk.set(uri, undefined);
    }
    show(stale);
  };

  const settle = async (): Promise<void> => {
    await readMissing();
    forget();
  };

  const readMissing = async (): Promise<void> => {
    for (let round = 0; round < mostRounds; round++) {
      const missing = references(snapshot).missing.filter(
        (one) => !tried.has(keyOf(one)) && !open.get(one.uri)?.file,
      );
      if (missing.length === 0) return;
      if (disk.size + missing.length > mostFiles || bytes > mostBytes) {
        logger.info(`${missing.length} more files are referred to than the ${mostFiles} that are read.`);
        return;
      }
      for (const one of missing) {
        tried.add(keyOf(one));
        if (one.as) forced.set(one.uri, one.as);
        const buffer = open.get(one.uri);
        if (buffer) open.set(one.uri, bufferOf(one.uri, buffer.text, one.as));
      }
      await readAll([...new Set(missing.map(({ uri }) => uri))]);
    }
  };

  return {
    get snapshot() {
      return snapshot;
    },
    setFolders: async (folders) => {
      const normal = folders.map(normalUri);
      const listed = (await Promise.all(normal.map((folder) => host.list(folder)))).flat().map(normalUri);
      snapshot = withExisting(
        { ...snapshot, folders: normal },
        listed,
        difference(snapshot.existing, listed),
      );
      const candidates = listed.filter(mayMatter).sort((a, b) => promise(b) - promise(a));
      if (candidates.length > mostFiles)
        logger.info(
          `Read ${mostFiles} of ${candidates.length} files; open a smaller folder to see the rest.`,
        );
      const gone = [...disk.keys()].filter((uri) => !snapshot.existing.has(uri));
      for (const uri of gone) disk.delete(uri);
      show(gone);
      await readAll(candidates.slice(0, mostFiles));
      await settle();
    },
    setSettings: (settings) => {
      snapshot = { ...snapshot, settings, layout: {} };
    },
    open: (given, text, languageId) => {
      const uri = normalUri(given);
      if (open.get(uri)?.text === text) return;
      const kind = kindByLanguage(languageId) ?? kindOf(uri, text) ?? forced.get(uri);
      open.set(uri, bufferOf(uri, text, kind));
      snapshot = withExisting(snapshot, [uri]);
      show([uri]);
    },
    close: async (given) => {
      const uri = normalUri(given);
      open.delete(uri);
      await readAll([uri]);
      await settle();
    },
    changed: async (uris) => {
      await readAll(uris.map(normalUri).filter((uri) => disk.has(uri) || mayMatter(uri)));
      await settle();
    },
    settle,
    file: (uri) => snapshot.files.get(normalUri(uri)),
  };
}

/** What an editor holds of a file, whether it is one of ours or not. */
interface Buffer {
  readonly text: string;
  readonly file: TextFile | undefined;
}

const bufferOf = (uri: string, text: string, kind: FileKind | undefined): Buffer => ({
  text,
  file: kind && { uri, text, kind },
});

const keyOf = ({ uri, as }: Wanted): string => `${as} ${uri}`;

function difference(existing: ReadonlySet<string>, listed: readonly string[]): readonly string[] {
  const kept = new Set(listed);
  return [...existing].filter((uri) => !kept.has(uri));
}

/** The file, or the one before it when nothing about it changed; undefined when it is none of ours. */
function textFile(
  uri: string,
  bytes: Uint8Array,
  forced: FileKind | undefined,
  before: TextFile | undefined,
): TextFile | undefined {
  const { text, undecodableAt } = decodeUtf8(bytes);
  const kind = kindOf(uri, text) ?? forced;
  if (!kind) return undefined;
  if (before?.text === text && before.kind === kind && before.undecodableAt === undecodableAt) return before;
  if (undecodableAt === undefined) return { uri, text, kind };
  const reason = utf8Reason(bytes);
  return { uri, text, kind, undecodableAt, ...(reason === undefined ? {} : { undecodableReason: reason }) };
}

/** Only these two ids say for certain what a buffer is: `python` and `properties` are many things. */
function kindByLanguage(languageId: string | undefined): FileKind | undefined {
  if (languageId === 'nginx') return 'nginx';
  return languageId === 'supervisord' || languageId === 'supervisor' ? 'supervisor' : undefined;
}
