import { deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each pixel; pictures of a window are opaque. */
  readonly pixels: Buffer;
}

/**
 * The same picture with a palette of its most telling colours (at most 256), others replaced by the nearest of them:
 * pictures of text lose nothing that one sees, and are a third as large. `png` must be of 8 bits a channel, not
 * interlaced.
 */
export const withPalette = (png: Buffer, colours: number): Buffer => {
  const picture = decoded(png);
  const palette = tellingColours(picture, colours);
  return encoded(picture, palette, indexed(picture, palette));
};

function decoded(png: Buffer): Picture {
  const chunks = chunksOf(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  const [depth, kind, , , interlaced] = header?.subarray(8) ?? [];
  if (!header || depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0)
    throw new Error('This is no picture that a browser takes of a window');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const data = inflateSync(
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((one) => one.data)),
  );
  return { width, height, pixels: unfiltered(data, width, height, kind === 6 ? 4 : 3) };
}

function chunksOf(png: Buffer): readonly { readonly type: string; readonly data: Buffer }[] {
  const chunks: { readonly type: string; readonly data: Buffer }[] = [];
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += length + 12;
  }
  return chunks;
}

/** Undoes the filters of PNG (section 9 of its specification) and drops the alpha channel. */
function unfiltered(data: Buffer, width: number, height: number, channels: number): Buffer {
  const stride = width * channels;
  const rows = Buffer.alloc(stride * height);
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const raw = data[y * (stride + 1) + 1 + x] ?? 0;
      const left = x < channels ? 0 : (rows[y * stride + x - channels] ?? 0);
      const up = y === 0 ? 0 : (rows[(y - 1) * stride + x] ?? 0);
      const corner = x < channels || y === 0 ? 0 : (rows[(y - 1) * stride + x - channels] ?? 0);
      rows[y * stride + x] = raw + predicted(filter, left, up, corner);
      const channel = x % channels;
      if (channel < 3)
        pixels[(y * width + (x - channel) / channels) * 3 + channel] = rows[y * stride + x] ?? 0;
    }
  }
  return pixels;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  return filter === 4 ? paeth(left, up, corner) : 0;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

const colourAt = ({ pixels }: Picture, index: number): number => pixels.readUIntBE(index * 3, 3);

/**
 * The colours that say most: the most frequent one, then each time the one that is frequent and far from those that
 * are chosen. The shades at the edges of letters are frequent and near each other; a keyword's colour is rare and far.
 */
function tellingColours(picture: Picture, most: number): readonly number[] {
  const counts = countsOf(picture);
  const colours = [...counts.keys()];
  const far = new Map(colours.map((colour) => [colour, Number.POSITIVE_INFINITY]));
  const chosen: number[] = [];
  let next = colours.reduce((a, b) => ((counts.get(a) ?? 0) >= (counts.get(b) ?? 0) ? a : b));
  while (chosen.length < Math.min(most, colours.length)) {
    chosen.push(next);
    let best = -1;
    for (const colour of colours) {
      const distance = Math.min(far.get(colour) ?? 0, distanceOf(colour, chosen[chosen.length - 1] ?? 0));
      far.set(colour, distance);
      const weight = distance * Math.sqrt(counts.get(colour) ?? 0);
      if (weight > best) [best, next] = [weight, colour];
    }
  }
  return chosen;
}

function countsOf(picture: Picture): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let index = 0; index < picture.width * picture.height; index++) {
    const colour = colourAt(picture, index);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return counts;
}

/** The square of the distance between two colours. */
function distanceOf(a: number, b: number): number {
  const red = ((a >> 16) & 255) - ((b >> 16) & 255);
  const green = ((a >> 8) & 255) - ((b >> 8) & 255);
  return red ** 2 + green ** 2 + ((a & 255) - (b & 255)) ** 2;
}

/** The index of each pixel's colour in the palette, each row with the byte that says it is not filtered. */
function indexed(picture: Picture, palette: readonly number[]): Buffer {
  const { width, height } = picture;
  const known = new Map(palette.map((colour, index) => [colour, index]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let index = 0; index < width * height; index++) {
    const colour = colourAt(picture, index);
    const at = known.get(colour) ?? nearest(colour, palette);
    known.set(colour, at);
    rows[Math.floor(index / width) * (width + 1) + 1 + (index % width)] = at;
  }
  return rows;
}

const nearest = (colour: number, palette: readonly number[]): number =>
  palette.reduce(
    (best, other, index) =>
      distanceOf(colour, other) < distanceOf(colour, palette[best] ?? 0) ? index : best,
    0,
  );

function encoded({ width, height }: Picture, palette: readonly number[], rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const parts = [
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(checksum(body));
  return Buffer.concat([length, body, check]);
}

const table = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

/** CRC-32, which Node 20 does not offer. */
function checksum(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (table[(value ^ byte) & 255] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
