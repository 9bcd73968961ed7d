import { atLeast } from '../../../catalog/version.ts';
import { refuse, refuseDirective, refuseValue, takeSlot, textOf } from '../say.ts';
import type { Call } from '../state.ts';
import type { NginxWord } from '../types.ts';
import { parseInteger, parseMilliseconds, parseOffset, parseSeconds, parseSize } from '../values/units.ts';
import { compile, compileFileName } from '../variables.ts';
import { type Check, type Checks, setter } from './check.ts';
import { isStatus } from './headers.ts';
import { splitZone, takeZone } from './zone.ts';

/** Bytes of the smallest zone of cache keys: two pages. */
const smallestKeysZone = 8192n;

const isTime = (value: string): boolean => parseMilliseconds(value) !== undefined;
const isNumber = (value: string): boolean => parseInteger(value) !== undefined;

/** Parameters of a cache path but `levels`, `keys_zone` and `use_temp_path`: what nginx accepts. */
const pathParameters: Readonly<Record<string, (value: string) => boolean>> = {
  inactive: (value) => parseSeconds(value) !== undefined,
  max_size: (value) => parseOffset(value) !== undefined,
  min_free: (value) => parseOffset(value) !== undefined,
  loader_files: isNumber,
  loader_sleep: isTime,
  loader_threshold: isTime,
  manager_files: isNumber,
  manager_sleep: isTime,
  manager_threshold: isTime,
};

interface KeysZone {
  readonly name: string;
  readonly size: bigint;
  readonly word: NginxWord;
}

/** `proxy_cache_path PATH keys_zone=NAME:SIZE …` and its kin (`ngx_http_file_cache_set_slot`). */
const cachePathCheck = (use: string): Check =>
  setter((call) => {
    let zone: KeysZone | undefined;
    let levels = 0;
    for (const word of call.args.slice(1)) {
      levels += lengthOfLevels(word.text);
      if (word.text.startsWith('keys_zone=')) {
        zone = keysZone(call, word);
        if (!zone) return;
      } else {
        const said =
          levels >= 13 && word.text.startsWith('levels=')
            ? `invalid "levels" "${word.text}"`
            : pathMistake(word.text);
        if (said !== undefined) return refuseValue(call, said, word);
      }
    }
    if (!zone || zone.name === '' || zone.size === 0n) {
      return refuseValue(call, `"${call.name}" must have "keys_zone" parameter`);
    }
    if (addPath(call)) bindZone(call, zone, use);
  });

function keysZone(call: Call, word: NginxWord): KeysZone | undefined {
  const parts = splitZone(word.text.slice('keys_zone='.length));
  const size = parts && parseSize(parts.size);
  const said =
    !parts || size === undefined
      ? `invalid keys zone size "${word.text}"`
      : size < smallestKeysZone
        ? `keys zone "${word.text}" is too small`
        : undefined;
  if (said !== undefined) refuseValue(call, said, word);
  return said === undefined && parts && size !== undefined ? { name: parts.name, size, word } : undefined;
}

/** Letters that `levels=` adds to a path, over all its repetitions at most twelve. */
const lengthOfLevels = (text: string): number =>
  text.startsWith('levels=')
    ? [...text.slice(7).replaceAll(':', '')].reduce((sum, level) => sum + Number(level) + 1, 0)
    : 0;

function pathMistake(text: string): string | undefined {
  const [, name = '', value = ''] = /^([a-z_]+)=(.*)$/s.exec(text) ?? [];
  if (name === 'levels')
    return /^[12](?::[12]){0,2}$/.test(value) || value === '' ? undefined : `invalid "levels" "${text}"`;
  if (name === 'use_temp_path') {
    const must = 'it must be "on" or "off"';
    return /^(?:on|off)$/.test(value) ? undefined : `invalid use_temp_path value "${text}", ${must}`;
  }
  const accepts = pathParameters[name];
  if (!accepts) return `invalid parameter "${text}"`;
  return accepts(value) ? undefined : `invalid ${name} value "${text}"`;
}

/** Two caches may not share a folder (`ngx_add_path`). */
function addPath(call: Call): boolean {
  const { cachePaths } = call.run.http;
  const path = textOf(call, 0).replace(/\/$/, '');
  const earlier = cachePaths.get(path);
  if (!earlier) {
    cachePaths.set(path, call);
    return true;
  }
  if (call.run.templated) return false;
  refuse(call, {
    code: 'nginx/duplicate-directive',
    said: `the same path name "${path}" used in`,
    at: call.args[0],
    related: [{ place: earlier.directive.place, message: 'The path is used here first' }],
    advice: 'Give each cache a folder of its own.',
  });
  return false;
}

function bindZone(call: Call, { name, size, word }: KeysZone, use: string): void {
  const zone = takeZone(call, { name, size, use, word });
  if (!zone) return;
  if (zone.data === null) zone.data = textOf(call, 0);
  else if (!call.run.templated) {
    refuse(call, { code: 'nginx/duplicate-directive', said: `duplicate zone "${name}"`, at: word });
  }
}

/** `proxy_cache_valid [CODE …] TIME` (`ngx_http_file_cache_valid_set_slot`). */
const cacheValidCheck = setter((call) => {
  const last = call.args[call.args.length - 1];
  if (last && parseSeconds(last.text) === undefined) {
    return refuseValue(call, `invalid time value "${last.text}"`, last);
  }
  const wrong = call.args.slice(0, -1).find(({ text }) => text !== 'any' && !isStatus(text));
  if (wrong) refuseValue(call, `invalid status "${wrong.text}"`, wrong);
});

/** `proxy_cache ZONE|off` and `proxy_store on|off|PATH` exclude each other in a block. */
const cacheCheck = (prefix: string): Check =>
  setter((call) => {
    if (!takeSlot(call)) return;
    if (textOf(call, 0) === 'off') return;
    if (isOn(call, `${prefix}_store`)) return refuseMixture(call, `${prefix}_store`);
    const script = compile(call, call.args[0]);
    if (!script || script.dynamic) return;
    takeZone(call, { name: textOf(call, 0), size: 0n, use: prefix, word: call.args[0] });
  });

const storeCheck = (prefix: string): Check =>
  setter((call) => {
    const text = textOf(call, 0);
    if (!takeSlot(call) || text === 'off') return;
    if (isOn(call, `${prefix}_cache`)) return refuseMixture(call, `${prefix}_cache`);
    const [word] = call.args;
    if (text === '' && refusesEmptyPath(call)) refuseValue(call, 'empty path', word);
    else if (word && text !== 'on') compileFileName(call, word);
  });

/** Seen in 1.30.6 and not in 1.26.3; which releases between have it is not known. */
const refusesEmptyPath = ({ run: { options } }: Call): boolean =>
  atLeast(options.version, '1.30.6') === true && atLeast(options.version, '1.31.0') === false;

function isOn(call: Call, name: string): boolean {
  const directive = call.scope.slots.get(name);
  return directive !== undefined && directive.args[0]?.text !== 'off';
}

function refuseMixture(call: Call, other: string): void {
  refuseDirective(call, 'nginx/invalid-value', `is incompatible with "${other}"`, call.args[0]);
}

const cacheKeyCheck = setter((call) => {
  if (takeSlot(call)) compile(call, call.args[0]);
});

const cacheChecksOf = (prefix: string): Checks => ({
  [`${prefix}_cache_path`]: cachePathCheck(prefix),
  [`${prefix}_cache_valid`]: cacheValidCheck,
  [`${prefix}_cache`]: cacheCheck(prefix),
  [`${prefix}_cache_key`]: cacheKeyCheck,
  [`${prefix}_store`]: storeCheck(prefix),
});

/** Caches of the modules that pass requests on. */
export const cacheChecks: Readonly<Record<string, Checks>> = {
  ngx_http_proxy_module: cacheChecksOf('proxy'),
  ngx_http_fastcgi_module: cacheChecksOf('fastcgi'),
  ngx_http_uwsgi_module: cacheChecksOf('uwsgi'),
  ngx_http_scgi_module: cacheChecksOf('scgi'),
};
