import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fix } from '../../server/src/model/finding.ts';
import type { Example, Rule } from '../../server/src/rules/define.ts';
import { lonePath } from '../../server/src/rules/example.ts';
import { allRules } from '../../server/src/rules/index.generated.ts';
import { withFix } from '../support/diagnostics.ts';
import { type Fixture, readFixture } from '../support/fixture.ts';
import { openFixture } from '../support/service.ts';
import { type Judges, openJudges, type Verdict } from './judges.ts';

let judges: Judges;

beforeAll(async () => {
  judges = await openJudges();
  const absent = ['supervisord', 'nginx', 'gunicorn', 'uvicorn'].filter(
    (name) => !judges.present.some((one) => one === name),
  );
  if (absent.length > 0) console.warn(`Not installed here, so not asked: ${absent.join(', ')}.`);
});

afterAll(() => judges.close());

/** How many fixes of each rule were given to the programs. */
const mended = new Map<string, number>();

/** How often each program was asked: a run in which nobody is asked proves nothing. */
const asked = new Map<string, number>();

interface Tried {
  /** Every fix of every finding of the rule. */
  readonly fixes: readonly Fix[];
  readonly verdicts: readonly Verdict[];
  /** Programs that the rule says refuse the fixture. */
  readonly refusedBy: ReadonlySet<string>;
  /** False when the fixture names versions that need not be those installed here. */
  readonly ofThisVersion: boolean;
}

const read = (rule: Rule, literal: string): Fixture =>
  readFixture(literal, lonePath(rule.reads[0] ?? 'supervisor', literal));

async function tried(rule: Rule, fixture: Fixture): Promise<Tried> {
  const { service, snapshot } = await openFixture(fixture);
  const findings = service.analyse(snapshot).findings.filter((finding) => finding.rule === rule.id);
  const verdicts = await judges.verdicts(fixture, service.deployments(snapshot));
  for (const { judge } of verdicts) asked.set(judge, (asked.get(judge) ?? 0) + 1);
  return {
    verdicts,
    fixes: findings.flatMap(({ fixes }) => fixes),
    refusedBy: new Set(findings.flatMap(({ refusedBy }) => refusedBy ?? [])),
    ofThisVersion: !fixture.files.some(({ text }) => text.includes('[versions]')),
  };
}

const bad = new Map<string, Promise<Tried>>();

/** A bad example as it stands; each is tried once. */
function triedBad(rule: Rule, literal: string): Promise<Tried> {
  const known = bad.get(rule.id + literal) ?? tried(rule, read(rule, literal));
  bad.set(rule.id + literal, known);
  return known;
}

/** Refusals of the mended file that the bad one did not have for a reason of the machine. */
function newRefusals(bad: Tried, fixed: Tried): readonly string[] {
  if (!fixed.ofThisVersion) return [];
  return fixed.verdicts
    .filter(({ ok }) => !ok)
    .filter(({ judge, path, error }) => {
      const same = bad.verdicts.some(
        (one) => one.judge === judge && one.path === path && one.error === error,
      );
      return !same || bad.refusedBy.has(judge);
    })
    .map(({ judge, path, error }) => `${judge} ${path}: ${error}`);
}

type Bad = Extract<Example, { bad: string }>;

const examples = allRules.flatMap((rule) =>
  rule.examples.flatMap((example, i) =>
    'bad' in example ? [{ name: `${rule.id}, example ${i + 1}`, rule, example }] : [],
  ),
);

describe('the real programs', () => {
  test.each(examples)(
    'accept what is mended: $name',
    async ({ rule, example }: { rule: Rule; example: Bad }) => {
      const fixture = read(rule, example.bad);
      const before = await triedBad(rule, example.bad);
      for (const fix of before.fixes) {
        const fixed = await tried(rule, withFix(fixture, fix));
        expect(newRefusals(before, fixed), `after '${fix.title}'`).toEqual([]);
        mended.set(rule.id, (mended.get(rule.id) ?? 0) + 1);
      }
    },
  );

  test.each(examples)(
    'refuse what we say they refuse: $name',
    async ({ rule, example }: { rule: Rule; example: Bad }) => {
      const { verdicts, refusedBy, ofThisVersion } = await triedBad(rule, example.bad);
      if (!ofThisVersion) return;
      const accepted = judges.present.filter(
        (judge) =>
          refusedBy.has(judge) && !verdicts.some((verdict) => verdict.judge === judge && !verdict.ok),
      );
      expect(accepted).toEqual([]);
    },
  );

  test('judged the fixes of at least 100 rules, and of every rule that promises one', () => {
    const fixes = [...mended.values()].reduce((sum, count) => sum + count, 0);
    console.info(`${fixes} fixes of ${mended.size} rules were given to the programs.`);
    const promised = allRules.filter(({ fix }) => fix !== null).map(({ id }) => id);
    expect(promised.filter((id) => !mended.has(id))).toEqual([]);
    expect(mended.size).toBeGreaterThanOrEqual(100);
  });

  test('were all asked', () => {
    expect(judges.present.filter((judge) => !asked.has(judge))).toEqual([]);
  });
});
