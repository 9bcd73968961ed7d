/**
 * What Python says of bytes that are no UTF-8: the text of its UnicodeDecodeError for the first fault, such as
 * `'utf-8' codec can't decode byte 0xe9 in position 48: invalid continuation byte`. Undefined where all bytes
 * decode. supervisord and gunicorn print it when they read such a file under a UTF-8 locale.
 */
export function utf8Reason(bytes: Uint8Array): string | undefined {
  let at = 0;
  while (at < bytes.length) {
    const read = readOne(bytes, at);
    if (read.reason !== null) return reasonOf(bytes, at, read.length, read.reason);
    at += read.length;
  }
  return undefined;
}

interface ReadOne {
  /** Bytes of the character, or of the faulty sequence. */
  readonly length: number;
  readonly reason: string | null;
}

function readOne(bytes: Uint8Array, at: number): ReadOne {
  const lead = bytes[at] ?? 0;
  const more = followers(lead);
  if (more === undefined) return { length: 1, reason: 'invalid start byte' };
  for (let i = 1; i <= more; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return { length: i, reason: 'unexpected end of data' };
    const [low, high] = i === 1 ? secondRange(lead) : [0x80, 0xbf];
    if (byte < low || byte > high) return { length: i, reason: 'invalid continuation byte' };
  }
  return { length: more + 1, reason: null };
}

/** How many bytes follow a lead byte (RFC 3629, section 4); undefined for one that starts no character. */
function followers(lead: number): number | undefined {
  if (lead < 0x80) return 0;
  if (lead >= 0xc2 && lead <= 0xdf) return 1;
  if (lead >= 0xe0 && lead <= 0xef) return 2;
  return lead >= 0xf0 && lead <= 0xf4 ? 3 : undefined;
}

/** The second byte is narrowed where the character would be overlong, a surrogate or beyond U+10FFFF. */
function secondRange(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  return lead === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
}

function reasonOf(bytes: Uint8Array, start: number, length: number, reason: string): string {
  if (length > 1)
    return `'utf-8' codec can't decode bytes in position ${start}-${start + length - 1}: ${reason}`;
  const byte = (bytes[start] ?? 0).toString(16).padStart(2, '0');
  return `'utf-8' codec can't decode byte 0x${byte} in position ${start}: ${reason}`;
}
