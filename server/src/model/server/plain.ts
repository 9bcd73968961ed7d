import { known, type Origin, type Unknown, unknown, type Value } from '../../base/known.ts';
import { unknownIn } from '../../base/mapped-text.ts';
import type { Place } from '../../base/span.ts';
import type { GunicornSettingInfo } from '../../catalog/gunicorn.ts';
import { parseInteger } from '../gunicorn/python/natives/conversions.ts';
import type { PyValue } from '../gunicorn/types.ts';
import { validate } from '../gunicorn/validate.ts';
import type { ArgumentValue } from './arguments.ts';
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
    Object.defineProperty(result, String(plainOf(key)), {
      value: plain,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return result;
}

/** The value of a configuration file as gunicorn's validator leaves it; the origin is kept where it says more. */
export function settingOf(
  setting: GunicornSettingInfo,
  value: Value<PyValue>,
  version?: string,
): Value<Plain> {
  if (!value.known) return value;
  const plain = normal(setting, value.value, version);
  if (plain === undefined) return unknown('a part of its value is unknown', value.places);
  const from: Origin = value.from === 'literal' || value.from === 'default' ? 'config file' : value.from;
  return known(plain, from, value.places, value.assumes);
}

/** What gunicorn's validator makes of a value; the value itself where it refuses it or leaves it as it is. */
function normal(
  setting: GunicornSettingInfo,
  value: PyValue,
  version: string | undefined,
): Plain | undefined {
  const verdict = validate(setting, value, version);
  return verdict.kind === 'taken' ? verdict.value : plainOf(value);
}

/** The value of a flag or an environment variable. */
export function flagSetting(
  setting: GunicornSettingInfo,
  text: string,
  from: Origin,
  places: readonly Place[],
  version?: string,
): Value<Plain> {
  return known(normal(setting, flagValue(setting, text), version) ?? text, from, places);
}

/** A flag's value that a template or the environment fills in; undefined for one that stands there. */
export const openValue = ({ mapped, text }: ArgumentValue, places: readonly Place[]): Unknown | undefined => {
  const why = unknownIn(mapped);
  return why === undefined ? undefined : { ...unknown(why, places), placeholder: text };
};

/** What argparse hands to the validator. */
export function flagValue(setting: GunicornSettingInfo, text: string): PyValue {
  const number = setting.flagType === null ? null : numberOfFlag(setting.flagType, text);
  return number === null ? { type: 'str', value: text } : { type: 'int', value: number };
}

/** The number that argparse makes of a flag's text; null where it refuses the text, or takes texts. */
export function numberOfFlag(
  type: NonNullable<GunicornSettingInfo['flagType']>,
  text: string,
): number | null {
  if (type === 'callable') return null;
  // `auto_int` of gunicorn/config.py reads 007 as octal, which Python's own reading refuses.
  const octal = type === 'auto_int' && /^0\d/.test(text) ? text.replace('0', '0o') : text;
  return parseInteger(octal, type === 'auto_int' ? 0 : 10) ?? null;
}
