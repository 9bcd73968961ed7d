import type { NginxValueKind } from '../../../catalog/nginx.ts';
import { atLeast } from '../../../catalog/version.ts';
import { refuseDirective, refuseValue, takeSlot, textOf } from '../say.ts';
import type { Call } from '../state.ts';
import {
  parseInteger,
  parseMilliseconds,
  parseNumber,
  parseOffset,
  parseSeconds,
  parseSize,
} from '../values/units.ts';
import { compile } from '../variables.ts';

/** nginx's generic setters, `ngx_conf_set_*_slot` (ngx_conf_file.c, ngx_http_script.c), by the kind of value. */
export const slotChecks: Readonly<Record<NginxValueKind, (call: Call) => void>> = {
  '': () => undefined,
  'on|off': once(checkFlag),
  enum: once(checkEnum),
  bitmask: checkBitmask,
  string: once(() => undefined),
  'string (repeatable)': () => undefined,
  'key value': () => undefined,
  number: once((call) => checkValue(call, parseNumber, 'invalid number')),
  size: once((call) => checkValue(call, parseSize, 'invalid value')),
  offset: once((call) => checkValue(call, parseOffset, 'invalid value')),
  'time(s)': once((call) => checkValue(call, parseSeconds, 'invalid value')),
  'time(ms)': once((call) => checkValue(call, parseMilliseconds, 'invalid value')),
  'number size': once(checkBuffers),
  'path [levels]': once(checkLevels),
  access: once(checkAccess),
  complex: once((call) => void compile(call, call.args[0])),
  'complex list': (call) => void call.args.every((word) => compile(call, word)),
  'complex size': once(checkComplexSize),
};

/** A setter that refuses to be called twice in one block. */
function once(check: (call: Call) => void): (call: Call) => void {
  return (call) => {
    if (takeSlot(call)) check(call);
  };
}

/** `on` or `off`, in any case. */
export function checkFlag(call: Call): void {
  const [word] = call.args;
  if (!word || /^(?:on|off)$/i.test(word.text)) return;
  const said = `invalid value "${word.text}" in "${call.name}" directive, it must be "on" or "off"`;
  refuseValue(call, said, word);
}

/** Legal words that came later than their directive, with the release. */
const laterWords: Readonly<Record<string, string>> = { 'proxy_http_version 2': '1.29.4' };

function isLegal(call: Call, text: string): boolean {
  const since = laterWords[`${call.name} ${text}`];
  if (since !== undefined && atLeast(call.run.options.version, since) === false) return false;
  return call.info?.values.some((value) => value.toLowerCase() === text.toLowerCase()) ?? true;
}

function checkEnum(call: Call): void {
  const [word] = call.args;
  if (word && !isLegal(call, word.text)) refuseWord(call, word.text, 0);
}

function checkBitmask(call: Call): void {
  const wrong = call.args.findIndex((word) => !isLegal(call, word.text));
  if (wrong !== -1) refuseWord(call, textOf(call, wrong), wrong);
}

function refuseWord(call: Call, text: string, at: number): void {
  const legal = call.info?.values.join(', ') ?? '';
  refuseValue(call, `invalid value "${text}"`, call.args[at], `"${call.name}" takes ${legal}.`);
}

const units: Readonly<Partial<Record<NginxValueKind, string>>> = {
  number: 'It takes a whole number.',
  size: 'It takes bytes, or a number with k or m.',
  offset: 'It takes bytes, or a number with k, m or g.',
  'time(s)': 'It takes seconds, or numbers with y, M, w, d, h, m, s.',
  'time(ms)': 'It takes seconds, or numbers with w, d, h, m, s, ms.',
};

function checkValue(call: Call, parse: (text: string) => bigint | undefined, reason: string): void {
  const value = parse(textOf(call, 0));
  if (value === undefined) refuseSlot(call, reason, 0, units[call.info?.valueKind ?? '']);
  else checkBounds(call, value);
}

function refuseSlot(call: Call, reason: string, at: number, advice?: string): void {
  refuseValue(call, `"${call.name}" directive ${reason}`, call.args[at], advice);
}

/** Bounds that a setter's post handler keeps (`ngx_conf_num_bounds_t` and functions of the modules). */
const bounds: Readonly<Record<string, readonly [low: bigint, high: bigint]>> = {
  gzip_comp_level: [1n, 9n],
  limit_req_status: [400n, 599n],
  limit_conn_status: [400n, 599n],
  uwsgi_modifier1: [0n, 255n],
  uwsgi_modifier2: [0n, 255n],
};

const isPowerOfTwo = (value: bigint, low: bigint, high: bigint): boolean =>
  value >= low && value <= high && (value & (value - 1n)) === 0n;

/** What a value must be beyond its kind: nginx's words for a value that is not, else undefined. */
const posts: Readonly<Record<string, (value: bigint) => string | undefined>> = {
  connection_pool_size: poolSize,
  request_pool_size: poolSize,
  http2_pool_size: poolSize,
  http2_body_preread_size: (value) =>
    value > 0x7fffffffn ? 'the maximum body preread buffer size is 2147483647' : undefined,
  http2_chunk_size: (value) => (value === 0n ? 'the http2 chunk size cannot be zero' : undefined),
};

function poolSize(value: bigint): string | undefined {
  if (value < 112n) return 'the pool size must be no less than 112';
  return value % 16n === 0n ? undefined : 'the pool size must be a multiple of 16';
}

/** The same for handlers whose words follow `"name" directive`. */
const directivePosts: Readonly<Record<string, (value: bigint) => string | undefined>> = {
  gzip_window: (value) =>
    isPowerOfTwo(value, 512n, 32768n) ? undefined : 'must be 512, 1k, 2k, 4k, 8k, 16k, or 32k',
  gzip_hash: (value) =>
    isPowerOfTwo(value, 512n, 131072n) ? undefined : 'must be 512, 1k, 2k, 4k, 8k, 16k, 32k, 64k, or 128k',
  http2_recv_buffer_size: (value) => (value <= 32n ? 'value is too small' : undefined),
  http2_streams_index_size: (value) =>
    isPowerOfTwo(value, 1n, 1n << 62n) ? undefined : 'must be a power of two',
};

function checkBounds(call: Call, value: bigint): void {
  const [word] = call.args;
  const bound = bounds[call.name];
  if (bound && (value < bound[0] || value > bound[1])) {
    refuseValue(call, `value must be between ${bound[0]} and ${bound[1]}`, word);
  }
  const said = posts[call.name]?.(value);
  if (said !== undefined) refuseValue(call, said, word);
  const reason = directivePosts[call.name]?.(value);
  if (reason !== undefined) refuseSlot(call, reason, 0);
}

function checkBuffers(call: Call): void {
  const count = parseInteger(textOf(call, 0));
  const size = parseSize(textOf(call, 1));
  const advice = 'It takes a number of buffers and the size of one.';
  if (count === undefined || count === 0) refuseSlot(call, 'invalid value', 0, advice);
  else if (size === undefined || size === 0n) refuseSlot(call, 'invalid value', 1, advice);
}

/** `PATH [LEVEL [LEVEL [LEVEL]]]`: three levels make at most ten characters and their slashes. */
function checkLevels(call: Call) {
  let length = 0;
  for (let i = 1; i < call.args.length; i++) {
    const level = parseInteger(textOf(call, i));
    if (level === undefined || level === 0) return refuseSlot(call, 'invalid value', i);
    length += level + 1;
  }
  if (length > 10 + call.args.length - 1) refuseSlot(call, 'invalid value', 1);
}

function checkAccess(call: Call): void {
  const wrong = call.args.findIndex(({ text }) => !/^(?:user|group|all):rw?$/.test(text));
  if (wrong !== -1) refuseValue(call, `invalid value "${textOf(call, wrong)}"`, call.args[wrong]);
}

/** Rates that may hold variables since 1.27.0. */
const laterComplex = new Set([
  'proxy_limit_rate',
  'fastcgi_limit_rate',
  'uwsgi_limit_rate',
  'scgi_limit_rate',
]);

function checkComplexSize(call: Call) {
  if (laterComplex.has(call.name) && atLeast(call.run.options.version, '1.27.0') === false) {
    return checkValue(call, parseSize, 'invalid value');
  }
  const script = compile(call, call.args[0]);
  if (!script || script.dynamic || parseSize(textOf(call, 0)) !== undefined) return;
  refuseDirective(call, 'nginx/invalid-value', 'invalid value', call.args[0]);
}
