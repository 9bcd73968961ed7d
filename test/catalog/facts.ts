import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultFacts } from '../../tools/generate-catalog.ts';

/** Whether the measured facts lie next to the checkout; tests that read them are skipped elsewhere. */
export const factsAreHere = existsSync(defaultFacts);

/** The title of a group of tests that need the facts. */
export const withFacts = (title: string): string =>
  factsAreHere ? title : `${title} (skipped: no facts in ../shared/facts)`;

/** One file of facts. */
export const readFacts = <T>(name: string): T =>
  JSON.parse(readFileSync(join(defaultFacts, name), 'utf8')) as T;
