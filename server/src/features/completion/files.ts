import type { FileKind, TextFile } from '../../base/file.ts';
import { folderOf, isBelow, pathOf, relativePath } from '../../base/uri.ts';
import type { Question } from '../shared/question.ts';
import type { CompletionItem } from './item.ts';

/** More files than these help nobody. */
const most = 60;

/** Files here as the server would see them: by `[paths]` backwards, else relative to a folder. */
export function fileItems(
  { snapshot, file, deployments }: Question,
  kinds: readonly FileKind[],
  accepts: (uri: string) => boolean,
): readonly CompletionItem[] {
  const folder = folderOf(file.uri);
  const paths = serverPaths(
    snapshot.settings.paths,
    deployments.flatMap(({ profile }) => profile?.file ?? []),
  );
  const found: CompletionItem[] = [];
  for (const uri of snapshot.existing) {
    if (uri === file.uri || found.length >= most || !accepts(uri)) continue;
    const kind = snapshot.files.get(uri)?.kind;
    if (kind !== undefined && !kinds.includes(kind)) continue;
    const label = pathOnServer(uri, folder, paths);
    if (label !== undefined) found.push({ label, kind: 'file', rank: 2 });
  }
  return found;
}

/** A folder of the server and the folder here that stands for it. */
interface ServerPath {
  readonly server: string;
  readonly here: string;
}

/** The rows of `[paths]`: the settings' and those of the profiles, whose text is read line by line. */
function serverPaths(
  settings: ReadonlyMap<string, string>,
  profiles: readonly TextFile[],
): readonly ServerPath[] {
  const rows = profiles.flatMap((profile) =>
    [...profile.text.matchAll(/^[ \t]*(\/[^\s=]*)[ \t]*=[ \t]*([^\s;#]+)/gm)].map(
      ([, server = '', here = '']) => ({
        server,
        here: joined(folderOf(profile.uri), here),
      }),
    ),
  );
  return [...rows, ...[...settings].map(([server, here]) => ({ server, here }))];
}

const joined = (folder: string, path: string): string =>
  path === '.' ? folder : `${folder}/${path.replace(/^\.\//, '').replace(/\/$/, '')}`;

function pathOnServer(uri: string, folder: string, paths: readonly ServerPath[]): string | undefined {
  const row = paths.find(({ here }) => isBelow(here, uri));
  if (row) return `${row.server.replace(/\/$/, '')}/${relativePath(row.here, uri)}`;
  if (isBelow(folder, uri)) return relativePath(folder, uri);
  return pathOf(uri).startsWith('/etc/') ? pathOf(uri) : undefined;
}
