import { hasPlaceholder, refuse } from '../say.ts';
import type { LocationChild, LocationState } from '../state.ts';

/**
 * Says which location stands twice in a block, that of the inner blocks first, as nginx builds its trees
 * (`ngx_http_init_static_location_trees`). Regular expressions and named locations may stand twice.
 */
export function checkLocations(location: LocationState, depth = 0): void {
  if (depth > deepest) return;
  for (const child of inOrder(location.children)) checkLocations(child.location, depth + 1);
  checkDuplicates(location.children);
}

/** Deeper than anyone nests locations. */
const deepest = 100;

const isStatic = ({ location }: LocationChild): boolean =>
  location.kind === 'exact' || location.kind === 'prefix' || location.kind === 'noregex';

const inOrder = (children: readonly LocationChild[]): readonly LocationChild[] =>
  children.filter(isStatic).sort((a, b) => compareNames(a.location.name, b.location.name));

/** The slash is the lowest of all letters (`ngx_filename_cmp`). */
function compareNames(a: string, b: string): number {
  const key = (text: string) => text.replaceAll('/', '\u0000');
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

function checkDuplicates(children: readonly LocationChild[]): void {
  const seen = new Map<string, LocationChild>();
  for (const child of inOrder(children)) {
    const { kind, name } = child.location;
    if (hasPlaceholder(name)) continue;
    const key = `${kind === 'exact' ? '=' : ' '}${name}`;
    const earlier = seen.get(key);
    if (earlier) refuseDuplicate(child, earlier);
    else seen.set(key, child);
  }
}

function refuseDuplicate({ call, location }: LocationChild, earlier: LocationChild): void {
  if (call.run.templated) return;
  refuse(call, {
    code: 'nginx/duplicate-location',
    said: `duplicate location "${location.name}"`,
    at: call.args[call.args.length - 1],
    related: [{ place: earlier.call.directive.namePlace, message: 'The first of the two' }],
    advice: 'Merge them, or change one.',
  });
}
