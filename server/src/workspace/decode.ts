/** A decoded text and where the first byte that is no UTF-8 stands. */
export interface Decoded {
  readonly text: string;
  /** Offset of the first U+FFFD that stands for undecodable bytes; undefined where all bytes decode. */
  readonly undecodableAt: number | undefined;
}

const replacement = 0xfffd;

/**
 * Bytes as UTF-8. Bytes that are none become U+FFFD, one for each maximal broken sequence, as the WHATWG decoder
 * has it. A byte order mark stays in the text, because Supervisor refuses a file that begins with one.
 */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  const units: number[] = [];
  let text = '';
  let undecodableAt: number | undefined;
  let at = 0;
  while (at < bytes.length) {
    const { point, next } = pointAt(bytes, at);
    if (point < 0) undecodableAt ??= text.length + units.length;
    if (point > 0xffff) units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
    else units.push(point < 0 ? replacement : point);
    at = next;
    if (units.length >= 4096) text += String.fromCharCode(...units.splice(0));
  }
  return { text: text + String.fromCharCode(...units), undecodableAt };
}

/** The code point at `at`, or -1 for a broken sequence, and where the next one begins. */
function pointAt(bytes: Uint8Array, at: number): { readonly point: number; readonly next: number } {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return { point: lead, next: at + 1 };
  const shape = shapeOf(lead);
  if (!shape) return { point: -1, next: at + 1 };
  let point = shape.bits;
  for (let i = 1; i <= shape.more; i++) {
    const byte = bytes[at + i] ?? 0;
    const low = i === 1 ? shape.low : 0x80;
    const high = i === 1 ? shape.high : 0xbf;
    if (byte < low || byte > high) return { point: -1, next: at + i };
    point = (point << 6) | (byte & 0x3f);
  }
  return { point, next: at + shape.more + 1 };
}

/** How many bytes follow a lead byte, its own bits, and what the second byte may be (RFC 3629, section 4). */
function shapeOf(lead: number) {
  if (lead >= 0xc2 && lead <= 0xdf) return { more: 1, bits: lead & 0x1f, low: 0x80, high: 0xbf };
  if (lead >= 0xe0 && lead <= 0xef) {
    const low = lead === 0xe0 ? 0xa0 : 0x80;
    const high = lead === 0xed ? 0x9f : 0xbf;
    return { more: 2, bits: lead & 0x0f, low, high };
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const low = lead === 0xf0 ? 0x90 : 0x80;
    const high = lead === 0xf4 ? 0x8f : 0xbf;
    return { more: 3, bits: lead & 0x07, low, high };
  }
  return undefined;
}
