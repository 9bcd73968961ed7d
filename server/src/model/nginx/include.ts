import type { TextFile } from '../../base/file.ts';
import { refuse } from './say.ts';
import type { Call } from './state.ts';

/** True for a path that is a pattern of file names. */
export const isPattern = (path: string): boolean => /[*?[]/.test(path);

/**
 * The files of an `include`, in nginx's order. A path starts at the folder of the main file, never at that of the
 * including one; a pattern that matches nothing is silent, a plain path that leads to no file is refused.
 */
export function filesOfInclude(call: Call, path: string): readonly TextFile[] {
  const { run } = call;
  const from = run.main;
  if (isPattern(path)) {
    const files = run.ask({ kind: 'glob', pattern: path, from, as: 'nginx' });
    if (files.length === 0) noteMissing(call);
    return files;
  }
  const files = run.ask({ kind: 'path', path, from, as: 'nginx' });
  if (files.length > 0) return files;
  if (run.ask({ kind: 'absence', path, from }).length > 0) refuseMissing(call, path);
  else noteMissing(call);
  return [];
}

/** Remembers that lines of an include are not at hand. */
export function noteMissing({ run, scope }: Call): void {
  run.complete = false;
  if (scope.server && scope.context === 'http server') scope.server.open = true;
}

function refuseMissing(call: Call, path: string): void {
  refuse(call, {
    code: 'nginx/include-missing',
    said: `open() "${path}" failed (2: No such file or directory)`,
    at: call.args[0],
    advice: 'Paths of includes start at the folder of the main file.',
  });
}
