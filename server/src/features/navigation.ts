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

/** A path of the file that leads to another file. */
export interface DocumentLink {
  readonly span: Span;
  readonly target: string;
}

/** Includes and `-c` paths of a file that lead to one file each; a pattern that matches several is no link. */
export function documentLinks({ file, deployments }: Question): readonly DocumentLink[] {
  const links = new Map<string, Set<string>>();
  const spans = new Map<string, Span>();
  for (const { kind, role, name, place } of deployments.flatMap(mentionsOf)) {
    if (kind !== 'file' || role !== 'use' || place.uri !== file.uri) continue;
    const key = `${place.span.start} ${place.span.end}`;
    spans.set(key, place.span);
    links.set(key, (links.get(key) ?? new Set()).add(name));
  }
  return [...links].flatMap(([key, targets]) => {
    const span = spans.get(key);
    const [target] = targets;
    return span && target !== undefined && targets.size === 1 ? [{ span, target }] : [];
  });
}
