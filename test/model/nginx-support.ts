import type { TextFile } from '../../server/src/base/file.ts';
import { resolveUri } from '../../server/src/base/uri.ts';
import type { Ask } from '../../server/src/model/link-lookup.ts';
import { loadNginx } from '../../server/src/model/nginx/load.ts';
import type { NginxOptions } from '../../server/src/model/nginx/state.ts';
import type { NginxConfig } from '../../server/src/model/nginx/types.ts';
import type { Problem } from '../../server/src/model/problem.ts';

export const folder = 'file:///srv/nginx';

export const fileOf = (text: string, name = 'nginx.conf'): TextFile => ({
  uri: `${folder}/${name}`,
  text,
  kind: 'nginx',
});

/** Answers with files of a map below the main file's folder; patterns know `*` in the last segment. */
export function askAmong(files: readonly TextFile[]): Ask {
  return (question) => {
    if (question.kind === 'absence') return [];
    const path = question.kind === 'glob' ? question.pattern : question.path;
    const uri = resolveUri(folder, path);
    if (question.kind === 'path') return files.filter((file) => file.uri === uri);
    const [head = '', tail = ''] = decodeURIComponent(uri).split('*');
    return files
      .filter((file) => file.uri.startsWith(head) && file.uri.endsWith(tail))
      .filter((file) => !file.uri.slice(head.length).includes('/'))
      .sort((a, b) => (a.uri < b.uri ? -1 : 1));
  };
}

/** The configuration of a main file and of further files by name. */
export function load(
  text: string,
  others: Readonly<Record<string, string>> = {},
  options: NginxOptions = {},
): NginxConfig {
  const files = Object.entries(others).map(([name, other]) => fileOf(other, name));
  return loadNginx(fileOf(text), askAmong(files), options);
}

/** A whole configuration around what stands in `http`. */
export const inHttp = (text: string): string => `events { }\nhttp {\n${text}\n}\n`;

/** Problems as `code said @line`, with `~` before those nginx does not refuse. */
export const outline = (problems: readonly Problem[]): readonly string[] =>
  problems.map(
    ({ code, refusedBy, data }) =>
      `${refusedBy ? '' : '~'}${code} ${data?.said ?? ''}${data?.line === undefined ? '' : ` @${data.line}`}`,
  );

export const problemsIn = (
  text: string,
  others: Readonly<Record<string, string>> = {},
  options: NginxOptions = {},
): readonly string[] => outline(load(text, others, options).problems);

/** The text a problem marks. */
export function markedBy(problem: Problem | undefined, files: readonly TextFile[]): string | undefined {
  const file = files.find(({ uri }) => uri === problem?.place.uri);
  return file && problem && file.text.slice(problem.place.span.start, problem.place.span.end);
}
