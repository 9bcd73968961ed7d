import type { TextFile } from '../base/file.ts';
import type { Edit, Place, Span } from '../base/span.ts';
import type { EntityKind, Mention } from '../model/mentions/mention.ts';
import { mentionedAt } from './shared/mentioned.ts';
import { namePart } from './shared/name-part.ts';
import type { Question } from './shared/question.ts';

/** What may be renamed at an offset, or why it may not. */
export type RenameTarget =
  | { readonly kind: 'possible'; readonly span: Span; readonly name: string }
  | { readonly kind: 'refused'; readonly why: string };

/** The edits of a rename, or why it cannot be done without changing what the files mean. */
export type Renaming =
  | { readonly kind: 'edits'; readonly edits: readonly Edit[] }
  | { readonly kind: 'refused'; readonly why: string };

/** Names that each kind of entity may have. */
const names: Readonly<Partial<Record<EntityKind, RegExp>>> = {
  program: /^[^\s:,[\]]+$/,
  group: /^[^\s:,[\]]+$/,
  upstream: /^[\w.-]+$/,
  location: /^@[\w.-]+$/,
  zone: /^[\w.-]+$/,
  variable: /^\$[A-Za-z_]\w*$/,
  user: /^[\w.-]+$/,
  address: /^(?:unix:\/\S+|[\w.*[\]:-]*:\d{1,5})$/,
};

/** What stands at the cursor and can be renamed; undefined where nothing is named. */
export function renameTarget(question: Question): RenameTarget | undefined {
  const found = mentionedAt(question);
  const here = found?.here[0];
  if (!found || !here) return undefined;
  const why = refusal(question, found.here, found.all);
  const part = partOf(question, here);
  if (why !== undefined) return { kind: 'refused', why };
  return part ? { kind: 'possible', span: part.span, name: textOf(question, part) } : undefined;
}

/** Renames what stands at the cursor everywhere in its deployments. */
export function rename(question: Question, newName: string): Renaming | undefined {
  const found = mentionedAt(question);
  const here = found?.here[0];
  if (!found || !here) return undefined;
  const why = refusal(question, found.here, found.all);
  if (why !== undefined) return { kind: 'refused', why };
  if (!names[here.kind]?.test(newName))
    return { kind: 'refused', why: `'${newName}' is no name for ${article(here.kind)}.` };
  const edits = found.all.flatMap((one): Edit[] => {
    const part = partOf(question, one);
    return part
      ? [{ uri: part.uri, span: part.span, newText: spelled(one, newName, textOf(question, part)) }]
      : [];
  });
  return { kind: 'edits', edits };
}

const article = (kind: EntityKind): string => (/^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`);

function refusal(question: Question, here: readonly Mention[], all: readonly Mention[]): string | undefined {
  const kind = here[0]?.kind;
  if (!kind || !names[kind]) return 'A file is renamed in the explorer, not here.';
  if (new Set(here.map(({ entity }) => entity)).size > 1) {
    return 'This text stands for the addresses of several instances. Change the expansion itself.';
  }
  const expanded = all.find(
    (one) => one.kind === 'address' && /%\(|\{\{|\$\{/.test(textOf(question, one.place)),
  );
  if (expanded)
    return `The address is made by an expansion (${textOf(question, expanded.place)}). Change the expansion itself.`;
  if (kind === 'program' && usesItsName(question, here[0]?.name ?? '')) {
    return 'The program uses %(program_name)s in its command, so a new name changes the addresses that nginx calls. Change both by hand.';
  }
  return undefined;
}

const usesItsName = ({ deployments }: Question, name: string): boolean =>
  deployments.some(({ programs }) =>
    programs.some(
      ({ config }) =>
        config?.name === name &&
        config.section.options.get('command')?.raw.text.includes('%(program_name)') === true,
    ),
  );

const textOf = ({ snapshot }: Question, { uri, span }: Place): string =>
  snapshot.files.get(uri)?.text.slice(span.start, span.end) ?? '';

/** The part of a mention that is the name: without quotes, scheme and path. */
function partOf({ snapshot }: Question, { kind, name, place }: Mention): Place | undefined {
  const file: TextFile | undefined = snapshot.files.get(place.uri);
  if (!file || place.span.end === 0) return undefined;
  const text = file.text.slice(place.span.start, place.span.end);
  if (kind === 'address') return addressPart(text, place);
  const part = namePart(text, name);
  const { start } = place.span;
  return part && { uri: place.uri, span: { start: start + part.start, end: start + part.end } };
}

function addressPart(text: string, place: Place): Place {
  const found = /(?:unix:)?\/[^\s:;'"]+(?::\d+)?|[\w.*-]*:\d+|\[[^\]]*\]:\d+/.exec(
    text.replace(/^\w+:\/\//, (scheme) => ' '.repeat(scheme.length)),
  );
  const start = place.span.start + (found?.index ?? 0);
  return { uri: place.uri, span: { start, end: start + (found?.[0].length ?? text.length) } };
}

/** The new name as this place writes it: variables without their sign, sockets with or without `unix:`. */
function spelled({ kind }: Mention, newName: string, old: string): string {
  if (kind === 'variable') return newName.slice(1);
  if (kind === 'address' && /^\//.test(old)) return newName.replace(/^unix:/, '');
  return newName;
}
