import * as data from './data/nginx.ts';
import { groupBy, lazy, wordsOf } from './lazy.ts';
import {
  allContexts,
  type DirectiveContext,
  type DirectiveProtocol,
  type DirectiveShape,
  shapeOf,
} from './nginx-mask.ts';
import { isBackported, releaseOf } from './nginx-releases.ts';
import { type CatalogLevel, nginxLevel } from './scaling.ts';
import { atLeast } from './version.ts';

/**
 * How nginx reads the arguments, by the setter that the command table names. `''`: a function of the directive's own,
 * so nothing is known. `time(s)` and `time(ms)` differ in the units they take: see the manual of units.
 */
export type NginxValueKind =
  | ''
  | 'on|off'
  | 'enum'
  | 'bitmask'
  | 'string'
  | 'string (repeatable)'
  | 'key value'
  | 'number'
  | 'number size'
  | 'size'
  | 'offset'
  | 'time(s)'
  | 'time(ms)'
  | 'path [levels]'
  | 'access'
  | 'complex'
  | 'complex list'
  | 'complex size';

/** One line of nginx's command tables. A name has several where several modules define it. */
export interface NginxDirectiveInfo extends DirectiveShape {
  readonly name: string;
  readonly module: string;
  readonly protocol: DirectiveProtocol;
  readonly valueKind: NginxValueKind;
  /** The legal words of an `enum` (one of them) or a `bitmask` (some of them); empty otherwise. */
  readonly values: readonly string[];
  /**
   * The first of `comparedVersions` that has the directive. It may have come with any release after the version
   * before it in that list; `null` means it is in the oldest one, so it may be older still.
   */
  readonly sinceBucket: string | null;
  /** The very release that brought it, where it is known; `null` with a `sinceBucket` leaves it between two tables. */
  readonly release: string | null;
  /** The last of `comparedVersions` that has it; null while the newest has. Its argument counts are not known. */
  readonly lastBucket: string | null;
  /** Earlier shapes with the compared version each was first seen in, oldest first; empty when it never changed. */
  readonly earlier: readonly { readonly sinceBucket: string; readonly shape: DirectiveShape }[];
  readonly level: CatalogLevel | null;
}

/** The versions whose command tables were compared, oldest first. */
export const comparedVersions: readonly string[] = data.tags;

const directives = lazy((): readonly NginxDirectiveInfo[] => [
  ...presentDirectives(),
  ...removedDirectives(),
]);

function presentDirectives(): readonly NginxDirectiveInfo[] {
  const found: NginxDirectiveInfo[] = [];
  let module = '';
  let protocol: DirectiveProtocol = 'core';
  for (const row of wordsOf(data.rows.trim(), '\n')) {
    const [first = '', ...columns] = row.split(' ');
    if (!first.startsWith('@')) found.push(directiveOf(first, module, protocol, columns));
    else [module, protocol] = [first.slice(1), (columns[0] ?? 'core') as DirectiveProtocol];
  }
  return found;
}

function directiveOf(
  name: string,
  module: string,
  protocol: DirectiveProtocol,
  columns: readonly string[],
): NginxDirectiveInfo {
  const [mask = '0', tag = '0', kind = '0', list = '0', ...history] = columns;
  const earlier = history.map((entry) => {
    const [since = '0', earlierMask = '0'] = entry.split(':');
    return {
      sinceBucket: data.tags[Number(since)] ?? '',
      shape: shapeNamed(earlierMask, protocol),
    };
  });
  return {
    name,
    module,
    protocol,
    ...shapeNamed(mask, protocol),
    valueKind: (data.kinds[Number(kind)] ?? '') as NginxValueKind,
    values: wordsOf(data.lists[Number(list)], ' '),
    sinceBucket: tag === '0' ? null : (data.tags[Number(tag)] ?? null),
    release: tag === '0' ? null : releaseOf(name, protocol),
    lastBucket: null,
    earlier,
    level: protocol === 'mail' ? null : nginxLevel(name),
  };
}

const shapes = new Map<string, DirectiveShape>();

/** The shape of a mask in base 36. Few masks serve many directives, so each is decoded once. */
function shapeNamed(mask: string, protocol: DirectiveProtocol): DirectiveShape {
  const key = `${protocol} ${mask}`;
  const shape = shapes.get(key) ?? shapeOf(Number.parseInt(mask, 36), protocol);
  shapes.set(key, shape);
  return shape;
}

const removedDirectives = (): readonly NginxDirectiveInfo[] =>
  data.removed.map((row) => {
    const [name = '', module = '', protocol = 'http', lastBucket = '', contexts] = row.split('|');
    return {
      name,
      module,
      protocol: protocol as DirectiveProtocol,
      contexts: wordsOf(contexts).flatMap((word) => contextNamed(word, protocol)),
      args: { min: 0, max: null },
      block: false,
      onOff: false,
      valueKind: '',
      values: [],
      sinceBucket: null,
      release: null,
      lastBucket,
      earlier: [],
      level: null,
    };
  });

const contextNamed = (word: string, protocol: string): readonly DirectiveContext[] => {
  const full = word.startsWith(protocol) ? word : `${protocol} ${word}`;
  return allContexts.filter((context) => context === full);
};

const byName = lazy(() => groupBy(directives(), (directive) => directive.name));

const byContext = lazy(() =>
  groupBy(
    directives().flatMap((directive) => directive.contexts.map((context) => ({ context, directive }))),
    ({ context }) => context,
  ),
);

/** Every directive of nginx's open-source tables, removed ones last. */
export const allDirectives = (): readonly NginxDirectiveInfo[] => directives();

/** All that have this name, whatever the context; empty for a name that nginx's own tables never held. */
export const directivesNamed = (name: string): readonly NginxDirectiveInfo[] => byName().get(name) ?? [];

/** The names of all directives of nginx's own tables, each once. */
export const allDirectiveNames = (): readonly string[] => [...byName().keys()];

/**
 * What may stand in a context, less what `version` certainly does not know. Without a version, removed directives
 * are left out. Empty for `raw` and `unknown`.
 */
export function directivesIn(
  context: DirectiveContext | 'raw' | 'unknown',
  version?: string,
): readonly NginxDirectiveInfo[] {
  const all = (byContext().get(context) ?? []).map(({ directive }) => directive);
  return all.filter((directive) =>
    version === undefined ? directive.lastBucket === null : isKnownIn(directive, version) !== false,
  );
}

/**
 * Whether a version has the directive. Undefined when no version is given or it lies between two compared versions,
 * of which only one has it, or distributions brought it to older ones. A version newer than all compared ones counts
 * as the newest.
 */
export function isKnownIn(directive: NginxDirectiveInfo, version: string | undefined): boolean | undefined {
  if (directive.release !== null) {
    const has = atLeast(version, directive.release);
    return has === false && isBackported(directive.name) ? undefined : has;
  }
  const reached = reachedBy(version);
  // What is in the oldest table may be older still, so only a version below that table leaves it open.
  const come =
    directive.sinceBucket === null ? reached[0] || undefined : reached[bucket(directive.sinceBucket)];
  if (come !== true || directive.lastBucket === null) return come;
  const gone = reached[bucket(directive.lastBucket) + 1];
  return gone === undefined ? undefined : !gone;
}

const bucket = (version: string): number => comparedVersions.indexOf(version);

/**
 * For each compared version, whether `version` has what was first seen there: undefined while it lies between the
 * compared version before and it.
 */
function reachedBy(version: string | undefined): readonly (boolean | undefined)[] {
  if (version === undefined) return [];
  const known = reachedByVersion.get(version);
  if (known) return known;
  const reached = comparedVersions.map((tag, i) => {
    if (atLeast(version, tag) === true) return true;
    const before = comparedVersions[i - 1];
    return atLeast(before, version) === true || isStableAfter(version, before) ? false : undefined;
  });
  if (reachedByVersion.size >= MOST_VERSIONS) reachedByVersion.clear();
  reachedByVersion.set(version, reached);
  return reached;
}

/** True for a later release of the same stable branch, which brings mends and nothing new: 1.30.6 after 1.30.4. */
function isStableAfter(version: string, before: string | undefined): boolean {
  const branch = /^\d+\.\d*[02468]\./.exec(before ?? '')?.[0];
  return branch !== undefined && version.startsWith(branch);
}

/** Only a few versions are ever asked for; the bound is for someone who is still typing one. */
const MOST_VERSIONS = 32;
const reachedByVersion = new Map<string, readonly (boolean | undefined)[]>();

/**
 * The shapes that a directive may have in a version: one where it is certain, several where the version is not given
 * or a change fell between the compared versions around it. The newest is last.
 */
export function shapesIn(
  directive: NginxDirectiveInfo,
  version: string | undefined,
): readonly DirectiveShape[] {
  const { earlier } = directive;
  if (earlier.length === 0) return [directive];
  const reached = reachedBy(version);
  return earlier
    .filter((entry, i) => {
      const next = earlier[i + 1];
      const begun = i === 0 || reached[bucket(entry.sinceBucket)] !== false;
      return begun && (next === undefined || reached[bucket(next.sinceBucket)] !== true);
    })
    .map(({ shape }) => shape);
}

/** Kinds whose setter says `"x" directive is duplicate` when it is called twice in one block (ngx_conf_file.c). */
const refusingKinds: readonly NginxValueKind[] = [
  'on|off',
  'enum',
  'string',
  'number',
  'number size',
  'size',
  'offset',
  'time(s)',
  'time(ms)',
  'path [levels]',
  'access',
  'complex',
  'complex size',
];

const repeatableKinds: readonly NginxValueKind[] = [
  'bitmask',
  'string (repeatable)',
  'key value',
  'complex list',
];

/**
 * True when nginx refuses the directive twice in one block, false when it may be repeated, undefined when a function
 * of its own decides.
 */
export function refusesDuplicate(directive: NginxDirectiveInfo): boolean | undefined {
  if (refusingKinds.includes(directive.valueKind)) return true;
  return repeatableKinds.includes(directive.valueKind) ? false : undefined;
}
