import type { Plain } from '../server/types.ts';
import { showPython } from './show.ts';
import type { PyValue } from './types.ts';

/** What gunicorn's check of one setting says of a value. */
export type Verdict =
  /** It takes it, and holds this. */
  | { readonly kind: 'taken'; readonly value: Plain }
  /** It refuses it, in its own words after `Error: `. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It depends on the machine, on a version that is not given, or on a part that is unknown. */
  | { readonly kind: 'open'; readonly why: string };

export const taken = (value: Plain): Verdict => ({ kind: 'taken', value });
export const refused = (reason: string): Verdict => ({ kind: 'refused', reason });
export const open = (why: string): Verdict => ({ kind: 'open', why });

/** A refusal that shows the value; open when the value cannot be shown. */
export function refusedWith(reason: string, value: PyValue): Verdict {
  const shown = showPython(value);
  return shown === undefined
    ? open('a part of the value is unknown')
    : refused(reason.replace('%s', () => shown));
}
