import { styleText } from 'node:util';
import type { Severity } from '../model/finding.ts';
import type { Io } from './io.ts';

type Style = Parameters<typeof styleText>[0];

/** Puts a style on a text, or leaves it plain where no colours are wanted. */
export type Paint = (style: Style, text: string) => string;

/** The way asked for: NO_COLOR and `--no-color` win, FORCE_COLOR forces, else only a terminal gets colours. */
export function paintFor({ env, terminal }: Io, noColor: boolean | undefined): Paint {
  const wanted = !noColor && !env.NO_COLOR && (terminal || Boolean(env.FORCE_COLOR));
  // Whether to colour is decided here, for any output; newer versions of Node would decide again.
  return wanted ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}

export const severityStyle: Readonly<Record<Severity, Style>> = {
  error: ['red', 'bold'],
  warning: ['yellow', 'bold'],
  information: ['blue', 'bold'],
  hint: 'cyan',
};
