import { lazy, wordsOf } from './lazy.ts';
import type { ServerKind, ServerOption, ServerRole } from './server-option.ts';

/** A flag that says nothing about scaling; what matters is whether the next word belongs to it. */
export interface OtherFlag {
  readonly server: ServerKind;
  readonly role: ServerRole;
  readonly flags: readonly string[];
  readonly value: ServerOption['value'];
}

/** Spellings of one option joined by a comma, options by a space. */
const table: readonly (readonly [ServerKind, ServerOption['value'], string])[] = [];

/** The flags of the servers' own help pages that data/servers.ts does not hold. */
export const otherFlags = lazy((): readonly OtherFlag[] =>
  table.flatMap(([server, value, text]) =>
    wordsOf(text, ' ').map((flags) => ({ server, role: 'other', flags: wordsOf(flags), value }) as const),
  ),
);
