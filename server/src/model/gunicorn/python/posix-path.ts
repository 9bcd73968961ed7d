/** `os.path.join(a, b, …)`. */
export function join(first: string, ...rest: readonly string[]): string {
  let path = first;
  for (const part of rest) {
    if (part.startsWith('/')) path = part;
    else if (path === '' || path.endsWith('/')) path += part;
    else path += `/${part}`;
  }
  return path;
}

/** `os.path.normpath(path)`. */
export function normalize(path: string): string {
  if (path === '') return '.';
  const slashes = path.startsWith('//') && !path.startsWith('///') ? '//' : path.startsWith('/') ? '/' : '';
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    const last = parts[parts.length - 1];
    if (part !== '..' || (slashes === '' && parts.length === 0) || last === '..') parts.push(part);
    else if (parts.length > 0) parts.pop();
  }
  return slashes + parts.join('/') || '.';
}

/** `os.path.split(path)`. */
export function split(path: string): readonly [string, string] {
  const at = path.lastIndexOf('/') + 1;
  const head = path.slice(0, at);
  const bare = /^\/*$/.test(head) ? head : head.replace(/\/$/, '');
  return [stripSlashes(bare), path.slice(at)];
}

/** Trailing slashes removed, unless there is nothing else. */
function stripSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end--;
  return end === 0 ? path : path.slice(0, end);
}

export const dirname = (path: string): string => split(path)[0];

export const basename = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** `os.path.splitext(path)`. */
export function splitExtension(path: string): readonly [string, string] {
  const start = path.lastIndexOf('/') + 1;
  let leading = start;
  while (path[leading] === '.') leading++;
  const dot = path.lastIndexOf('.');
  return dot >= start && dot > leading - 1 && leading < path.length && dot >= leading
    ? [path.slice(0, dot), path.slice(dot)]
    : [path, ''];
}

/** `str(PurePosixPath(path))`: slashes and dots tidied, `..` kept. */
export function purePath(path: string): string {
  const root = path.startsWith('//') && !path.startsWith('///') ? '//' : path.startsWith('/') ? '/' : '';
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return root + parts.join('/') || '.';
}

/** `str(Path(a) / b)`. */
export const pathJoin = (a: string, b: string): string => purePath(b.startsWith('/') ? b : `${a}/${b}`);

/** `Path(path).parts`. */
export function partsOf(path: string): string[] {
  const pure = purePath(path);
  const root = /^\/{1,2}/.exec(pure)?.[0] ?? '';
  const rest = pure
    .slice(root.length)
    .split('/')
    .filter((part) => part !== '' && !(root === '' && part === '.'));
  return root === '' ? rest : [root, ...rest];
}

/** `str(Path(path).parent)`. */
export function parentOf(path: string): string {
  const parts = partsOf(path);
  const rooted = /^\/{1,2}$/.test(parts[0] ?? '');
  if (parts.length <= (rooted ? 1 : 0)) return purePath(path);
  const above = parts.slice(0, -1);
  return rooted ? purePath(`${above[0]}${above.slice(1).join('/')}`) : purePath(above.join('/'));
}
