import type { Place } from '../../../base/span.ts';
import { atLeast } from '../../../catalog/version.ts';
import { refuse, refuseValue, textOf } from '../say.ts';
import type { Call, RawState } from '../state.ts';
import { isCidr, parseIpv4 } from '../values/address.ts';
import { parseFixed } from '../values/units.ts';
import { compile, compileRegex, defineVariable, useNamed } from '../variables.ts';
import type { Check, Checks, Opened } from './check.ts';
import { addHashKey } from './hash-key.ts';

/** `map SOURCE $VARIABLE { … }` (`ngx_http_map_block`). */
const mapCheck: Check = {
  open: (call): Opened => {
    // Each map fixes the sizes of the hash: a directive that sets them must stand above.
    const { slots } = call.scope;
    for (const name of ['map_hash_max_size', 'map_hash_bucket_size']) {
      if (!slots.has(name)) slots.set(name, call.directive);
    }
    if (compile(call, call.args[0])) defineVariable(call, call.args[1]);
    return { raw: mapBody() };
  },
};

function mapBody(): RawState {
  const keys: Keys = new Map();
  let hostnames = false;
  let hasDefault = false;
  return {
    includes: true,
    take: (call) => {
      if (call.args.length === 0 && (call.name === 'hostnames' || call.name === 'volatile')) {
        hostnames ||= call.name === 'hostnames';
        return;
      }
      if (call.args.length !== 1) return refuseCount(call, 'invalid number of the map parameters');
      if (call.name === 'include' || !compile(call, call.args[0])) return;
      if (call.name === 'default') {
        if (hasDefault) refuseTwice(call, 'duplicate default map parameter');
        hasDefault = true;
      } else if (call.name.startsWith('~')) {
        compileRegex(call, call.name.replace(/^~\*?/, ''), call.nameWord);
      } else addMapKey(call, keys, hostnames);
    },
  };
}

type Keys = Map<string, Place>;

function addMapKey(call: Call, keys: Keys, hostnames: boolean): void {
  const key = call.name.startsWith('\\') ? call.name.slice(1) : call.name;
  const added = addHashKey(keys, key, call.nameWord.place, hostnames ? 'wildcard' : 'plain');
  if (added.kind === 'invalid') refuseValue(call, `invalid hostname or wildcard "${key}"`, call.nameWord);
  if (added.kind === 'busy') refuseTwice(call, `conflicting parameter "${key.toLowerCase()}"`, added.earlier);
}

function refuseTwice(call: Call, said: string, earlier?: Place): void {
  if (call.run.templated) return;
  const related = earlier ? [{ place: earlier, message: 'It stands here first' }] : [];
  const advice = 'Keep one of them.';
  refuse(call, { code: 'nginx/duplicate-directive', said, at: call.nameWord, related, advice });
}

function refuseCount(call: Call, said: string): void {
  refuse(call, { code: 'nginx/wrong-argument-count', said, at: call.nameWord });
}

/** `geo [$ADDRESS] $VARIABLE { … }` (`ngx_http_geo_block`). */
const geoCheck: Check = {
  open: (call): Opened => {
    const [first, second] = call.args;
    if (!second || useNamed(call, first)) defineVariable(call, second ?? first);
    return { raw: geoBody() };
  },
};

function geoBody(): RawState {
  let ranges = false;
  let hasNetworks = false;
  return {
    includes: true,
    take: (call) => {
      if (call.args.length === 0 && call.name === 'ranges') {
        if (!hasNetworks) ranges = true;
        else refuseValue(call, 'the "ranges" directive must be the first directive inside "geo" block');
      } else if (call.args.length === 0 && isGeoSwitch(call)) return;
      else if (call.args.length !== 1) refuseCount(call, 'invalid number of the geo parameters');
      else if (call.name === 'include') return;
      else if (call.name === 'proxy') checkNetwork(call, textOf(call, 0));
      else {
        hasNetworks ||= !ranges;
        checkGeoLine(call, ranges);
      }
    },
  };
}

/** `volatile` came with 1.29.3. */
const isGeoSwitch = ({ name, run }: Call): boolean =>
  name === 'proxy_recursive' || (name === 'volatile' && atLeast(run.options.version, '1.29.3') !== false);

function checkGeoLine(call: Call, ranges: boolean): void {
  if (call.name === 'default') return;
  const net = call.name === 'delete' ? textOf(call, 0) : call.name;
  if (!ranges) checkNetwork(call, net);
  else if (!isRange(net)) refuseValue(call, `invalid range "${net}"`, call.nameWord);
}

function checkNetwork(call: Call, net: string): void {
  if (net === '255.255.255.255' || isCidr(net)) return;
  refuseValue(call, `invalid network "${net}"`, call.nameWord);
}

function isRange(text: string): boolean {
  const dash = text.indexOf('-');
  if (dash === -1) return false;
  const start = parseIpv4(text.slice(0, dash));
  const end = parseIpv4(text.slice(dash + 1));
  return start !== undefined && end !== undefined && start <= end;
}

/** `split_clients KEY $VARIABLE { PERCENT VALUE; … }` (`ngx_conf_split_clients_block`). */
const splitClientsCheck: Check = {
  open: (call): Opened => {
    if (compile(call, call.args[0])) defineVariable(call, call.args[1]);
    return { raw: splitBody() };
  },
};

function splitBody(): RawState {
  const parts: number[] = [];
  return {
    includes: false,
    take: (call) => {
      const percent = call.name.endsWith('%') ? parseFixed(call.name.slice(0, -1), 2) : undefined;
      if (call.name === '*') parts.push(0);
      else if (percent === undefined || percent === 0) {
        refuseValue(call, `invalid percent value "${call.name}"`, call.nameWord);
      } else parts.push(percent);
    },
    close: (call) => {
      let sum = 0;
      for (const part of parts) {
        sum = part === 0 ? 10_000 : sum + part;
        if (sum > 10_000) return refuseValue(call, 'percent total is greater than 100%');
      }
    },
  };
}

const isByte = (text: string): boolean => /^[0-9a-fA-F]+$/.test(text) && Number.parseInt(text, 16) <= 255;

/** `charset_map FROM TO { HEX HEX; … }` (`ngx_http_charset_map_block`). */
const charsetMapCheck: Check = {
  open: (call): Opened => {
    const from = textOf(call, 0);
    const to = textOf(call, 1);
    const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
    const { charsetMaps } = call.run.http;
    if (same(from, to)) {
      refuseValue(call, `"charset_map" between the same charsets "${from}" and "${to}"`, call.args[1]);
    } else if (same(from, 'utf-8') && wantsUtf8Last(call)) {
      const said = '"charset_map" with "utf-8" charset should be given in the second column';
      refuseValue(call, said, call.args[0]);
    } else if (
      charsetMaps.some(([a, b]) => (same(a, from) && same(b, to)) || (same(a, to) && same(b, from)))
    ) {
      refuseTwice(call, `duplicate "charset_map" between "${from}" and "${to}"`);
    }
    charsetMaps.push([from, to]);
    return { raw: { includes: false, take: same(to, 'utf-8') ? takeUtf8 : takeByte } };
  },
};

/** A mend of 1.30.3 and of the mainline beside it; older ones read the table as bytes. */
function wantsUtf8Last({ run }: Call): boolean {
  const { version } = run.options;
  const isBranch = atLeast(version, '1.30.3') === true && atLeast(version, '1.31.0') === false;
  return isBranch || atLeast(version, '1.31.4') === true;
}

function takeByte(call: Call) {
  if (call.args.length !== 1) return refuseCount(call, 'invalid parameters number');
  if (!isByte(call.name)) refuseValue(call, `invalid value "${call.name}"`, call.nameWord);
  else if (!isByte(textOf(call, 0))) refuseValue(call, `invalid value "${textOf(call, 0)}"`, call.args[0]);
}

function takeUtf8(call: Call) {
  if (call.args.length !== 1) return refuseCount(call, 'invalid parameters number');
  const text = textOf(call, 0);
  if (!isByte(call.name)) refuseValue(call, `invalid value "${call.name}"`, call.nameWord);
  else if (!isUtf8(text)) refuseValue(call, `invalid value "${text}"`, call.args[0]);
}

/** True for the bytes, in hexadecimal, of a letter beyond ASCII and up to U+FFFF (`ngx_utf8_decode`). */
function isUtf8(text: string): boolean {
  if (!/^(?:[0-9a-fA-F]{2})+$/.test(text)) return false;
  const bytes = (text.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  const lead = bytes[0] ?? 0;
  const more = lead >= 0xf0 || lead < 0xc2 ? 0 : lead >= 0xe0 ? 2 : 1;
  const rest = bytes.slice(1, 1 + more);
  if (more === 0 || rest.length < more || rest.some((byte) => byte < 0x80)) return false;
  const point = rest.reduce(
    (sum, byte) => (sum << 6) | (byte & 0x3f),
    more === 2 ? lead & 0x0f : lead & 0x1f,
  );
  return point > (more === 2 ? 0x7ff : 0x7f) && point <= 0xffff;
}

/** Blocks of http that are read line by line. */
export const mapChecks: Readonly<Record<string, Checks>> = {
  ngx_http_map_module: { map: mapCheck },
  ngx_http_geo_module: { geo: geoCheck },
  ngx_http_split_clients_module: { split_clients: splitClientsCheck },
  ngx_http_charset_filter_module: { charset_map: charsetMapCheck },
};
