import type { Known, Value } from '../../base/known.ts';
import { shortCode } from './markdown.ts';

/** A value as one would write it in a sentence: `8000`, `true`, `a, b`; null is `none`. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueText).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Several values of one thing: the one that all share, or the first and the last. */
export function valuesText(values: readonly Value<unknown>[]): string | undefined {
  const texts = values.map((value) => (value.known ? shortCode(valueText(value.value)) : unknownText(value)));
  const [first] = texts;
  const last = texts[texts.length - 1];
  if (first === undefined || last === undefined) return undefined;
  const different = new Set(texts).size;
  if (different === 1) return first;
  return different === 2 ? `${first} and ${last}` : `${first} to ${last}`;
}

/** Why a value cannot be told. */
export const unknownText = ({ why }: { readonly why: string }): string => `not known: ${why}`;

/** Where a value comes from, in words that follow it. */
const origins: Readonly<Record<Known<unknown>['from'], string>> = {
  literal: 'as written',
  default: 'the default',
  'config file': 'from the configuration file',
  'command line': 'from the command line',
  GUNICORN_CMD_ARGS: 'from GUNICORN_CMD_ARGS',
  environment: 'from the environment',
  'environment default': 'as long as the variable is not set',
  'target cores': "by the target's cores",
};

/** Where a value comes from, in words that follow it. */
export const originText = ({ from }: Pick<Known<unknown>, 'from'>): string => origins[from];
