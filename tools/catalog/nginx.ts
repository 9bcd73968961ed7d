import { Format, getDirectives, getVariables } from '@nginx/reference-lib';
import { arrayOf, quoted, rowsModule } from './rows.ts';

export interface NginxFacts {
  readonly source: string;
  readonly comparedTags: readonly string[];
  readonly removed: readonly {
    readonly name: string;
    readonly module: string;
    readonly protocol: string;
    readonly lastSeen: string;
    readonly contexts: readonly string[];
  }[];
  readonly directives: readonly NginxFact[];
}

interface NginxFact {
  readonly name: string;
  readonly module: string;
  readonly protocol: string;
  readonly mask: string;
  readonly value?: string;
  readonly values?: readonly string[];
  readonly firstSeen: string;
  readonly maskHistory?: readonly (readonly [string, string])[];
}

export function nginxModule(facts: NginxFacts): string {
  const kinds = distinct(facts.directives.map((directive) => directive.value ?? ''));
  const lists = distinct(['', ...facts.directives.map((directive) => (directive.values ?? []).join(' '))]);
  const code = (directive: NginxFact) => nginxRow(directive, facts.comparedTags, kinds, lists);
  const more = [
    `export const tags = ${arrayOf(facts.comparedTags)};`,
    `export const kinds = ${arrayOf(kinds)};`,
    `export const lists = ${arrayOf(lists)};`,
    `export const removed = ${arrayOf(facts.removed.map(removedRow))};`,
  ].join('\n');
  return rowsModule(
    `nginx tag release-1.31.4, its ngx_command_t tables, compared with ${facts.comparedTags.length - 1} older tags; each directive tried in 1.22.1, 1.26.3 and 1.30.6`,
    'a line "@module protocol" opens a module; then name, mask (base 36), index of first tag, of kind, of list, and tag:mask of earlier shapes',
    byModule(facts.directives).flatMap(([head, directives]) => [head, ...directives.map(code)]),
    more,
  );
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

function byModule(directives: readonly NginxFact[]): readonly (readonly [string, readonly NginxFact[]])[] {
  const modules = new Map<string, NginxFact[]>();
  for (const directive of directives) {
    const head = `@${directive.module} ${directive.protocol}`;
    modules.set(head, [...(modules.get(head) ?? []), directive]);
  }
  return [...modules];
}

function nginxRow(
  directive: NginxFact,
  tags: readonly string[],
  kinds: readonly string[],
  lists: readonly string[],
): string {
  const mask = (hex: string) => Number.parseInt(hex, 16).toString(36);
  const tag = (text: string) => String(tags.indexOf(text.replace(/^<=/, '')));
  const columns = [
    directive.name,
    mask(directive.mask),
    tag(directive.firstSeen),
    String(kinds.indexOf(directive.value ?? '')),
    String(lists.indexOf((directive.values ?? []).join(' '))),
    ...(directive.maskHistory ?? []).map(([since, hex]) => `${tag(since)}:${mask(hex)}`),
  ];
  if (columns.includes('-1')) throw new Error(`unknown tag, kind or list: ${directive.name}`);
  return columns.join(' ').replace(/(?: 0)+$/, '');
}

const removedRow = (gone: NginxFacts['removed'][number]): string =>
  [gone.name, gone.module, gone.protocol, gone.lastSeen, gone.contexts.join(',')].join('|');

/** Directives that nginx.org documents and that the open-source tables do not hold: names by module. */
export function nginxOtherModule(facts: NginxFacts): string {
  const known = new Set([...facts.directives, ...facts.removed].map((directive) => directive.name));
  const modules = new Map<string, Set<string>>();
  for (const directive of getDirectives(Format.Markdown)) {
    if (known.has(directive.name)) continue;
    modules.set(directive.module, (modules.get(directive.module) ?? new Set<string>()).add(directive.name));
  }
  const http = variablesOf((module) => !module.startsWith('ngx_stream_'));
  const stream = variablesOf((module) => module.startsWith('ngx_stream_'));
  return rowsModule(
    'the npm package @nginx/reference-lib (Apache-2.0): directives that the open-source tables do not hold, and variables',
    'module (spaces as _), then its directives',
    [...modules].map(([module, names]) => [module.replace(/ /g, '_'), ...names].join(' ')),
    `export const httpVariables = ${quoted(http)};\nexport const streamVariables = ${quoted(stream)};`,
  );
}

/** Names without the dollar sign; `arg_NAME` stands for every name that begins with `arg_`. */
const variablesOf = (belongs: (module: string) => boolean): string =>
  [...getVariables(Format.Markdown)]
    .filter((variable) => belongs(variable.module))
    .map((variable) => variable.name.replace(/^\$/, ''))
    .filter((name, i, all) => all.indexOf(name) === i)
    .sort()
    .join(' ');
