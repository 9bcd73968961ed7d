import picomatch from 'picomatch';
import type { TextFile } from '../../base/file.ts';
import type { Place } from '../../base/span.ts';
import { pathOf } from '../../base/uri.ts';
import type { Deployment } from '../deployment.ts';
import type { NginxBlock } from '../nginx/types.ts';
import { type Mention, mention } from './mention.ts';

/** The `include` lines of both languages, each with the loaded files that its pattern matches. */
export function* includeMentions({ nginx, supervisor }: Deployment): Iterable<Mention> {
  for (const { root, files } of nginx) yield* nginxIncludes(root, files);
  for (const { sections, files } of supervisor) {
    const option = sections.find(({ name }) => name === 'include')?.options.get('files');
    if (!option) continue;
    const { uri, span } = option.valuePlace;
    const text = files.find((file) => file.uri === uri)?.text.slice(span.start, span.end) ?? '';
    for (const word of text.matchAll(/\S+/g)) {
      const start = span.start + word.index;
      yield* included(word[0], { uri, span: { start, end: start + word[0].length } }, files);
    }
  }
}

function* nginxIncludes(root: NginxBlock, files: readonly TextFile[]): Iterable<Mention> {
  const open = [root];
  while (open.length > 0) {
    for (const { name, args, block } of open.pop()?.directives ?? []) {
      if (block) open.push(block);
      if (name === 'include' && args[0]) yield* included(args[0].text, args[0].place, files);
    }
  }
}

function* included(pattern: string, place: Place, files: readonly TextFile[]): Iterable<Mention> {
  const matches = endsLike(pattern);
  for (const { uri } of files.filter((file) => file.uri !== place.uri && matches(pathOf(file.uri)))) {
    yield mention('file', 'use', uri, place);
    yield mention('file', 'definition', uri, { uri, span: { start: 0, end: 0 } });
  }
}

/**
 * True for paths that end as a pattern does. Includes name paths of the server, whose first folders differ from
 * those of the checkout, so the last two segments decide.
 */
function endsLike(pattern: string): (path: string) => boolean {
  const segments = pattern
    .replace(/%\([^)]*\)s/g, '')
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
  const tail = segments.slice(-2);
  if (tail.length === 0) return () => false;
  const glob = picomatch(tail.join('/'), {
    nobrace: true,
    noextglob: true,
    noglobstar: true,
    nonegate: true,
  });
  return (path) => glob(path.split('/').slice(-tail.length).join('/'));
}
