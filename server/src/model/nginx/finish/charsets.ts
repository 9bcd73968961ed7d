import { effectiveOne } from '../effective.ts';
import { hasPlaceholder, refuse } from '../say.ts';
import type { Call } from '../state.ts';
import type { NginxBlock, NginxDirective } from '../types.ts';

/**
 * Checks that a `charset_map` leads from the source charset to the charset in force in every block
 * (`ngx_http_charset_postconfiguration`). Variables and `off` recode nothing that is known now.
 */
export function checkCharsets(call: Call, blocks: readonly NginxBlock[]): void {
  if (!call.run.names.has('source_charset')) return;
  for (const block of blocks) {
    const source = effectiveOne(block, 'source_charset');
    const from = nameOf(source);
    const to = nameOf(effectiveOne(block, 'charset'));
    if (from === undefined || to === undefined || hasMap(call, from, to)) continue;
    refuse(call, {
      code: 'nginx/undefined-name',
      said: `no "charset_map" between the charsets "${from}" and "${to}"`,
      at: source?.place,
      advice: 'Define one, or leave source_charset out.',
      line: null,
    });
    return;
  }
}

function nameOf(directive: NginxDirective | undefined): string | undefined {
  const name = directive?.args[0]?.text;
  return name === undefined || name === 'off' || name.startsWith('$') || hasPlaceholder(name)
    ? undefined
    : name;
}

function hasMap({ run }: Call, from: string, to: string): boolean {
  const wanted = [from, to]
    .map((name) => name.toLowerCase())
    .sort()
    .join('\0');
  const isWanted = (pair: readonly string[]): boolean =>
    pair
      .map((name) => name.toLowerCase())
      .sort()
      .join('\0') === wanted;
  return from.toLowerCase() === to.toLowerCase() || run.http.charsetMaps.some(isWanted);
}
