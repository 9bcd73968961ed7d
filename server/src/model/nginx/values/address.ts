/** nginx's own ways to read addresses (ngx_inet.c). */

/** The 32 bits of a dotted IPv4 address; undefined for anything else, and for 255.255.255.255 (INADDR_NONE). */
export function parseIpv4(text: string): number | undefined {
  let address = 0;
  let octet = 0;
  let dots = 0;
  for (const letter of text) {
    if (letter >= '0' && letter <= '9') octet = octet * 10 + Number(letter);
    else if (letter === '.') {
      address = address * 256 + octet;
      octet = 0;
      dots++;
    } else return undefined;
    if (octet > 255) return undefined;
  }
  if (dots !== 3) return undefined;
  const value = address * 256 + octet;
  return value === 0xffffffff ? undefined : value;
}

/** The eight 16-bit words of an IPv6 address without brackets; undefined where nginx refuses it. */
export function parseIpv6(text: string): readonly number[] | undefined {
  const state: Ipv6 = { words: [], zero: -1, digit: -1, nibbles: 0, word: 0 };
  let at = text.startsWith(':') ? 1 : 0;
  if (text === '') return undefined;
  for (; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === '.' && state.nibbles > 0) return finishIpv6(withIpv4(state, text));
    const ok = letter === ':' ? takeColon(state, at) : takeNibble(state, letter);
    if (!ok) return undefined;
  }
  return finishIpv6(state.nibbles === 0 && state.zero === -1 ? undefined : state);
}

interface Ipv6 {
  readonly words: number[];
  /** Where the run of zeros stands; -1 for none. */
  zero: number;
  /** Where the last group begins. */
  digit: number;
  nibbles: number;
  word: number;
}

function takeColon(state: Ipv6, at: number): boolean {
  state.digit = at + 1;
  if (state.nibbles > 0) {
    state.words.push(state.word);
    state.nibbles = 0;
    state.word = 0;
    return state.words.length < 8;
  }
  if (state.zero !== -1) return false;
  state.zero = state.words.length;
  return true;
}

function takeNibble(state: Ipv6, letter: string): boolean {
  state.nibbles++;
  if (state.nibbles > 4 || !/^[0-9a-fA-F]$/.test(letter)) return false;
  state.word = state.word * 16 + Number.parseInt(letter, 16);
  return true;
}

/** Ends an address with an IPv4 tail: `::ffff:127.0.0.1`. */
function withIpv4(state: Ipv6, text: string): Ipv6 | undefined {
  const address = state.digit === -1 ? undefined : parseIpv4(text.slice(state.digit));
  if (address === undefined || state.words.length > 6) return undefined;
  state.words.push(Math.floor(address / 65536));
  state.word = address % 65536;
  return state;
}

function finishIpv6(state: Ipv6 | undefined): readonly number[] | undefined {
  if (!state) return undefined;
  const words = [...state.words, state.word];
  if (words.length === 8) return state.zero === -1 ? words : undefined;
  if (state.zero === -1 || words.length > 8) return undefined;
  const zeros = new Array<number>(8 - words.length).fill(0);
  return [...words.slice(0, state.zero), ...zeros, ...words.slice(state.zero)];
}

/** The text nginx prints of an IPv6 address (`ngx_inet6_ntop`): the first longest run of zeros is `::`. */
export function formatIpv6(words: readonly number[]): string {
  const zeros = zeroRun(words);
  const [high = 0, low = 0] = words.slice(6);
  const isMapped = zeros.length === 5 && words[5] === 0xffff;
  const isCompatible = zeros.length === 6 || (zeros.length === 7 && low >> 8 !== 0 && (low & 255) !== 1);
  const withIpv4 = zeros.start === 0 && (isMapped || isCompatible);
  let text = zeros.start === 0 ? ':' : '';
  for (let i = 0; i < (withIpv4 ? 6 : 8); i++) {
    if (i === zeros.start) {
      text += ':';
      i += zeros.length - 1;
    } else text += (words[i] ?? 0).toString(16) + (i < 7 ? ':' : '');
  }
  return withIpv4 ? `${text}${high >> 8}.${high & 255}.${low >> 8}.${low & 255}` : text;
}

function zeroRun(words: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: -1, length: 1 };
  for (let start = 0; start < words.length; start++) {
    let length = 0;
    while (words[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}

/** True for an address, with a port or without; IPv6 with a port stands in brackets (`ngx_parse_addr_port`). */
export function isAddressWithPort(text: string): boolean {
  const isAddress = (part: string) => parseIpv4(part) !== undefined || parseIpv6(part) !== undefined;
  if (isAddress(text)) return true;
  const [, host = '', port = ''] =
    /^\[([^\]]*)\]:(.*)$/s.exec(text) ?? /^([^[:][^:]*):(.*)$/s.exec(text) ?? [];
  return /^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65535 && isAddress(host);
}

/** True for `10.0.0.0/8`, `::1` and their like; nginx drops set bits beyond the mask with a warning. */
export function isCidr(text: string): boolean {
  const slash = text.indexOf('/');
  const address = slash === -1 ? text : text.slice(0, slash);
  const bits = parseIpv4(address) !== undefined ? 32 : parseIpv6(address) ? 128 : undefined;
  if (bits === undefined) return false;
  if (slash === -1) return true;
  const shift = text.slice(slash + 1);
  return /^\d+$/.test(shift) && Number(shift) <= bits;
}
