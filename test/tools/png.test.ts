import { deflateSync, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { withPalette } from '../../tools/vscode/png.ts';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

const chunk = (type: string, data: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
};

/** A picture of two by two pixels with alpha; the second row is filtered by the one above it. */
function picture(): Buffer {
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 6, 0, 0, 0]);
  const rows = Buffer.from([0, 255, 0, 0, 255, 0, 255, 0, 255, 2, 1, 0, 0, 0, 0, 0, 0, 0]);
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

/** The data of a chunk. */
function dataOf(png: Buffer, wanted: string): Buffer {
  for (let at = signature.length; at < png.length; at += png.readUInt32BE(at) + 12) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === wanted) return png.subarray(at + 8, at + 8 + length);
  }
  throw new Error(`There is no ${wanted}`);
}

/** The colours of all pixels, as `#rrggbb`. */
function colours(png: Buffer): readonly string[] {
  const palette = dataOf(png, 'PLTE').toString('hex').match(/.{6}/g) ?? [];
  const rows = inflateSync(dataOf(png, 'IDAT'));
  return [rows[1], rows[2], rows[4], rows[5]].map((index) => `#${palette[index ?? -1]}`);
}

test('every pixel keeps its colour while the palette has room', () => {
  // The last row adds to the one above: red 255 + 1 goes over to 0.
  expect(colours(withPalette(picture(), 16))).toEqual(['#ff0000', '#00ff00', '#000000', '#00ff00']);
});

test('else it gets the nearest of the palette', () => {
  // Green is the most frequent; black is as far from it as from red, and the one chosen first gets it.
  expect(colours(withPalette(picture(), 2))).toEqual(['#ff0000', '#00ff00', '#00ff00', '#00ff00']);
});

test('what is no picture of a window is refused', () => {
  const other = picture();
  other[signature.length + 8 + 8] = 16;
  expect(() => withPalette(other, 16)).toThrow('no picture that a browser takes');
});
