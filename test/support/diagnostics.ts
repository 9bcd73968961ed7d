import { expect } from 'vitest';
import { applyEdits } from '../../server/src/base/edits.ts';
import type { Finding, Fix } from '../../server/src/model/finding.ts';
import { drawnFindings, drawnMarks } from './draw.ts';
import { type Fixture, readFixture, uriOf, writeFixture } from './fixture.ts';
import { openFixture } from './service.ts';

/** Every finding of a fixture; with `rule`, those of one rule. Fails when the analysis complains about itself. */
export async function findingsOf(fixture: string | Fixture, rule?: string): Promise<readonly Finding[]> {
  const { service, snapshot, errors } = await openFixture(fixture);
  const question = { onError: (id: string, error: unknown) => expect.fail(`${id} threw: ${error}`) };
  const { findings } = service.analyse(
    snapshot,
    rule === undefined ? question : { ...question, only: [rule] },
  );
  expect(errors).toEqual([]);
  return findings;
}

/** Every finding of the fixture is drawn in it, and nothing else is: `   ^^^^ warning[nginx/upstream-empty]: …`. */
export async function checkDiagnostics(literal: string, rule?: string): Promise<void> {
  const fixture = readFixture(literal);
  const found = drawnFindings(fixture.files, await findingsOf(fixture, rule), 'with ids');
  expect(found).toBe(drawnMarks(fixture.files, 'with ids'));
}

/** Nothing is found; with `rule`, nothing of that rule. */
export const checkSilent = async (literal: string, rule?: string): Promise<void> => {
  const { files } = readFixture(literal);
  const bare = files.map((file) => ({ ...file, marks: [] }));
  const found = await findingsOf({ files: bare, cursor: undefined }, rule);
  expect(drawnFindings(bare, found, 'with ids')).toBe(drawnMarks(bare, 'with ids'));
};

/** The first fix of the rule's first finding turns `before` into `after`. */
export async function checkFix(rule: string, before: string, after: string): Promise<void> {
  const fixture = readFixture(before);
  const [finding] = await findingsOf(fixture, rule);
  const [fix] = finding?.fixes ?? [];
  if (!fix) return expect.fail(`${rule} ${finding ? 'offers no fix' : 'found nothing'} here`);
  expect(writeFixture(withFix(fixture, fix))).toBe(writeFixture(readFixture(after)));
}

/** The fixture after a fix, without its caret lines. A file that the fix makes comes last. */
export function withFix({ files }: Fixture, fix: Fix): Fixture {
  const edited = files.map((file) => {
    const edits = fix.edits.filter(({ uri }) => uri === uriOf(file.path));
    return { ...file, text: applyEdits(file.text, edits), marks: [] };
  });
  const known = new Set(files.map(({ path }) => uriOf(path)));
  const made = fix.edits
    .filter(({ uri }) => !known.has(uri))
    .map(({ uri, newText }) => ({
      path: decodeURIComponent(uri.slice('file://'.length)),
      text: newText,
      marks: [],
    }));
  return { files: [...edited, ...made], cursor: undefined };
}
