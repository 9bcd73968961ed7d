import {
  gunicornDefaultText,
  gunicornSettingDoc,
  gunicornSettingLink,
  workerClassDoc,
} from '../../../catalog/docs/gunicorn.ts';
import {
  type GunicornSettingInfo,
  type GunicornValidator,
  gunicornSetting,
  type PlainDefault,
  workerClass,
} from '../../../catalog/gunicorn.ts';
import type { Card } from '../card.ts';
import { code } from '../markdown.ts';

/** What the catalogue knows of a setting; undefined for another name. */
export function gunicornCard(name: string): Card | undefined {
  const setting = gunicornSetting(name);
  if (!setting) return undefined;
  const doc = gunicornSettingDoc(name);
  return {
    meaning: doc?.text,
    facts: [
      typeWords(setting),
      ...defaultWords(setting),
      ...(setting.flags.length > 0 ? [setting.flags.map(code).join(' ')] : []),
      ...(setting.env === null ? [] : [`variable ${code(setting.env)}`]),
      ...ageWords(setting),
    ],
    manual: doc?.link ?? gunicornSettingLink(name),
  };
}

function ageWords({ since, ignoredSince, deprecated }: GunicornSettingInfo): string[] {
  if (ignoredSince !== null) return [`without effect since ${ignoredSince}`];
  return [...(since === null ? [] : [`since ${since}`]), ...(deprecated ? ['deprecated'] : [])];
}

function defaultWords({ name, default: standard }: GunicornSettingInfo): string[] {
  if (standard.kind === 'computed') {
    const words = gunicornDefaultText(name);
    return words === undefined ? [] : [`default: ${words}`];
  }
  const { value } = standard;
  if (value === null || value === '') return [];
  return [`default ${code(pythonText(value))}`];
}

/** A plain value as Python writes it. */
export function pythonText(value: PlainDefault): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => pythonText(item as PlainDefault)).join(', ')}]`;
  const entries = Object.entries(value as Readonly<Record<string, PlainDefault>>);
  return `{${entries.map(([key, item]) => `"${key}": ${pythonText(item)}`).join(', ')}}`;
}

const typeTexts: Readonly<Record<GunicornValidator, string>> = {
  bool: '`True` or `False`',
  pos_int: 'number from 0',
  string: 'text',
  list_string: 'text or list',
  list_of_files_or_patterns: 'list of files',
  string_to_list: 'text or list',
  string_to_addr_list: 'addresses',
  dict: 'dictionary',
  class: 'name or import path of a class',
  callable: 'function',
  post_request: 'function of 2 to 4 parameters',
  user: 'user',
  group: 'group',
  chdir: 'folder',
  statsd_address: '`host:port`',
  reload_engine: 'engine',
  ssl_version: 'version of TLS',
  header_map_behaviour: 'word',
  http_protocols: 'list of protocols',
  http2_cleartext: 'word',
  http2_frame_size: 'number',
  http2_stream_limit: 'number',
  http2_window_size: 'number',
  proxy_protocol: 'word',
  asgi_loop: 'word',
  asgi_lifespan: 'word',
  http_parser: 'word',
};

function typeWords({ validator, values, parameters }: GunicornSettingInfo): string {
  if (parameters !== null)
    return parameters === 1 ? 'function of 1 parameter' : `function of ${parameters} parameters`;
  return values.length > 0 ? values.map(code).join(', ') : typeTexts[validator];
}

/** What the catalogue knows of a worker class; undefined for a class of someone else. */
export function workerClassCard(name: string): Card | undefined {
  const found = workerClass(name);
  if (!found) return undefined;
  const doc = workerClassDoc(found.aliasOf ?? found.name);
  const bounds = {
    one: '1 request a worker',
    threads: '`threads` requests a worker',
    worker_connections: '`worker_connections` requests a worker',
    none: 'no limit of requests',
  };
  return {
    meaning: doc?.text,
    facts: [
      bounds[found.bound],
      ...(found.since === null ? [] : [`since ${found.since}`]),
      ...(found.deprecated === null ? [] : [`deprecated since ${found.deprecated}`]),
      ...(found.removed === null ? [] : [`gone since ${found.removed}`]),
    ],
    manual: doc?.link ?? gunicornSettingLink('worker_class'),
  };
}
