import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { analyse } from '../../tools/corpus/analyse.ts';
import { casesOf } from '../../tools/corpus/cases.ts';
import { adviceOf, alarms, scoreMistakes } from '../../tools/corpus/score.ts';
import { triads } from './triads.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const isHere = existsSync(corpus);

if (!isHere) console.warn('No corpus beside this checkout, so the deployments read by eye are not scored.');

/** The share of mistakes that must be found, and of sound deployments that may draw a false warning. */
const budget = { found: 0.9, falseWarnings: 1 / 25, medianHints: 2 };

test.skipIf(!isHere)(
  'the deployments that people read: mistakes, false alarms and hints',
  { timeout: 120_000 },
  async () => {
    const results = [];
    for (const one of casesOf(corpus).filter(({ set }) => set === 'triads')) results.push(await analyse(one));
    const decidable = scoreMistakes(triads, results).filter(({ mistake }) => mistake.decidable);
    const found = decidable.filter((one) => one.found);
    const loud = alarms(triads, results).filter(({ hazard }) => !hazard);
    const falseErrors = loud.filter(({ finding }) => finding.severity === 'error');
    const sound = triads.filter(({ mistakes }) => mistakes.length === 0).length;
    const advice = adviceOf(results);
    console.info(
      `${found.length} of ${decidable.length} decidable mistakes found; ${falseErrors.length} false errors and ${loud.length - falseErrors.length} false warnings in ${sound} sound deployments; hints of a file: median ${advice.medianHints}, most ${advice.mostHints}.`,
    );
    expect(results.flatMap(({ errors }) => errors)).toEqual([]);
    expect(found.length / decidable.length).toBeGreaterThanOrEqual(budget.found);
    expect(falseErrors).toEqual([]);
    expect(loud.length).toBeLessThanOrEqual(Math.floor(sound * budget.falseWarnings));
    expect(advice.medianHints).toBeLessThanOrEqual(budget.medianHints);
  },
);
