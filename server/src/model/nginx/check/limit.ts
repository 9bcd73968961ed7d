import { refuse, refuseDirective, refuseValue, textOf } from '../say.ts';
import type { Call } from '../state.ts';
import type { NginxWord } from '../types.ts';
import { parseInteger, parseSize } from '../values/units.ts';
import { compile } from '../variables.ts';
import { type Checks, setter } from './check.ts';
import { refuseZone, smallestZone, splitZone, takeZone } from './zone.ts';

/** `limit_req_zone KEY zone=NAME:SIZE rate=…` and `limit_conn_zone KEY zone=NAME:SIZE`. */
const zoneCheck = (use: 'limit_req' | 'limit_conn') =>
  setter((call: Call) => {
    const [key, ...parameters] = call.args;
    if (!compile(call, key)) return;
    let zone: SizedZone | undefined;
    for (const word of parameters) {
      if (word.text.startsWith('zone=')) {
        zone = sizedZone(call, word);
        if (!zone) return;
      } else if (!word.text.startsWith('rate=') || use === 'limit_conn') {
        return refuseValue(call, `invalid parameter "${word.text}"`, word);
      } else if (!isRate(word.text)) return refuseValue(call, `invalid rate "${word.text}"`, word);
    }
    if (!zone || zone.name === '') return refuseValue(call, `"${call.name}" must have "zone" parameter`);
    bindZone(call, zone, use);
  });

interface SizedZone {
  readonly name: string;
  readonly size: bigint;
  readonly word: NginxWord;
}

function sizedZone(call: Call, word: NginxWord): SizedZone | undefined {
  const parts = splitZone(word.text.slice('zone='.length));
  const size = parts && parseSize(parts.size);
  if (!parts || size === undefined) return refuseZone(call, 'invalid zone size', word);
  if (size >= smallestZone) return { name: parts.name, size, word };
  refuseValue(call, `zone "${word.text}" is too small`, word, 'It takes 32k or more.');
  return undefined;
}

const isRate = (text: string): boolean => (parseInteger(text.slice(5).replace(/r\/[sm]$/, '')) ?? 0) > 0;

function bindZone(call: Call, { name, size, word }: SizedZone, use: string): void {
  const zone = takeZone(call, { name, size, use, word });
  if (!zone) return;
  if (zone.data === null) zone.data = textOf(call, 0);
  else if (!call.run.templated) {
    const said = `${call.name} "${name}" is already bound to key "${zone.data}"`;
    refuse(call, { code: 'nginx/duplicate-directive', said, at: word });
  }
}

/** `limit_req zone=NAME [burst=N] [delay=N|nodelay]` (`ngx_http_limit_req`). */
const limitReqCheck = setter((call) => {
  let zone: NginxWord | undefined;
  for (const word of call.args) {
    const [, name = '', value = ''] = /^(zone=|burst=|delay=|nodelay$)(.*)$/s.exec(word.text) ?? [];
    if (name === 'zone=') {
      if (!takeZone(call, { name: value, size: 0n, use: 'limit_req', word })) return;
      zone = word;
    } else if (name === '') return refuseValue(call, `invalid parameter "${word.text}"`, word);
    else if (name !== 'nodelay' && (parseInteger(value) ?? 0) <= 0) {
      return refuseValue(call, `invalid ${name.slice(0, -1)} value "${word.text}"`, word);
    }
  }
  if (!zone) return refuseValue(call, `"${call.name}" must have "zone" parameter`);
  takeOnce(call, zone.text.slice('zone='.length));
});

/** A zone may limit a block once; false when it does already, which is said then. */
function takeOnce(call: Call, zone: string): boolean {
  const slot = `${call.name} ${zone}`;
  if (!call.scope.slots.has(slot)) {
    call.scope.slots.set(slot, call.directive);
    return true;
  }
  if (!call.run.templated) refuseDirective(call, 'nginx/duplicate-directive', 'is duplicate');
  return false;
}

/** `limit_conn ZONE NUMBER` (`ngx_http_limit_conn`). */
const limitConnCheck = setter((call) => {
  const [zone, number] = call.args;
  if (!zone || !takeZone(call, { name: zone.text, size: 0n, use: 'limit_conn', word: zone })) return;
  if (!takeOnce(call, zone.text)) return;
  const count = parseInteger(number?.text ?? '');
  if (count === undefined || count <= 0) {
    refuseValue(call, `invalid number of connections "${number?.text}"`, number);
  } else if (count > 65535) refuseValue(call, 'connection limit must be less 65536', number);
});

/** ngx_http_limit_req_module and ngx_http_limit_conn_module. */
export const limitChecks: Readonly<Record<string, Checks>> = {
  ngx_http_limit_req_module: { limit_req_zone: zoneCheck('limit_req'), limit_req: limitReqCheck },
  ngx_http_limit_conn_module: { limit_conn_zone: zoneCheck('limit_conn'), limit_conn: limitConnCheck },
};
