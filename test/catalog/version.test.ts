import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atLeast, compareVersions } from '../../server/src/catalog/version.ts';

const parts = fc.array(fc.nat(40), { minLength: 1, maxLength: 4 });
const version = fc
  .tuple(parts, fc.constantFrom('', 'a1', 'b2', 'rc1', '.dev0', '-rc2'))
  .map(([numbers, stage]) => numbers.join('.') + stage);

describe('comparing versions', () => {
  test.each([
    ['1.26', '1.26.0', 0],
    ['1.9.1', '1.10.0', -1],
    ['23.0', '4.2.5', 1],
    ['3.0a7', '3.0', -1],
    ['3.0a7', '3.0b1', -1],
    ['4.4.0.dev0', '4.4.0', -1],
    ['4.4.0.dev0', '4.3.0', 1],
    ['25.0.0-rc1', '25.0.0', -1],
    ['1.22.1-9+deb12u1', '1.22.1', 0],
    ['v20.1', '20.1.0', 0],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b) ?? Number.NaN)).toBe(sign);
  });

  test.each(['', 'latest', '.1', 'x1.2', '${VERSION}'])('%j is no version', (text) => {
    expect(compareVersions(text, '1.0')).toBeUndefined();
    expect(atLeast(text, '1.0')).toBeUndefined();
  });

  test('is a total order', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const ab = compareVersions(a, b) ?? Number.NaN;
        const bc = compareVersions(b, c) ?? Number.NaN;
        expect(compareVersions(a, a)).toBe(0);
        expect(Math.sign(compareVersions(b, a) ?? Number.NaN) + Math.sign(ab)).toBe(0);
        if (ab <= 0 && bc <= 0) expect(compareVersions(a, c) ?? Number.NaN).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('any text at all is answered', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const answer = atLeast(text, '1.2.3');
        expect(answer === undefined || typeof answer === 'boolean').toBe(true);
      }),
    );
  });
});

describe('at least', () => {
  test.each([
    ['1.26', '1.25.1', true],
    ['1.26', '1.26', true],
    ['1.26', '1.26.0', true],
    ['1.26', '1.26.3', undefined],
    ['1.29', '1.29.7', undefined],
    ['1.29.6', '1.29.7', false],
    ['1', '1.30', undefined],
    ['20.1.0', '20.1', true],
    [undefined, '1.0', undefined],
  ])('%s, %s: %s', (given, minimum, answer) => {
    expect(atLeast(given, minimum)).toBe(answer);
  });

  test('agrees with the comparison wherever it answers', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const answer = atLeast(a, b);
        const order = compareVersions(a, b) ?? Number.NaN;
        if (answer !== undefined) expect(answer).toBe(order >= 0);
        else expect(order).toBeLessThan(0);
      }),
    );
  });
});
