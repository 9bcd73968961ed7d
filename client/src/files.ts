import { FileType, Uri, workspace } from 'vscode';
import type {
  ListFilesParams,
  ListFilesResult,
  ReadFileParams,
  ReadFileResult,
} from '../../server/src/lsp/protocol.ts';

/** Folders of dependencies, version control and build results: nothing in them is the user's configuration. */
const skipped: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  'venv',
  '.venv',
  'site-packages',
  '__pycache__',
  'dist',
  '.tox',
]);
const mostFiles = 20_000;
const deepest = 16;

/** Reads a file of any file system that the editor has. */
export async function readFile({ uri }: ReadFileParams): Promise<ReadFileResult> {
  try {
    return { base64: base64Of(await workspace.fs.readFile(Uri.parse(uri))) };
  } catch {
    return { base64: null };
  }
}

/** Lists the files below a folder of any file system, at most 20,000. */
export async function listFiles({ folder }: ListFilesParams): Promise<ListFilesResult> {
  const found: string[] = [];
  let level = [folderUri(folder)];
  for (let depth = 0; level.length > 0 && depth < deepest; depth++) {
    const listed = await Promise.all(level.map((one) => listFolder(one)));
    found.push(...listed.flatMap(({ files }) => files.map((file) => file.toString())));
    if (found.length >= mostFiles) break;
    level = listed.flatMap(({ folders }) => folders);
  }
  return { uris: found.slice(0, mostFiles) };
}

interface Listing {
  readonly files: readonly Uri[];
  readonly folders: Uri[];
}

async function listFolder(folder: Uri): Promise<Listing> {
  try {
    const entries = await workspace.fs.readDirectory(folder);
    const named = (type: FileType): Uri[] =>
      entries
        .filter(([name, kind]) => (kind & type) !== 0 && !skipped.has(name))
        .map(([name]) => Uri.joinPath(folder, name));
    return { files: named(FileType.File), folders: named(FileType.Directory) };
  } catch {
    return { files: [], folders: [] };
  }
}

/** In pieces, since a call takes a limited number of arguments. */
function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** The editor's uri of a folder. The top of a file system has no path in the analysis, which the editor asks for. */
export function folderUri(folder: string): Uri {
  const uri = Uri.parse(folder);
  return uri.path === '' ? uri.with({ path: '/' }) : uri;
}
