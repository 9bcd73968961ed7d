/**
 * Uris as plain strings in one canonical spelling (the one of vscode-uri): `scheme://authority/path`, every
 * character percent-encoded but letters, digits, `-._~` and `/`. A folder has no trailing slash, the top
 * (`file://`) neither.
 */

const prefixPattern = /^[a-zA-Z][a-zA-Z0-9+.-]*:(?:\/\/[^/?#]*)?/;

const prefixOf = (uri: string): string => prefixPattern.exec(uri)?.[0] ?? '';

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function encodeSegment(segment: string): string {
  if (/^[\w.~-]*$/.test(segment)) return segment;
  try {
    return encodeURIComponent(segment).replace(
      /[!'()*]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    return segment;
  }
}

/** The decoded path of a uri, with `/` between segments: `/srv/no ssl/default`. Query and fragment are not cut. */
export function pathOf(uri: string): string {
  return decode(uri.slice(prefixOf(uri).length));
}

/** The uri with the same scheme and authority as `like` and this decoded absolute path. */
export function uriWithPath(like: string, path: string): string {
  return prefixOf(like) + path.split('/').map(encodeSegment).join('/');
}

/** The one spelling of a uri: no trailing slash, drive letters in lower case (`file:///c%3A/x`). */
export function normalUri(uri: string): string {
  const path = pathOf(uri).replace(/^\/[A-Z]:/, (drive) => drive.toLowerCase());
  return uriWithPath(uri, path.endsWith('/') ? path.slice(0, -1) : path);
}

/** The folder of a uri; a uri of the top is its own folder. */
export function folderOf(uri: string): string {
  const slash = uri.lastIndexOf('/');
  const top = prefixOf(uri);
  if (slash > top.length) return uri.slice(0, slash);
  return top.endsWith(':') ? uri : top;
}

/** The last segment of a uri, decoded. */
export const nameOf = (uri: string): string => decode(uri.slice(uri.lastIndexOf('/') + 1));

/** A path with `.`, `..` and repeated slashes resolved; `..` above the top is dropped. */
export function normalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return (path.startsWith('/') ? '/' : '') + segments.join('/');
}

/** The uri of `path` (decoded) seen from a folder; an absolute path replaces the whole path. */
export function resolveUri(folder: string, path: string): string {
  const absolute = path.startsWith('/') ? path : `${pathOf(folder)}/${path}`;
  const normal = normalPath(absolute);
  return uriWithPath(folder, normal === '/' ? '' : normal);
}

/** True when `uri` is the folder or lies below it. */
export const isBelow = (folder: string, uri: string): boolean =>
  uri === folder || (uri.startsWith(folder) && uri.charCodeAt(folder.length) === 47) || folder === '';

/** The decoded path of `uri` relative to a folder that holds it; the whole path when it lies elsewhere. */
export function relativePath(folder: string, uri: string): string {
  if (uri === folder) return '.';
  return isBelow(folder, uri) ? decode(uri.slice(folder.length + 1)) : pathOf(uri);
}

/** The deepest folder that holds all uris; undefined for none. */
export function commonFolder(uris: readonly string[]): string | undefined {
  let common: string | undefined;
  for (const uri of uris) {
    common ??= folderOf(uri);
    while (!isBelow(common, uri) && common !== folderOf(common)) common = folderOf(common);
  }
  return common;
}
