import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../snippets/', import.meta.url));

export interface Snippet {
  readonly title: string;
  readonly prefixes: readonly string[];
  readonly description: string;
  readonly body: string;
}

/** The snippets of a file, in order. */
export function snippetsOf(name: string): readonly Snippet[] {
  const all: Record<string, { prefix: string | string[]; description: string; body: string[] }> = JSON.parse(
    readFileSync(`${folder}${name}.json`, 'utf8'),
  );
  return Object.entries(all).map(([title, { prefix, description, body }]) => ({
    title,
    prefixes: [prefix].flat(),
    description,
    body: body.join('\n'),
  }));
}

/** The text that stays when a person accepts every default of a snippet. */
export function expanded(body: string): string {
  const defaults = new Map<string, string>();
  return replaceStops(replaceStops(body, defaults), defaults).replace(/\\([$}\\])/g, '$1');
}

const stop = /(?<!\\)\$(?:(\d+)|\{(\d+)(?::((?:\\.|[^\\{}])*)|\|([^|]*)\|)?\})/g;

/** Mirrors of a stop take its default, so a first pass has to meet all defaults. */
function replaceStops(body: string, defaults: Map<string, string>): string {
  for (const [, , number, text, choices] of body.matchAll(stop)) {
    if (number !== undefined && (text ?? choices) !== undefined) {
      defaults.set(number, text ?? (choices ?? '').split(',')[0] ?? '');
    }
  }
  return body.replace(stop, (_, bare, number, text, choices) =>
    text === undefined && choices === undefined
      ? (defaults.get(bare ?? number) ?? '')
      : (defaults.get(number) ?? ''),
  );
}
