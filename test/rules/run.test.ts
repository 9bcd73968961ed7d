import { describe, expect, test } from 'vitest';
import type { TextFile } from '../../server/src/base/file.ts';
import type { Severity } from '../../server/src/model/finding.ts';
import type { Draft, Rule } from '../../server/src/rules/define.ts';
import { analyse, type RunOptions } from '../../server/src/rules/run.ts';
import unknownRule from '../../server/src/rules/suppression/unknown-rule.ts';
import unused from '../../server/src/rules/suppression/unused.ts';
import { bareDeployment } from '../support/deployment.ts';

const file = (text: string, name = 'a.conf', kind: TextFile['kind'] = 'nginx'): TextFile => ({
  uri: `file:///${name}`,
  text,
  kind,
});

/** A rule that finds every occurrence of a word in every file. */
function wordRule(id: string, word: string, extra: Partial<Draft> = {}): Rule {
  return {
    ...unused,
    id,
    severity: 'warning',
    check: ({ files }) =>
      files.flatMap(({ uri, text }) =>
        [...text.matchAll(new RegExp(word, 'g'))].map((match) => ({
          place: { uri, span: { start: match.index, end: match.index + word.length } },
          message: `There is '${word}'.`,
          ...extra,
        })),
      ),
  };
}

const one = wordRule('nginx/one', 'uno');
const two = wordRule('nginx/two', 'due', { severity: 'information', refusedBy: 'nginx' });
const broken: Rule = {
  ...unused,
  id: 'nginx/broken',
  check: () => {
    throw new Error('broken');
  },
};
const rules = [broken, one, two, unknownRule, unused];

/** `line:rule severity` of every finding. */
function said(files: readonly TextFile[], options: Partial<RunOptions> = {}): readonly string[] {
  const task = { deployment: bareDeployment(files), options: { rules: new Map(), ...options } };
  const { findings } = analyse([task], rules);
  return findings.map(({ rule, severity, place }) => {
    const text = files.find(({ uri }) => uri === place.uri)?.text ?? '';
    return `${text.slice(0, place.span.start).split('\n').length}:${rule} ${severity}`;
  });
}

const set = (...pairs: [string, Severity | 'off'][]): Partial<RunOptions> => ({ rules: new Map(pairs) });

describe('running rules', () => {
  test('sorts by file, position and rule', () => {
    expect(said([file('due uno\nuno', 'b'), file('uno', 'a')])).toEqual([
      '1:nginx/one warning',
      '1:nginx/two information',
      '1:nginx/one warning',
      '2:nginx/one warning',
    ]);
  });

  test('leaves out a rule that throws, and says so', () => {
    const failed: string[] = [];
    const onError = (rule: string): void => void failed.push(rule);
    expect(said([file('uno')], { onError })).toEqual(['1:nginx/one warning']);
    expect(failed).toEqual(['nginx/broken']);
  });

  test('says once what two deployments share', () => {
    const shared = file('uno');
    const task = () => ({ deployment: bareDeployment([shared]), options: { rules: new Map() } });
    expect(analyse([task(), task()], rules).findings).toHaveLength(1);
  });

  test.each([
    [set(['nginx/one', 'error']), ['1:nginx/one error', '1:nginx/two information']],
    [set(['nginx/*', 'hint']), ['1:nginx/one hint', '1:nginx/two hint']],
    [set(['nginx/*', 'off'], ['nginx/two', 'error']), ['1:nginx/two error']],
    [set(['*', 'off']), []],
    [{ only: ['nginx/two'] }, ['1:nginx/two information']],
    [{ only: ['xfile/*'] }, []],
  ])('takes severities by id, group and all: %o', (options, expected) => {
    expect(said([file('uno due')], options)).toEqual(expected);
  });

  test('asks each rule once a deployment, whatever the severities', () => {
    let asked = 0;
    const check = (): readonly Draft[] => {
      asked++;
      return [];
    };
    const counting: Rule = { ...one, id: 'nginx/counting', check };
    const deployment = bareDeployment([file('uno')]);
    analyse([{ deployment, options: { rules: new Map() } }], [counting]);
    analyse([{ deployment, options: { rules: new Map([['nginx/*', 'error']]) } }], [counting]);
    expect(asked).toBe(1);
  });

  test('keeps what a draft says of itself', () => {
    const { findings } = analyse(
      [{ deployment: bareDeployment([file('due')]), options: { rules: new Map() } }],
      rules,
    );
    expect(findings[0]).toMatchObject({ confidence: 'high', refusedBy: 'nginx', related: [], fixes: [] });
  });
});

describe('ignore comments', () => {
  test.each([
    ['uno # scaling-lens-ignore nginx/one — because', []],
    ['# scaling-lens-ignore nginx/one - because\nuno', []],
    ['# scaling-lens-ignore nginx/one: because\nuno', []],
    ['#scaling-lens-ignore nginx/one\nuno', []],
    ['# scaling-lens-ignore: nginx/one\nuno', []],
    ['# scaling-lens-ignore nginx/one, nginx/two — both\nuno due', []],
    ['# scaling-lens-ignore nginx/* — all\nuno due', []],
    ['# scaling-lens-ignore nginx/one\n# scaling-lens-ignore nginx/two\n\nuno due', []],
    ['# scaling-lens-ignore nginx/one\nx\nuno', ['1:suppression/unused hint', '3:nginx/one warning']],
    ['x # scaling-lens-ignore nginx/one\nuno', ['1:suppression/unused hint', '2:nginx/one warning']],
    ['# scaling-lens-ignore nginx/one, nginx/two\nuno', ['1:suppression/unused hint']],
    ['# scaling-lens-ignore nginx/oen\nuno', ['1:suppression/unknown-rule warning', '2:nginx/one warning']],
    ['# scaling-lens-ignore — why\nuno', ['1:suppression/unknown-rule warning', '2:nginx/one warning']],
    ['# scaling-lens-ignored nginx/one\nuno', ['2:nginx/one warning']],
    ['# scaling-lens-ignore-file nginx/one — why\nx\nuno\nuno', []],
    [
      `${'x\n'.repeat(11)}# scaling-lens-ignore-file nginx/one\nx\nuno`,
      ['12:suppression/unused hint', '14:nginx/one warning'],
    ],
    ['; scaling-lens-ignore nginx/one\nuno', ['2:nginx/one warning']],
  ])('%j', (text, expected) => {
    expect(said([file(text)])).toEqual(expected);
  });

  test('begin with ; where the language has such comments', () => {
    expect(said([file('; scaling-lens-ignore nginx/one\nuno', 's.conf', 'supervisor')])).toEqual([]);
    expect(said([file('uno ; scaling-lens-ignore nginx/one', 's.conf', 'supervisor')])).toEqual([]);
  });

  test('are not judged for a rule that did not run', () => {
    const text = '# scaling-lens-ignore nginx/one — why\nx';
    expect(said([file(text)], set(['nginx/one', 'off']))).toEqual([]);
    expect(said([file(text)], { only: ['nginx/two', 'suppression/unused'] })).toEqual([]);
  });

  test('keep what they silence, with the reason', () => {
    const deployment = bareDeployment([file('uno # scaling-lens-ignore nginx/one — it is fine \r\n')]);
    const { suppressed } = analyse([{ deployment, options: { rules: new Map() } }], rules);
    expect(suppressed.map(({ finding, reason }) => [finding.rule, reason])).toEqual([
      ['nginx/one', 'it is fine'],
    ]);
  });

  test('of a file that two deployments share are used when one needs them', () => {
    const shared = file('# scaling-lens-ignore nginx/one — for the other\nx');
    const needing: Rule = { ...one, check: (d) => (d.files.length > 1 ? [draftAt(shared)] : []) };
    const task = (files: readonly TextFile[]) => ({
      deployment: bareDeployment(files),
      options: { rules: new Map() },
    });
    const both = [task([shared]), task([shared, file('', 'b')])];
    expect(analyse(both, [needing, unused]).findings).toEqual([]);
    expect(analyse(both.slice(0, 1), [needing, unused]).findings).toHaveLength(1);
  });
});

const draftAt = ({ uri, text }: TextFile): Draft => ({
  place: { uri, span: { start: text.lastIndexOf('x'), end: text.length } },
  message: 'x',
});
