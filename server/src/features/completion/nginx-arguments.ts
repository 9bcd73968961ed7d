import type { NginxDirectiveInfo, NginxValueKind } from '../../catalog/nginx.ts';
import { type NginxParameter, nginxParameters } from '../../catalog/nginx-parameters.ts';
import { atLeast } from '../../catalog/version.ts';
import { directiveIn } from '../shared/cards/nginx.ts';
import type { CompletionItem } from './item.ts';
import { headerItems, namedItems } from './nginx-names.ts';
import { type NginxPlace, versionAt } from './nginx-place.ts';
import { includeItems, serverItems, targetItems } from './nginx-targets.ts';

type ArgumentSpot = Extract<NginxPlace['at']['spot'], { kind: 'argument' }>;

/**
 * What an argument may be: the words nginx knows there, and the names, addresses and files of the deployment.
 * `pair` is the parameter whose value is written (`zone=…`).
 */
export function argumentItems(
  place: NginxPlace,
  spot: ArgumentSpot,
  pair: string | undefined,
): readonly CompletionItem[] {
  const name = spot.call.words[0]?.text ?? '';
  const info = directiveIn(name, place.context);
  const found =
    pair === undefined
      ? [
          ...ownItems(place, spot, name),
          ...(info ? [...wordItems(info, spot), ...parameterItems(place, spot, info)] : []),
          ...unitItems(info, spot),
        ]
      : pairItems(place, name, pair);
  const commit = spot.call.ended ? undefined : [';'];
  return commit ? found.map((item) => (item.form === undefined ? { ...item, commit } : item)) : found;
}

function ownItems(place: NginxPlace, spot: ArgumentSpot, name: string): readonly CompletionItem[] {
  const isFirst = spot.index === 1;
  if (name.endsWith('_pass')) return isFirst ? targetItems(place, name) : [];
  if (name === 'server' && place.context.endsWith(' upstream')) return isFirst ? serverItems(place) : [];
  if (name === 'listen') return isFirst ? listenItems : [];
  if (name === 'include') return isFirst ? includeItems(place) : [];
  if (name === 'proxy_set_header') return headerItems(place, spot);
  return namedItems(place, name, spot);
}

const listenItems: readonly CompletionItem[] = [
  '80',
  '443 ssl',
  '[::]:80',
  '[::]:443 ssl',
  '127.0.0.1:80',
].map((label, rank) => ({ label, kind: 'value', rank }));

/** The words of an enumeration; of a bitmask those that are not written yet. */
function wordItems(info: NginxDirectiveInfo, spot: ArgumentSpot): readonly CompletionItem[] {
  const isFirst = spot.index === 1;
  const value = (label: string): CompletionItem => ({ label, kind: 'value', rank: 1 });
  if (info.onOff) return isFirst ? ['on', 'off'].map(value) : [];
  if (info.valueKind !== 'bitmask' && !isFirst) return [];
  const written = new Set(spot.call.words.filter((word) => word !== spot.word).map(({ text }) => text));
  return info.values.filter((word) => !written.has(word)).map(value);
}

function parameterItems(
  place: NginxPlace,
  spot: ArgumentSpot,
  info: NginxDirectiveInfo,
): readonly CompletionItem[] {
  const { context } = place;
  if (context === 'raw' || context === 'unknown') return [];
  const written = new Set(
    spot.call.words.filter((word) => word !== spot.word).map(({ text }) => text.split('=')[0] ?? text),
  );
  const version = versionAt(place);
  const isAddressed = addressed.has(info.name) && spot.index === 1;
  if (isAddressed) return [];
  return nginxParameters(info.name, context)
    .filter(
      ({ name, since, plusOnly }) =>
        !written.has(name) && !plusOnly && atLeast(version, since ?? '0') !== false,
    )
    .map((parameter) => parameterItem(parameter, place));
}

/** Directives whose first argument is an address, a name or a file; parameters follow it. */
const addressed = new Set([
  'server',
  'listen',
  'limit_req_zone',
  'limit_conn_zone',
  'access_log',
  'error_log',
  'proxy_cache_path',
  'fastcgi_cache_path',
  'uwsgi_cache_path',
  'scgi_cache_path',
  'hash',
  'add_header',
  'rewrite',
  'keepalive',
  'thread_pool',
]);

function parameterItem(parameter: NginxParameter, { context }: NginxPlace): CompletionItem {
  const { directive, name, form, value, default: standard, deprecated } = parameter;
  const doc = { of: 'parameter', directive, context, name } as const;
  const old = deprecated === null ? {} : { deprecated: true as const };
  if (form === 'word')
    return { label: name, kind: 'parameter', rank: deprecated === null ? 2 : 4, doc, ...old };
  const words = value?.includes('|') ? value.split('|') : undefined;
  const insert = words
    ? `${name}=\${1|${words.join(',')}|}`
    : `${name}=${standard === null ? '$1' : `\${1:${standard}}`}`;
  return {
    label: `${name}=`,
    kind: 'parameter',
    detail: standard === null ? (value ?? '') : `default ${standard}`,
    insert,
    form: 'snippet',
    rank: deprecated === null ? 2 : 4,
    doc,
    ...old,
  };
}

/** The values of a parameter with a known set of them. */
function pairItems(place: NginxPlace, directive: string, pair: string): readonly CompletionItem[] {
  const { context } = place;
  const parameter =
    context === 'raw' || context === 'unknown'
      ? undefined
      : nginxParameters(directive, context).find(({ name }) => name === pair);
  if (pair === 'zone') return namedItems(place, `${directive} zone=`, undefined);
  const words = parameter?.value?.includes('|') ? parameter.value.split('|') : [];
  return words.map((label) => ({ label, kind: 'value', rank: 1 }));
}

const units: Readonly<Partial<Record<NginxValueKind, readonly (readonly [string, string])[]>>> = {
  size: [
    ['k', 'kibibytes'],
    ['m', 'mebibytes'],
  ],
  'complex size': [
    ['k', 'kibibytes'],
    ['m', 'mebibytes'],
  ],
  offset: [
    ['k', 'kibibytes'],
    ['m', 'mebibytes'],
    ['g', 'gibibytes'],
  ],
  'time(ms)': [
    ['ms', 'milliseconds'],
    ['s', 'seconds'],
    ['m', 'minutes'],
    ['h', 'hours'],
  ],
  'time(s)': [
    ['s', 'seconds'],
    ['m', 'minutes'],
    ['h', 'hours'],
    ['d', 'days'],
  ],
};

/** Units behind digits that are being typed. */
function unitItems(
  info: NginxDirectiveInfo | undefined,
  { word, index }: ArgumentSpot,
): readonly CompletionItem[] {
  if (!info || index !== 1 || !word || !/^\d{1,9}$/.test(word.text)) return [];
  return (units[info.valueKind] ?? []).map(([unit, detail], rank) => ({
    label: word.text + unit,
    kind: 'value',
    detail,
    rank,
  }));
}
