import { describe, expect, test } from 'vitest';
import type { TextFile } from '../../server/src/base/file.ts';
import type { Edit } from '../../server/src/base/span.ts';
import { importModule, setSetting } from '../../server/src/model/edit/gunicorn.ts';

const fileOf = (text: string): TextFile => ({ uri: 'file:///gunicorn.conf.py', text, kind: 'gunicorn' });

/** The text after the edits; `none` where there is no edit to make. */
function apply(text: string, edits: Edit | readonly Edit[] | undefined): string {
  if (!edits) return 'none';
  const list = [...('uri' in edits ? [edits] : edits)].sort((a, b) => b.span.start - a.span.start);
  return list.reduce(
    (done, { span, newText }) => done.slice(0, span.start) + newText + done.slice(span.end),
    text,
  );
}

describe('setSetting', () => {
  test.each([
    ['workers = 2\n', 'workers = 4\n'],
    ['workers = 2\nworkers = 3  # all\n', 'workers = 2\nworkers = 4  # all\n'],
    ['workers: int = (\n  2)\n', 'workers: int = (\n  4)\n'],
    ['bind = "a"', 'bind = "a"\nworkers = 4\n'],
    ['bind = "a"\r\n', 'bind = "a"\r\nworkers = 4\r\n'],
    ['', 'workers = 4\n'],
    ['workers = threads = 2\nx = 1\n', 'workers = threads = 2\nworkers = 4\nx = 1\n'],
    [
      'if x:\n    workers = 1\nelse:\n    workers = 2\ny = 1\n',
      'if x:\n    workers = 1\nelse:\n    workers = 2\nworkers = 4\ny = 1\n',
    ],
    ['workers = 1; x = 2\n', 'workers = 4; x = 2\n'],
    ['workers = (\n', 'none'],
  ])('%j', (before, after) => {
    expect(apply(before, setSetting(fileOf(before), 'workers', '4'))).toBe(after);
  });
});

describe('importModule', () => {
  test.each([
    ['import multiprocessing\nworkers = 2\n', 'import os\nimport multiprocessing\nworkers = 2\n'],
    ['# settings\nfrom os import cpu_count\n', '# settings\nimport os\nfrom os import cpu_count\n'],
    [
      'from __future__ import annotations\nimport sys\n',
      'from __future__ import annotations\nimport os\nimport sys\n',
    ],
    ['import os.path\n', 'import os.path\n'],
    ['import sys, os\r\n', 'import sys, os\r\n'],
    ['workers = 2\r\n', 'import os\r\nworkers = 2\r\n'],
  ])('%j', (before, after) => {
    expect(apply(before, importModule(fileOf(before), 'os'))).toBe(after);
  });
});
