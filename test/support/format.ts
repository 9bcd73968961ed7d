import { expect } from 'vitest';
import type { FileKind, TextFile } from '../../server/src/base/file.ts';
import { edited, type FormatOptions } from '../../server/src/features/format/edit.ts';
import { formatNginx } from '../../server/src/features/format/nginx.ts';
import { formatSupervisor } from '../../server/src/features/format/supervisor.ts';

export const fourSpaces: FormatOptions = { tabSize: 4, indentWith: 'spaces' };

const fileOf = (kind: FileKind, text: string): TextFile => ({ uri: 'file:///a.conf', kind, text });

/** A text after formatting. */
export function formatted(
  kind: 'nginx' | 'supervisor',
  text: string,
  options: FormatOptions = fourSpaces,
): string {
  const file = fileOf(kind, text);
  return edited(text, kind === 'nginx' ? formatNginx(file, options) : formatSupervisor(file));
}

/** A text that is formatted to `after`, which stays as it is. */
export function checkFormat(
  kind: 'nginx' | 'supervisor',
  before: string,
  after: string,
  options?: FormatOptions,
): void {
  expect(formatted(kind, before, options)).toBe(after);
  expect(formatted(kind, after, options)).toBe(after);
}
