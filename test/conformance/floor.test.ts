import { describe, expect, test } from 'vitest';
import { tableOf } from '../../tools/conformance.ts';
import { fallen, floorFaults, raised } from './floor.ts';

describe('the conformance floor', () => {
  const row = { source: 'cases', version: 'nginx 1.22.1', cases: 10, agreed: 8, differing: 1, unknown: 1 };

  test('fails what falls and nothing else', () => {
    const floor = { 'cases | nginx 1.22.1': { cases: 10, agreed: 8, differing: 1 } };
    expect(fallen([row], floor)).toEqual([]);
    expect(fallen([{ ...row, agreed: 7 }], floor)).toEqual(['cases | nginx 1.22.1: agreed 7, was 8']);
    expect(fallen([{ ...row, differing: 2 }], floor)).toHaveLength(1);
    expect(fallen([{ ...row, source: 'new' }], floor)).toEqual([]);
    expect(floorFaults([{ ...row, source: 'new' }])).toHaveLength(1);
  });

  test('compares generated cases with the same only', () => {
    const floor = { 'cases | nginx 1.22.1': { cases: 10, agreed: 8, differing: 1 } };
    const more = { ...row, generated: 'other' as const, cases: 5, agreed: 4 };
    expect(fallen([more], floor)).toEqual([]);
    expect(fallen([{ ...more, differing: 2 }], floor)).toHaveLength(1);
    expect(fallen([{ ...more, generated: 'usual' }], floor)).toHaveLength(1);
  });

  test('rises and never sinks', () => {
    const floor = {
      'cases | nginx 1.22.1': { cases: 10, agreed: 8, differing: 1 },
      'other | x': { cases: 3, agreed: 3, differing: 0 },
    };
    expect(raised([{ ...row, agreed: 9 }], floor)['cases | nginx 1.22.1']?.agreed).toBe(9);
    expect(raised([{ ...row, agreed: 7 }], floor)).toEqual(floor);
  });

  test('is printed with aligned figures', () => {
    expect(tableOf([row]).split('\n')).toEqual([
      'source  version       cases  agreed  differing  unknown',
      'cases   nginx 1.22.1     10       8          1        1',
    ]);
  });
});
