import { hasPlaceholder, refuse, refuseValue, takeSlot, textOf } from '../say.ts';
import type { Call } from '../state.ts';
import type { NginxWord } from '../types.ts';
import { parseInteger, parseNumber, parseSeconds, parseSize } from '../values/units.ts';
import { type Checks, setter } from './check.ts';
import { checkFlag } from './slots.ts';
import { smallestZone, takeZone } from './zone.ts';

/** `ssl_session_cache off|none|builtin[:SIZE]|shared:NAME:SIZE …` (`ngx_http_ssl_session_cache`). */
const sessionCacheCheck = setter((call) => {
  for (const word of call.args) {
    if (/^(?:off|none|builtin)$/.test(word.text)) continue;
    const said = word.text.startsWith('shared:') ? sharedMistake(word.text) : builtinMistake(word.text);
    if (said !== undefined) return refuseValue(call, `${said.replace('CACHE', `"${word.text}"`)}`, word);
    if (word.text.startsWith('shared:') && !takeShared(call, word, 'ssl')) return;
  }
});

const invalid = 'invalid session cache CACHE';

const builtinMistake = (text: string): string | undefined =>
  text.startsWith('builtin:') && parseNumber(text.slice('builtin:'.length)) !== undefined
    ? undefined
    : invalid;

function sharedMistake(text: string): string | undefined {
  const { name, size } = sharedParts(text);
  if (name === '' || size === undefined) return invalid;
  return size < smallestZone ? 'session cache CACHE is too small' : undefined;
}

function sharedParts(text: string) {
  const [, name = '', size] = /^shared:([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  return { name, size: size === undefined ? undefined : parseSize(size) };
}

function takeShared(call: Call, word: NginxWord, use: string): boolean {
  const { name, size = 0n } = sharedParts(word.text);
  return takeZone(call, { name, size, use, word }) !== undefined;
}

/** `ssl_ocsp_cache off|shared:NAME:SIZE` (`ngx_http_ssl_ocsp_cache`). */
const ocspCacheCheck = setter((call) => {
  const [word] = call.args;
  if (!takeSlot(call) || !word || textOf(call, 0) === 'off') return;
  const { name, size } = sharedParts(word.text);
  if (name === '' || size === undefined) {
    return refuseValue(call, `invalid OCSP cache "${word.text}"`, word);
  }
  if (size < smallestZone) return refuseValue(call, `OCSP cache "${word.text}" is too small`, word);
  takeShared(call, word, 'ssl ocsp');
});

/**
 * `ssl_certificate_cache off|max=N [inactive=TIME] [valid=TIME]` and those of proxied modules, since 1.27.4
 * (`ngx_http_ssl_certificate_cache`).
 */
export const certificateCacheCheck = setter((call) => {
  if (!takeSlot(call)) return;
  let max = false;
  for (const word of call.args) {
    if (hasPlaceholder(word.text)) return;
    if (word.text.startsWith('max=')) max = true;
    if (!isCacheParameter(word.text)) return refuseValue(call, `invalid parameter "${word.text}"`, word);
  }
  const isOff = call.args.some(({ text }) => text === 'off');
  if (!max && !isOff) refuseValue(call, `"${call.name}" must have the "max" parameter`);
});

function isCacheParameter(text: string): boolean {
  if (text === 'off') return true;
  const [, name, value = ''] = /^(max|inactive|valid)=(.+)$/s.exec(text) ?? [];
  if (name === undefined) return false;
  return name === 'max' ? (parseInteger(value) ?? 0) > 0 : parseSeconds(value) !== undefined;
}

/** ngx_http_ssl_module; certificates are the machine's own matter. */
export const sslChecks: Checks = {
  ssl: setter((call) => {
    const said = 'invalid number of arguments in "ssl" directive';
    if (call.args.length !== 1) return refuse(call, { code: 'nginx/wrong-argument-count', said });
    if (takeSlot(call)) checkFlag(call);
  }),
  ssl_session_cache: sessionCacheCheck,
  ssl_ocsp_cache: ocspCacheCheck,
  ssl_certificate_cache: certificateCacheCheck,
  ssl_password_file: setter((call) => void takeSlot(call)),
};
