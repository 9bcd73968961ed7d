import { known, type Origin, unknown, type Value } from '../../base/known.ts';
import type { GunicornSettingInfo } from '../../catalog/gunicorn.ts';
import type { PyValue } from '../gunicorn/types.ts';
import type { Plain } from './types.ts';

/** A Python value as JSON shows it; undefined when a part of it is unknown. */
export function plainOf(value: PyValue): Plain | undefined {
  switch (value.type) {
    case 'none':
      return null;
    case 'function':
    case 'object':
      return `<${value.name}>`;
    case 'list':
    case 'tuple':
    case 'set': {
      const items = value.items.map((item) => (item.known ? plainOf(item.value) : undefined));
      return items.every((item) => item !== undefined) ? (items as readonly Plain[]) : undefined;
    }
    case 'dict':
      return dictOf(value.entries);
    default:
      return value.value;
  }
}

function dictOf(entries: readonly (readonly [PyValue, Value<PyValue>])[]): Plain | undefined {
  const result: Record<string, Plain> = {};
  for (const [key, value] of entries) {
    const plain = value.known ? plainOf(value.value) : undefined;
    if (plain === undefined) return undefined;
    result[String(plainOf(key))] = plain;
  }
  return result;
}

/** The value of a configuration file as gunicorn's validator leaves it; the origin is kept where it says more. */
export function settingOf(setting: GunicornSettingInfo, value: Value<PyValue>): Value<Plain> {
  if (!value.known) return value;
  const plain = plainOf(value.value);
  if (plain === undefined) return unknown('a part of its value is unknown', value.places);
  const from: Origin = value.from === 'literal' || value.from === 'default' ? 'config file' : value.from;
  return known(normal(setting, plain), from, value.places, value.assumes);
}

/** The value of a flag or an environment variable. */
export const flagSetting = (
  setting: GunicornSettingInfo,
  text: string,
  from: Origin,
  places: Parameters<typeof known>[2],
): Value<Plain> => known(normal(setting, text), from, places);

/** What gunicorn's validators make of a value they accept (gunicorn/config.py): numbers from texts, one-item lists. */
export function normal(setting: GunicornSettingInfo, value: Plain): Plain {
  const { validator } = setting;
  if (/list/.test(validator) && typeof value === 'string') return [value];
  if (/list/.test(validator) && value === null) return [];
  if (/int/.test(validator) && typeof value === 'boolean') return Number(value);
  if (/int/.test(validator) && typeof value === 'string' && /^\s*\d+\s*$/.test(value)) return Number(value);
  if (/bool/.test(validator) && typeof value === 'string') return /^\s*true\s*$/i.test(value);
  return value;
}
