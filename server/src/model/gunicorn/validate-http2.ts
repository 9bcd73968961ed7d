import { atLeast } from '../../catalog/version.ts';
import type { PyValue } from './types.ts';
import { checkPosInt } from './validate-basic.ts';
import { open, refused, refusedWith, taken, type Verdict } from './verdict.ts';

/** `validate_http_protocols`: words between commas, each once; `h3` was taken until 26.2.0 and is not in 26.2.2. */
export function checkProtocols(value: PyValue, version: string | undefined): Verdict {
  if (value.type === 'none') return taken(['h1']);
  if (value.type !== 'str') return refused('http_protocols must be a string');
  const words = value.value
    .split(',')
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== '');
  if (words.length === 0) return taken(['h1']);
  const hasThree = atLeast(version, '26.2.2') !== true;
  const wrong = words.find((word) => !(hasThree ? known : current).includes(word));
  if (wrong !== undefined) return refuseProtocol(wrong, version);
  if (new Set(words).size < words.length) return refused('Duplicate protocols specified');
  return hasThree && words.includes('h3') && atLeast(version, '26.2.1') !== false
    ? open('whether gunicorn takes h3 depends on its version')
    : taken(words);
}

const known: readonly string[] = ['h1', 'h2', 'h3'];
const current: readonly string[] = ['h1', 'h2'];

function refuseProtocol(word: string, version: string | undefined): Verdict {
  const valid = atLeast(version, '26.2.2') === true ? current : known;
  return refused(`Invalid protocol '${word}'. Valid protocols: ${valid.join(', ')}`);
}

/** `validate_http2_cleartext`. */
export function checkCleartext(value: PyValue): Verdict {
  if (value.type === 'none') return taken('off');
  if (value.type === 'bool') return taken(value.value ? 'prior-knowledge' : 'off');
  if (value.type !== 'str') return refusedWith('Invalid type for casting: %s', value);
  const word = value.value.toLowerCase().trim();
  return /^(?:off|prior-knowledge|upgrade|both)$/.test(word)
    ? taken(word)
    : refused(`Invalid http2_cleartext: ${word}`);
}

/** `validate_http2_frame_size`: a number that RFC 9113 allows. */
export function checkFrameSize(value: PyValue): Verdict {
  const verdict = checkPosInt(value);
  // A number below 0 is refused in words of the range.
  if (verdict.kind === 'refused' && /^Value must be positive: /.test(verdict.reason))
    return refuseSize(verdict.reason.replace(/^.*: /, ''));
  if (verdict.kind !== 'taken' || typeof verdict.value !== 'number') return verdict;
  return verdict.value < 16_384 || verdict.value > 16_777_215 ? refuseSize(`${verdict.value}`) : verdict;
}

const refuseSize = (shown: string): Verdict =>
  refused(`http2_max_frame_size must be between 16384 and 16777215, got ${shown}`);

/** `validate_http2_stream_limit` of 26.2.2; up to 26.2.0 any number that is not negative. */
export const checkStreamLimit = (value: PyValue, version: string | undefined): Verdict =>
  bounded(value, version, (number) =>
    number < 1 ? `HTTP/2 max concurrent streams must be at least 1: ${number}` : undefined,
  );

/** `validate_http2_window_size` of 26.2.2; up to 26.2.0 any number that is not negative. */
export const checkWindowSize = (value: PyValue, version: string | undefined): Verdict =>
  bounded(value, version, (number) =>
    number > 2_147_483_647 ? `HTTP/2 window size must be at most 2147483647: ${number}` : undefined,
  );

function bounded(
  value: PyValue,
  version: string | undefined,
  mistake: (number: number) => string | undefined,
): Verdict {
  const verdict = checkPosInt(value);
  if (verdict.kind !== 'taken' || typeof verdict.value !== 'number') return verdict;
  const reason = mistake(verdict.value);
  if (reason === undefined || atLeast(version, '26.2.1') === false) return verdict;
  return atLeast(version, '26.2.2') === true
    ? refused(reason)
    : open('it depends on the version of gunicorn');
}
