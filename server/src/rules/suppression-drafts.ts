import { nearest } from '../base/nearest.ts';
import { type Edit, place } from '../base/span.ts';
import type { Draft, Rule } from './define.ts';
import { type Ignore, isGroupOf } from './suppress.ts';

/** Ignore comments that name no rule there is. */
export function unknownNames(ignores: readonly Ignore[], rules: readonly Rule[]): readonly Draft[] {
  return ignores.flatMap((ignore) =>
    ignore.rules.length === 0
      ? [namesNothing(ignore)]
      : ignore.rules
          .filter(({ id }) => !rules.some((rule) => rule.id === id || isGroupOf(id, rule.id)))
          .map((name) => unknownName(ignore, name, rules)),
  );
}

const namesNothing = (ignore: Ignore): Draft => ({
  place: { uri: ignore.file.uri, span: ignore.span },
  message:
    'This ignore comment names no rule, so it silences nothing. Write the id after it: scaling-lens-ignore group/name — reason.',
});

function unknownName(ignore: Ignore, name: Ignore['rules'][number], rules: readonly Rule[]): Draft {
  const near = nearestRule(
    name.id,
    rules.map(({ id }) => id),
  );
  const where = { uri: ignore.file.uri, span: name.span };
  return {
    place: where,
    message: near
      ? `There is no rule '${name.id}', so this comment silences nothing. Did you mean '${near}'?`
      : `There is no rule '${name.id}', so this comment silences nothing. \`scaling-lens rules\` lists them all.`,
    fixes: near ? [{ title: `Replace by ${near}`, safe: false, edits: [{ ...where, newText: near }] }] : [],
  };
}

/** The rule with this name in any group, else the one with the fewest different letters; undefined when none is near. */
export function nearestRule(id: string, ids: readonly string[]): string | undefined {
  const name = id.slice(id.indexOf('/') + 1);
  const sameName = ids.find((other) => other.endsWith(`/${name}`));
  return sameName ?? nearest(id, ids, 4);
}

/** The rules that each ignore comment silenced. */
export type UsedIgnores = ReadonlyMap<Ignore, readonly string[]>;

/**
 * Ignored rules that ran and found nothing on the comment's lines. A rule that did not run is not judged: whether
 * its comment is still needed is unknown.
 */
export function unusedNames(
  ignores: readonly Ignore[],
  used: UsedIgnores,
  ran: readonly string[],
): readonly Draft[] {
  return ignores.flatMap((ignore) => {
    const hits = used.get(ignore) ?? [];
    return ignore.rules
      .filter(
        ({ id }) => id !== 'suppression/unused' && !hits.some((rule) => rule === id || isGroupOf(id, rule)),
      )
      .filter(({ id }) => ran.some((rule) => rule === id || isGroupOf(id, rule)))
      .map((name) => unusedName(ignore, name));
  });
}

function unusedName(ignore: Ignore, name: Ignore['rules'][number]): Draft {
  const alone = ignore.rules.length === 1;
  const edit = alone ? removeComment(ignore) : removeName(ignore, name);
  return {
    place: alone ? { uri: ignore.file.uri, span: ignore.span } : { uri: ignore.file.uri, span: name.span },
    message: `'${name.id}' finds nothing ${whereOf(ignore)}, so ignoring it has no effect. Remove it${alone ? '' : ' from the list'}.`,
    fixes: [{ title: alone ? 'Remove this comment' : `Remove ${name.id}`, safe: true, edits: [edit] }],
  };
}

function whereOf(ignore: Ignore): string {
  if (ignore.lines === null) return 'in this file';
  if (ignore.scope === 'file')
    return 'on the line below (a comment for the whole file must stand in its first ten lines)';
  return ignore.ownLine ? 'on the line below' : 'on this line';
}

function removeComment({ file, span, ownLine }: Ignore): Edit {
  const { text } = file;
  let start = span.start;
  while (start > 0 && /[ \t]/.test(text[start - 1] ?? '')) start--;
  if (!ownLine) return { ...place(file.uri, start, span.end), newText: '' };
  const after = /^(?:\r\n|\r|\n)/.exec(text.slice(span.end))?.[0].length ?? 0;
  return { ...place(file.uri, start, span.end + after), newText: '' };
}

/** Takes a name out of the list together with one comma beside it. */
function removeName({ file, rules }: Ignore, name: Ignore['rules'][number]): Edit {
  const index = rules.indexOf(name);
  const before = rules[index - 1];
  const after = rules[index + 1];
  if (before) return { ...place(file.uri, before.span.end, name.span.end), newText: '' };
  return { ...place(file.uri, name.span.start, after?.span.start ?? name.span.end), newText: '' };
}
