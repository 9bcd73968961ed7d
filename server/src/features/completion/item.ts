import type { Span } from '../../base/span.ts';
import type { ServerKind } from '../../catalog/servers.ts';
import type { SupervisorExpansion, SupervisorSectionKind } from '../../catalog/supervisor.ts';
import type { NginxContext } from '../../model/nginx/types.ts';

/** What an item stands for; editors show a picture for each. */
export type ItemKind =
  | 'section'
  | 'option'
  | 'directive'
  | 'block'
  | 'setting'
  | 'hook'
  | 'flag'
  | 'parameter'
  | 'value'
  | 'variable'
  | 'expansion'
  | 'name'
  | 'address'
  | 'class'
  | 'file'
  | 'snippet';

/** One proposal. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: ItemKind;
  /** A few words beside the label. */
  readonly detail?: string;
  /** What is written; the label where it is absent. */
  readonly insert?: string;
  /** `snippet` where `insert` holds `${1:…}` and its like. */
  readonly form?: 'snippet';
  /** What is compared with the typed text; the label where it is absent. */
  readonly filter?: string;
  /** The place in the list: the lower, the earlier. Items of one rank stand in the order of their labels. */
  readonly rank: number;
  readonly deprecated?: true;
  /** The item that is most likely meant. */
  readonly preselect?: true;
  /** Characters that take the item and are then written themselves. */
  readonly commit?: readonly string[];
  /** Where its description is found when the editor asks for it. */
  readonly doc?: DocKey;
}

/** What a description is about; plain data, so that an editor can hand it back. */
export type DocKey =
  | { readonly of: 'section'; readonly kind: SupervisorSectionKind }
  | { readonly of: 'option'; readonly kind: SupervisorSectionKind; readonly name: string }
  | { readonly of: 'expansion'; readonly name: SupervisorExpansion }
  | { readonly of: 'setting'; readonly name: string }
  | { readonly of: 'class'; readonly name: string }
  | { readonly of: 'flag'; readonly server: ServerKind; readonly flag: string }
  | { readonly of: 'directive'; readonly name: string; readonly context: NginxContext }
  | {
      readonly of: 'parameter';
      readonly directive: string;
      readonly context: NginxContext;
      readonly name: string;
    }
  | { readonly of: 'variable'; readonly name: string; readonly protocol: 'http' | 'stream' }
  | { readonly of: 'text'; readonly markdown: string };

/** What kind of place the cursor is in; decides which characters may open the list by themselves. */
export type Topic =
  | 'name'
  | 'section'
  | 'expansion'
  | 'value'
  | 'list'
  | 'flag'
  | 'flag value'
  | 'variable'
  | 'argument'
  | 'string';

/** The proposals for one place. All of them replace the same text. */
export interface Completion {
  readonly topic: Topic;
  /** The text that is replaced; the cursor stands in it. What is inserted only replaces up to the cursor. */
  readonly span: Span;
  readonly items: readonly CompletionItem[];
}

/** A text as it is inside of a snippet. */
export const literal = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

/** `${1|a,b|}`: a place of a snippet where one of some words goes, the first one unless another is chosen. */
export const choice = (stop: number, words: readonly string[]): string =>
  `\${${stop}|${words.map((word) => word.replace(/[\\,|$}]/g, '\\$&')).join(',')}|}`;

/** `${1:text}`: a place of a snippet with a text to be replaced. */
export const placeholder = (stop: number, text: string): string => `\${${stop}:${literal(text)}}`;

/** The text of a snippet for an editor that knows none: places keep their text, choices their first word. */
export const withoutStops = (snippet: string): string =>
  snippet
    .replace(/\$\{\d+\|((?:\\.|[^,|\\])*)(?:\\.|[^|\\])*\|\}/g, '$1')
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/\$\{?\d+\}?/g, '')
    .replace(/\\([\\$},|])/g, '$1');
