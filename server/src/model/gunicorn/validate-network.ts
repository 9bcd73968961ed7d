import { strOf } from './python/data.ts';
import { reprOf } from './python/repr.ts';
import type { PyValue } from './types.ts';
import { checkStringToList } from './validate-basic.ts';
import { open, refused, type Verdict } from './verdict.ts';

/** `validate_string_to_addr_list` since 24.1: addresses and networks between commas, or `*`. */
export const checkNetworks = (value: PyValue): Verdict => checkParts(value, networkError);

/** The same of 23.0 and 24.0, which take addresses and no networks. */
export const checkAddresses = (value: PyValue): Verdict => checkParts(value, addressError);

function checkParts(value: PyValue, errorOf: (text: string) => string | undefined): Verdict {
  const verdict = checkStringToList(value);
  if (verdict.kind !== 'taken' || !Array.isArray(verdict.value)) return verdict;
  for (const part of verdict.value) {
    if (typeof part !== 'string' || part === '*') continue;
    const reason = errorOf(part);
    if (reason === undefined) return open('this address is not followed here');
    if (reason !== '') return refused(reason);
  }
  return verdict;
}

/** The same for a text that is no address. */
function addressError(text: string): string | undefined {
  const none = `${reprOf(strOf(text)) ?? "'?'"} does not appear to be an IPv4 or IPv6 address`;
  if (text.includes('/')) return none;
  const error = networkError(text);
  return error === undefined || error === '' ? error : none;
}

/** Python's words for a text that is no network; empty for one that is, undefined where it cannot be told. */
function networkError(text: string): string | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  const none = `'${text}' does not appear to be an IPv4 or IPv6 network`;
  if (rest.length > 0) return none;
  if (address.includes(':')) return /^[0-9a-fA-F:.]+$/.test(address) ? knownSix(address, prefix) : none;
  const bytes = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1);
  if (!bytes || bytes.some((byte) => Number(byte) > 255 || (byte.length > 1 && byte.startsWith('0'))))
    return none;
  if (prefix === undefined) return '';
  if (!/^\d{1,2}$/.test(prefix) || Number(prefix) > 32) return /^[\d.]+$/.test(prefix) ? undefined : none;
  const number = bytes.reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const hosts = 2 ** (32 - Number(prefix));
  return number % hosts === 0 ? '' : `${text} has host bits set`;
}

/** IPv6 is told only where no host bits can be set. */
function knownSix(address: string, prefix: string | undefined): string | undefined {
  const groups = address.split(':');
  const plain = groups.length <= 8 && groups.every((group) => /^[0-9a-fA-F]{0,4}$/.test(group));
  const doubles = address.match(/::/g)?.length ?? 0;
  if (!plain || doubles > 1 || address.includes(':::')) return undefined;
  if (doubles === 0 && groups.length !== 8) return undefined;
  return prefix === undefined || prefix === '128' ? '' : undefined;
}
