import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { writeChanges } from '../../server/src/cli/write.ts';
import { folderOf } from '../support/cli.ts';

const files = '-- /a.conf --\none\n-- /b.conf --\ntwo\n';

const changeOf = (path: string, before: string) => ({
  uri: pathToFileURL(path).href,
  before,
  after: `${before}more\n`,
});

test('all files are written, with their permissions, through symbolic links', () => {
  const folder = folderOf(files);
  const [a, link] = [join(folder.path, 'a.conf'), join(folder.path, 'link.conf')];
  chmodSync(a, 0o640);
  symlinkSync(join(folder.path, 'b.conf'), link);
  writeChanges([changeOf(a, 'one\n'), changeOf(link, 'two\n')], (uri) => uri);
  expect([readFileSync(a, 'utf8'), statSync(a).mode & 0o777]).toEqual(['one\nmore\n', 0o640]);
  expect(readFileSync(join(folder.path, 'b.conf'), 'utf8')).toBe('two\nmore\n');
  expect(readdirSync(folder.path)).toEqual(['a.conf', 'b.conf', 'link.conf']);
  folder.remove();
});

test('where one file cannot be written, none is, and nothing is left behind', () => {
  const folder = folderOf(files);
  const [a, b] = [join(folder.path, 'a.conf'), join(folder.path, 'b.conf')];
  chmodSync(b, 0o444);
  const write = () =>
    writeChanges([changeOf(a, 'one\n'), changeOf(b, 'two\n')], (uri) => uri.split('/').pop() ?? '');
  expect(write).toThrow(/Cannot write 'b\.conf', so no file was changed: it is read-only/);
  expect([readFileSync(a, 'utf8'), readFileSync(b, 'utf8')]).toEqual(['one\n', 'two\n']);
  expect(readdirSync(folder.path)).toEqual(['a.conf', 'b.conf']);
  folder.remove();
});

test('a file that is gone stops all', () => {
  const folder = folderOf(files);
  const a = join(folder.path, 'a.conf');
  const gone = join(folder.path, 'gone.conf');
  expect(() => writeChanges([changeOf(a, 'one\n'), changeOf(gone, '')], (uri) => uri)).toThrow(/ENOENT/);
  expect(readFileSync(a, 'utf8')).toBe('one\n');
  folder.remove();
});

test('a file under two names is written once, and not at all where the two would differ', () => {
  const folder = folderOf(files);
  const [b, link] = [join(folder.path, 'b.conf'), join(folder.path, 'link.conf')];
  symlinkSync(b, link);
  writeChanges([changeOf(b, 'two\n'), changeOf(link, 'two\n')], (uri) => uri);
  expect(readFileSync(b, 'utf8')).toBe('two\nmore\n');
  const other = { ...changeOf(link, 'two\nmore\n'), after: 'three\n' };
  expect(() => writeChanges([changeOf(b, 'two\nmore\n'), other], (uri) => uri)).toThrow(
    /no file was changed/,
  );
  expect(readFileSync(b, 'utf8')).toBe('two\nmore\n');
  folder.remove();
});
