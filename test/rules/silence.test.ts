import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../server/src/base/edits.ts';
import type { TextFile } from '../../server/src/base/file.ts';
import type { Finding, Fix } from '../../server/src/model/finding.ts';
import { lonePath } from '../../server/src/rules/example.ts';
import { allRules } from '../../server/src/rules/index.generated.ts';
import { ignoreHere, ignoreInFile, turnOff } from '../../server/src/rules/silence.ts';
import { findingsOf, withFix } from '../support/diagnostics.ts';
import { readFixture, uriOf } from '../support/fixture.ts';
import { openFixture } from '../support/service.ts';

const file = (text: string, kind: TextFile['kind'] = 'nginx'): TextFile => ({ uri: 'file:///a', text, kind });

const findingAt = (start: number): Finding => ({
  rule: 'nginx/one',
  severity: 'warning',
  confidence: 'high',
  message: 'x',
  refusedBy: null,
  place: { uri: 'file:///a', span: { start, end: start + 1 } },
  related: [],
  fixes: [],
});

const after = (text: string, { edits }: Fix): string => applyEdits(text, edits);

describe('ignoring a finding', () => {
  test.each<[TextFile['kind'], string, string]>([
    ['nginx', 'a {\n  <|>b;\n}\n', 'a {\n  # scaling-lens-ignore nginx/one\n  b;\n}\n'],
    ['nginx', 'a;\r\n<|>b;\r\n', 'a;\r\n# scaling-lens-ignore nginx/one\r\nb;\r\n'],
    [
      'nginx',
      '# scaling-lens-ignore nginx/two — why\n<|>b;',
      '# scaling-lens-ignore nginx/two, nginx/one — why\nb;',
    ],
    ['nginx', '<|>b; # scaling-lens-ignore nginx/two', 'b; # scaling-lens-ignore nginx/two, nginx/one'],
    ['gunicorn', 'a = 1\n<|>b = 2\n', 'a = 1\n# scaling-lens-ignore nginx/one\nb = 2\n'],
    ['gunicorn', 'a = 1 + \\\n<|>  2\n', '# scaling-lens-ignore-file nginx/one\na = 1 + \\\n  2\n'],
    [
      'gunicorn',
      '#!/usr/bin/python\na = """\n<|>x"""\n',
      '#!/usr/bin/python\n# scaling-lens-ignore-file nginx/one\na = """\nx"""\n',
    ],
  ])('in %s: %j', (kind, marked, expected) => {
    const start = marked.indexOf('<|>');
    const text = marked.replace('<|>', '');
    expect(after(text, ignoreHere(file(text, kind), findingAt(start)))).toBe(expected);
  });

  test('in a whole file', () => {
    const text = '# scaling-lens-ignore-file nginx/two — why\na;\n';
    expect(after(text, ignoreInFile(file(text), findingAt(0)))).toBe(
      '# scaling-lens-ignore-file nginx/two, nginx/one — why\na;\n',
    );
  });
});

/** Findings of a rule with one message, before and after a change. */
const countOf = (findings: readonly Finding[], { rule, message }: Finding): number =>
  findings.filter((one) => one.rule === rule && one.message === message).length;

describe('ignoring what an example draws', () => {
  test.each(allRules.filter(({ id }) => !/^(?:profile|suppression)\//.test(id)))(
    'silences it, here and in the whole file: $id',
    async ({ id, reads, examples }) => {
      for (const example of examples) {
        if (!('bad' in example)) continue;
        const fixture = readFixture(example.bad, lonePath(reads[0] ?? 'supervisor', example.bad));
        const all = await findingsOf(fixture);
        for (const finding of all.filter(({ rule }) => rule === id)) {
          const holder = fixture.files.find(({ path }) => uriOf(path) === finding.place.uri);
          const { service, snapshot } = await openFixture(fixture);
          const own = holder && snapshot.files.get(finding.place.uri);
          expect(own, 'the finding is in a file of the example').toBeDefined();
          if (!own) continue;
          expect(service.findings(snapshot).get(own.uri)).toContainEqual(finding);
          for (const ignore of [ignoreHere(own, finding), ignoreInFile(own, finding)]) {
            const after = await findingsOf(withFix(fixture, ignore));
            expect(countOf(after, finding), ignore.title).toBeLessThan(countOf(all, finding));
            expect(after.filter(({ rule }) => rule.startsWith('suppression/'))).toEqual([]);
          }
        }
      }
    },
  );
});

describe('turning a rule off', () => {
  test.each([
    [undefined, '[rules]\nnginx/one = off\n'],
    ['', '[rules]\nnginx/one = off\n'],
    ['[target]\ncores = 8\n', '[target]\ncores = 8\n\n[rules]\nnginx/one = off\n'],
    ['[target]\ncores = 8', '[target]\ncores = 8\n\n[rules]\nnginx/one = off\n'],
    ['[rules]\r\na/b = off\r\n', '[rules]\r\nnginx/one = off\r\na/b = off\r\n'],
    ['[rules]', '[rules]\nnginx/one = off\n'],
    ['[rules]\nnginx/one = error ; x\n', '[rules]\nnginx/one = off ; x\n'],
    [
      '[rules]\na/b = off\n[paths]\nnginx/one = error\n',
      '[rules]\nnginx/one = off\na/b = off\n[paths]\nnginx/one = error\n',
    ],
  ])('in %j', (text, expected) => {
    expect(after(text ?? '', turnOff({ uri: 'file:///p', text }, 'nginx/one'))).toBe(expected);
  });
});
