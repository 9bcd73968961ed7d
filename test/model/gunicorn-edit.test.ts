import { describe, expect, test } from 'vitest';
import type { TextFile } from '../../server/src/base/file.ts';
import { mappedVerbatim } from '../../server/src/base/mapped-text.ts';
import type { Edit } from '../../server/src/base/span.ts';
import { removeFlag, renameFlag, setFlag } from '../../server/src/model/edit/command.ts';
import { removeSetting, renameSetting, setSetting, wrapInInt } from '../../server/src/model/edit/gunicorn.ts';
import { splitCommand } from '../../server/src/syntax/shell/split.ts';

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

describe('removeSetting', () => {
  test.each([
    ['a = 1\nworkers = 2  # two\nb = 3\n', 'a = 1\nb = 3\n'],
    ['workers = [\n  1,\n]\r\nb = 3', 'b = 3'],
    ['workers = 1\nworkers = 2\n', ''],
    ['a = 1; workers = 2\n', 'none'],
    ['workers = threads = 2\n', 'none'],
    ['if x:\n    workers = 1\n', 'none'],
  ])('%j', (before, after) => {
    expect(apply(before, removeSetting(fileOf(before), 'workers'))).toBe(after);
  });
});

describe('renameSetting', () => {
  test.each([
    [
      'wokers = 4\nprint(wokers)\ndef f():\n    global wokers\n    wokers = wokers + 1\n',
      'workers = 4\nprint(workers)\ndef f():\n    global workers\n    workers = workers + 1\n',
    ],
    ['wokers = 4\nx.wokers = f(wokers=1)\n', 'workers = 4\nx.wokers = f(wokers=1)\n'],
    ['def wokers(s): pass\n', 'def workers(s): pass\n'],
    ['wokers = 4\nworkers = 2\n', 'none'],
    ['wokers = 4\ndef f(wokers): return wokers\n', 'none'],
  ])('%j', (before, after) => {
    expect(apply(before, renameSetting(fileOf(before), 'wokers', 'workers'))).toBe(after);
  });
});

test('wrapInInt', () => {
  const text = 'workers = cpu_count() * 1.5\n';
  expect(apply(text, wrapInInt(fileOf(text), { start: 10, end: 27 }))).toBe(
    'workers = int(cpu_count() * 1.5)\n',
  );
});

describe('flags', () => {
  const wordsOf = (command: string) => splitCommand(mappedVerbatim(command, 'file:///x', 0)).words;

  test.each([
    ['gunicorn -w 2 a:b', 'gunicorn -w 4 a:b'],
    ['gunicorn -w2 --workers=3 a:b', 'gunicorn -w2 --workers=4 a:b'],
    ['gunicorn a:b -w2', 'gunicorn a:b -w4'],
    ["gunicorn '-w=2' a:b", 'gunicorn -w=4 a:b'],
    ['gunicorn a:b', 'gunicorn --workers 4 a:b'],
    ['/venv/bin/gunicorn -- a:b', '/venv/bin/gunicorn --workers 4 -- a:b'],
  ])('setFlag %s', (before, after) => {
    expect(apply(before, setFlag('gunicorn', wordsOf(before), '--workers', '4'))).toBe(after);
  });

  test('a value is quoted and escaped as its file wants it', () => {
    const double = (text: string): string => text.replaceAll('%', '%%');
    const before = 'gunicorn a:b';
    expect(apply(before, setFlag('gunicorn', wordsOf(before), '--access-logformat', '%(h)s a', double))).toBe(
      "gunicorn --access-logformat '%%(h)s a' a:b",
    );
    expect(apply('uvicorn a:b', setFlag('uvicorn', wordsOf('uvicorn a:b'), '--uds', '/run/a.sock'))).toBe(
      'uvicorn --uds /run/a.sock a:b',
    );
  });

  test.each([
    ['gunicorn -w 2 a:b --workers 3', 'gunicorn a:b'],
    ['gunicorn --workers=2  a:b', 'gunicorn  a:b'],
    ['gunicorn a:b', 'gunicorn a:b'],
  ])('removeFlag %s', (before, after) => {
    expect(apply(before, removeFlag('gunicorn', wordsOf(before), '--workers'))).toBe(after);
  });

  test('a switch goes alone', () => {
    expect(apply('gunicorn -D a:b', removeFlag('gunicorn', wordsOf('gunicorn -D a:b'), '--daemon'))).toBe(
      'gunicorn a:b',
    );
  });

  test('renameFlag', () => {
    const before = 'gunicorn --wrokers 2 --wrokers=3 a:b';
    expect(apply(before, renameFlag(wordsOf(before), '--wrokers', '--workers'))).toBe(
      'gunicorn --workers 2 --workers=3 a:b',
    );
  });
});
