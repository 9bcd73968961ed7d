import type { TextFile } from '../base/file.ts';
import type { Place, Span } from '../base/span.ts';
import type { Mention } from '../model/mentions/mention.ts';
import { mentionsOf } from '../model/mentions/mentions.ts';
import { mentionedAt } from './shared/mentioned.ts';
import type { Question } from './shared/question.ts';

/** Where what the cursor stands on is defined, and the text it stands on. */
export interface Definition {
  readonly origin: Span;
  readonly targets: readonly Place[];
}

/** The definitions of what is named at an offset; undefined where nothing is, or nothing at hand defines it. */
export function definition(question: Question): Definition | undefined {
  const found = mentionedAt(question);
  const origin = found?.here[0]?.place.span;
  const targets = found?.all.filter(({ role }) => role === 'definition').map(({ place }) => place) ?? [];
  return origin && targets.length > 0 ? { origin, targets } : undefined;
}

/** Every place that names the same, definitions included only when asked for; empty where nothing is named. */
export function references(question: Question, roles: ReadonlySet<Mention['role']>): readonly Place[] {
  const places =
    mentionedAt(question)?.all.filter(({ role, place }) => roles.has(role) && place.span.end > 0) ?? [];
  return places.map(({ place }) => place);
}

/** One place of the asking file that names the same. */
export interface Highlight {
  readonly span: Span;
  readonly role: Mention['role'];
}

/** The places of the file itself that name what the cursor stands on. */
export const highlights = (question: Question): readonly Highlight[] =>
  (mentionedAt(question)?.all ?? [])
    .filter(({ place }) => place.uri === question.file.uri && place.span.end > 0)
    .map(({ place, role }) => ({ span: place.span, role }));

/** A text of the file that leads to a file, or to a place in one. */
export interface DocumentLink {
  readonly span: Span;
  readonly target: string;
  /** Where in the target; undefined for a path, which leads to the file as a whole. */
  readonly offset?: number;
}

/**
 * Includes and `-c` paths of a file that lead to one file each (a pattern that matches several is no link), and
 * `http://shop` of a `proxy_pass`, which editors would otherwise open in a browser.
 */
export const documentLinks = ({ file, deployments }: Question): readonly DocumentLink[] => {
  const mentions = deployments.flatMap(mentionsOf);
  const own = mentions.filter(({ role, place }) => role === 'use' && place.uri === file.uri);
  return [...fileLinks(own), ...addressLinks(file, own, mentions)];
};

function fileLinks(used: readonly Mention[]): readonly DocumentLink[] {
  const targets = new Map<string, Set<string>>();
  const spans = new Map<string, Span>();
  for (const { kind, name, place } of used) {
    if (kind !== 'file') continue;
    const key = `${place.span.start} ${place.span.end}`;
    spans.set(key, place.span);
    targets.set(key, (targets.get(key) ?? new Set()).add(name));
  }
  return [...targets].flatMap(([key, uris]) => {
    const span = spans.get(key);
    const [target] = uris;
    return span && target !== undefined && uris.size === 1 ? [{ span, target }] : [];
  });
}

function addressLinks(
  { text }: TextFile,
  used: readonly Mention[],
  all: readonly Mention[],
): readonly DocumentLink[] {
  const links = new Map<number, DocumentLink>();
  for (const { kind, entity, place } of used) {
    const isAddress = kind === 'upstream' || kind === 'address';
    if (!isAddress || !/^https?:\/\//.test(text.slice(place.span.start, place.span.end))) continue;
    const definition = all.find((one) => one.role === 'definition' && one.entity === entity)?.place;
    if (definition)
      links.set(place.span.start, {
        span: place.span,
        target: definition.uri,
        offset: definition.span.start,
      });
  }
  return [...links.values()];
}
