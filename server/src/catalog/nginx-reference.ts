import { memo } from '../base/memo.ts';
import { manualModuleOf } from './nginx-links.ts';
import type { DirectiveProtocol } from './nginx-mask.ts';

/**
 * Descriptions of nginx's directives and variables, made at build time from the npm package @nginx/reference-lib
 * (Apache-2.0) by tools/nginx-reference.mjs. Whoever starts the analysis reads `nginx-reference.json` and hands its
 * data in; without it hovers show the catalogue's own words only.
 */
export interface NginxReference {
  /** By name; a name has several where several modules define it. */
  readonly directives: Readonly<Record<string, readonly NginxReferenceDirective[]>>;
  /** By name without the dollar sign; a family stands as `arg_NAME`. */
  readonly variables: Readonly<Record<string, readonly NginxReferenceVariable[]>>;
}

export interface NginxReferenceDirective {
  /** As the manual names it: `ngx_http_proxy_module`, `ngx_core_module`. */
  readonly module: string;
  /** Markdown, each form of the directive; the name itself is left out. */
  readonly syntax: readonly string[];
  /** As written, without the name; null where the manual gives none. */
  readonly default: string | null;
  readonly contexts: readonly string[];
  /** Markdown, cut after the first paragraphs where it is long; links are absolute. */
  readonly text: string;
  readonly link: string;
}

export interface NginxReferenceVariable {
  readonly module: string;
  readonly text: string;
  readonly link: string;
}

/** True for data of the form above, as far as its outline tells: what comes from a file may be anything. */
export function isNginxReference(data: unknown): data is NginxReference {
  if (typeof data !== 'object' || data === null) return false;
  const { directives, variables } = data as { directives?: unknown; variables?: unknown };
  return [directives, variables].every((part) => typeof part === 'object' && part !== null);
}

/** The manual's entry on a directive of the catalogue; undefined where the manual has none or no data is given. */
export function referenceOfDirective(
  reference: NginxReference | undefined,
  directive: { readonly name: string; readonly module: string; readonly protocol: DirectiveProtocol },
): NginxReferenceDirective | undefined {
  const page = manualModuleOf(directive.name, directive.module, directive.protocol);
  return referencesNamed(reference, directive.name).find((entry) => entry.module === page);
}

/** All entries of a name, whatever the module; for directives that the catalogue does not hold (NGINX Plus, njs). */
export const referencesNamed = (
  reference: NginxReference | undefined,
  name: string,
): readonly NginxReferenceDirective[] =>
  reference && Object.hasOwn(reference.directives, name) ? (reference.directives[name] ?? []) : [];

/** The manual's entry on a built-in variable; `name` comes without the dollar sign. Families are found as well. */
export function referenceOfVariable(
  reference: NginxReference | undefined,
  name: string,
  protocol: 'http' | 'stream',
): NginxReferenceVariable | undefined {
  if (!reference) return undefined;
  const lower = name.toLowerCase();
  const key = Object.hasOwn(reference.variables, lower) ? lower : familyOf(reference, lower);
  const entries = key === undefined ? [] : (reference.variables[key] ?? []);
  const isStream = (entry: NginxReferenceVariable) => entry.module.startsWith('ngx_stream_');
  return entries.find((entry) => isStream(entry) === (protocol === 'stream'));
}

const familiesOf = memo((variables: NginxReference['variables']) =>
  Object.keys(variables).filter((key) => key.endsWith('_NAME')),
);

const familyOf = (reference: NginxReference, name: string): string | undefined =>
  familiesOf(reference.variables).find((key) => {
    const beginning = key.slice(0, -'NAME'.length);
    return name.startsWith(beginning) && name.length > beginning.length;
  });
