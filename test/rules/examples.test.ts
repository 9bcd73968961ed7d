import { describe, expect, test } from 'vitest';
import type { Finding } from '../../server/src/model/finding.ts';
import type { Example, Rule } from '../../server/src/rules/define.ts';
import { lonePath } from '../../server/src/rules/example.ts';
import { allRules } from '../../server/src/rules/index.generated.ts';
import { ruleIds } from '../../tools/rule-files.ts';
import { findingsOf, withFix } from '../support/diagnostics.ts';
import { drawnFindings, drawnMarks } from '../support/draw.ts';
import { type Fixture, readFixture, writeFixture } from '../support/fixture.ts';

type Bad = Extract<Example, { bad: string }>;

const isBad = (example: Example): example is Bad => 'bad' in example;

const read = (rule: Rule, literal: string): Fixture =>
  readFixture(literal, lonePath(rule.reads[0] ?? 'supervisor', literal));

const ofRule = (findings: readonly Finding[], rule: Rule): readonly Finding[] =>
  findings.filter((finding) => finding.rule === rule.id);

async function checkBad(rule: Rule, example: Bad): Promise<void> {
  const fixture = read(rule, example.bad);
  const all = await findingsOf(fixture);
  const found = ofRule(all, rule);
  expect(drawnFindings(fixture.files, found, 'without ids')).toBe(drawnMarks(fixture.files, 'without ids'));
  expect(found, 'a bad example draws at least one finding').not.toEqual([]);
  const [first] = found.flatMap(({ fixes }) => fixes);
  if (example.fixed !== undefined) {
    const mended = first ? writeFixture(withFix(fixture, first)) : 'the first finding has no fix';
    expect(mended).toBe(writeFixture(read(rule, example.fixed)));
  }
  for (const finding of found) await checkFixes(rule, fixture, all, finding);
}

/** Each fix takes its finding away and brings no error or warning that was not there. */
async function checkFixes(
  rule: Rule,
  fixture: Fixture,
  before: readonly Finding[],
  finding: Finding,
): Promise<void> {
  for (const fix of finding.fixes) {
    const after = await findingsOf(withFix(fixture, fix));
    const left = ofRule(after, rule).filter(({ message }) => message === finding.message).length;
    const there = ofRule(before, rule).filter(({ message }) => message === finding.message).length;
    expect(left, `'${fix.title}' takes its finding away`).toBeLessThan(there);
    expect(troubles(after, before), `'${fix.title}' brings no new trouble`).toEqual([]);
  }
}

const troubles = (after: readonly Finding[], before: readonly Finding[]): readonly string[] => {
  const old = countByRule(before);
  const now = countByRule(after);
  return [...now].filter(([rule, count]) => count > (old.get(rule) ?? 0)).map(([rule]) => rule);
};

function countByRule(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, severity } of findings)
    if (severity === 'error' || severity === 'warning') counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

async function checkGood(rule: Rule, literal: string): Promise<void> {
  const { files } = read(rule, literal);
  const bare = files.map((file) => ({ ...file, marks: [] }));
  const found = ofRule(await findingsOf({ files: bare, cursor: undefined }), rule);
  expect(drawnFindings(bare, found, 'without ids')).toBe(drawnMarks(bare, 'without ids'));
}

describe.each(allRules.map((rule) => ({ id: rule.id, rule })))('$id', ({ rule }) => {
  rule.examples.forEach((example, i) => {
    const name = `example ${i + 1}${example.note ? `: ${example.note}` : ''}`;
    if (isBad(example)) test(`${name} is drawn, mended and stays mended`, () => checkBad(rule, example));
    else test(`${name} draws nothing`, () => checkGood(rule, example.good));
  });

  test('is complete', () => {
    const bad = rule.examples.filter(isBad);
    expect(bad.length, 'examples that are found').toBeGreaterThan(0);
    expect(
      rule.examples.length - bad.length,
      'a silent example for every silent note',
    ).toBeGreaterThanOrEqual(Math.max(1, rule.silent.length));
    expect(
      bad.some(({ fixed }) => fixed !== undefined),
      'a fixed example where a fix is promised',
    ).toBe(rule.fix !== null);
    expect(rule.evidence, 'evidence').not.toEqual([]);
    expect(rule.title, 'the title is a heading').not.toMatch(/[.!…]$/);
    expect([rule.what, rule.why, ...rule.silent], 'what and why are written').not.toContain('…');
    for (const { bad: literal } of bad)
      for (const { marks } of read(rule, literal).files)
        for (const { message } of marks) {
          expect(message, 'plain words').not.toContain('!');
          expect(message.length, `enough of the message to know it: ${message}`).toBeGreaterThan(20);
        }
  });
});

test('every rule file is in the index under its own id', () => {
  expect(allRules.map(({ id }) => id)).toEqual(ruleIds(process.cwd()));
});
