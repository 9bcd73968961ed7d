import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { URI } from 'vscode-uri';
import {
  commonFolder,
  folderOf,
  isBelow,
  nameOf,
  normalPath,
  normalUri,
  pathOf,
  relativePath,
  resolveUri,
  uriWithPath,
} from '../../server/src/base/uri.ts';

const segment = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((s) => !/[/\\]|^\.+$/.test(s));
const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => `/${segments.join('/')}`);

describe('uris', () => {
  it('are spelled as vscode-uri spells them', () => {
    fc.assert(
      fc.property(path, (given) => {
        expect(uriWithPath('file:///x', given)).toBe(URI.file(given).toString());
      }),
    );
  });

  it('give their path back', () => {
    fc.assert(
      fc.property(path, (given) => {
        expect(pathOf(uriWithPath('file:///x', given))).toBe(given);
      }),
    );
  });

  it.each([
    ['file:///a/b/', 'file:///a/b'],
    ['file:///', 'file://'],
    ['file:///C:/x', 'file:///c%3A/x'],
    ['file:///a/no ssl/default', 'file:///a/no%20ssl/default'],
    ['vscode-vfs://github/o/r/(x)', 'vscode-vfs://github/o/r/%28x%29'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
    ['file:///a/%E0%A4%A', 'file:///a/%25E0%25A4%25A'],
  ])('normalUri(%s)', (given, expected) => {
    expect(normalUri(given)).toBe(expected);
    expect(normalUri(expected)).toBe(expected);
  });

  it('resolve relative, absolute and parent paths', () => {
    expect(resolveUri('file:///srv/shop', 'conf.d/a b.conf')).toBe('file:///srv/shop/conf.d/a%20b.conf');
    expect(resolveUri('file:///srv/shop', '../x')).toBe('file:///srv/x');
    expect(resolveUri('file:///srv/shop', '/etc/nginx')).toBe('file:///etc/nginx');
    expect(resolveUri('file://', '.')).toBe('file://');
    expect(isBelow(resolveUri('file:///srv', '..'), 'file:///x')).toBe(true);
    expect(normalPath('/a/./b//../c/')).toBe('/a/c');
    expect(normalPath('/../..')).toBe('/');
  });

  it('know their folder, name and common folder', () => {
    expect(folderOf('file:///a/b.conf')).toBe('file:///a');
    expect(folderOf('file:///a')).toBe('file://');
    expect(nameOf('file:///a/no%20ssl')).toBe('no ssl');
    expect(commonFolder(['file:///a/b/c', 'file:///a/d'])).toBe('file:///a');
    expect(commonFolder(['file:///ab/c', 'file:///a/d'])).toBe('file://');
    expect(commonFolder([])).toBeUndefined();
    expect(isBelow('file:///a', 'file:///ab')).toBe(false);
    expect(relativePath('file:///a', 'file:///a/b%20c/d')).toBe('b c/d');
    expect(relativePath('file:///a', 'file:///a')).toBe('.');
  });
});
