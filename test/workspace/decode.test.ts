import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '../../server/src/workspace/decode.ts';

const whatwg = new TextDecoder('utf-8', { ignoreBOM: true });

describe('decoding', () => {
  it('gives what the WHATWG decoder gives, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(decodeUtf8(bytes).text).toBe(whatwg.decode(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('gives any text back and finds nothing undecodable in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const decoded = decodeUtf8(new TextEncoder().encode(text));
        expect(decoded).toEqual({ text, undecodableAt: undefined });
      }),
    );
  });

  it('says where the first undecodable byte stands, in UTF-16 units', () => {
    const bytes = Uint8Array.from([...new TextEncoder().encode('a𝄞é'), 0xff, 0x41, 0xfe]);
    expect(decodeUtf8(bytes)).toEqual({ text: 'a𝄞é\ufffdA\ufffd', undecodableAt: 4 });
  });

  it('does not take a replacement character of the file for an undecodable byte', () => {
    expect(decodeUtf8(new TextEncoder().encode('x\ufffd')).undecodableAt).toBeUndefined();
  });

  it('keeps a byte order mark, which Supervisor refuses', () => {
    expect(decodeUtf8(Uint8Array.from([0xef, 0xbb, 0xbf, 0x5b])).text).toBe('\ufeff[');
  });

  it('decodes a megabyte', () => {
    const text = 'é'.repeat(500_000);
    expect(decodeUtf8(new TextEncoder().encode(text)).text === text).toBe(true);
  });
});
