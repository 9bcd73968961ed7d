import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse, type Result } from '../../tools/corpus/analyse.ts';
import { type Case, casesOf, kindsOf } from '../../tools/corpus/cases.ts';
import { alarms, scoreMistakes } from '../../tools/corpus/score.ts';
import { triads } from '../conformance/triads.ts';

const corpus = resolve(import.meta.dirname, '../../../shared/corpus');
const isHere = existsSync(corpus);
if (!isHere)
  console.log(`No corpus of real deployments at ${corpus}: what people found in them is not compared.`);

/** `npm run corpus` measures everything; here stand the figures that may not fall. */
describe.skipIf(!isHere)('real deployments', () => {
  let cases: readonly Case[] = [];
  const results: Result[] = [];
  beforeAll(async () => {
    cases = casesOf(corpus).filter(({ set }) => set === 'triads');
    for (const one of cases) results.push(await analyse(one));
  }, 240_000);

  it('are analysed without an error of ours', () => {
    expect(results.flatMap(({ repo, errors }) => errors.map((error) => `${repo}: ${error}`))).toEqual([]);
    expect(results.length).toBeGreaterThan(70);
  });

  it('hold the kinds of files that their collectors named', () => {
    const named = kindsOf(corpus);
    const wrong = cases.flatMap((one, i) =>
      one.files.flatMap(({ path, disk }) => {
        const kind = named.get(relative(corpus, disk).split(sep).join('/'));
        const ours = results[i]?.kinds[path];
        return kind !== 'context' && kind !== ours ? [`${path}: ${kind}, not ${ours}`] : [];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('each have every file in a deployment', () => {
    for (const { repo, kinds, deployments } of results) {
      const covered = new Set(deployments.flatMap(({ files }) => files));
      const lost = Object.keys(kinds).filter((path) => kinds[path] !== 'context' && !covered.has(path));
      expect([repo, lost]).toEqual([repo, []]);
    }
  });

  it('draw no error where people found nothing wrong', () => {
    const errors = alarms(triads, results).filter(
      ({ finding, hazard }) => finding.severity === 'error' && !hazard,
    );
    expect(
      errors.map(({ repo, finding }) => `${repo} ${finding.file}:${finding.line} ${finding.rule}`),
    ).toEqual([]);
  });

  it('give away most mistakes that people found, and the count may only rise', () => {
    const found = scoreMistakes(triads, results).filter((score) => score.found);
    expect(found.length).toBeGreaterThanOrEqual(14);
  });
});
