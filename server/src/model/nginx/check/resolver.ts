import { refuseValue, takeSlot } from '../say.ts';
import type { Call } from '../state.ts';
import type { NginxWord } from '../types.ts';
import { parseSeconds } from '../values/units.ts';
import { parseUrl } from '../values/url.ts';
import { type Check, setter } from './check.ts';

/** `resolver` (`ngx_resolver_create`). */
export const resolverCheck: Check = setter((call) => {
  if (!takeSlot(call)) return;
  let servers = 0;
  for (const word of call.args) {
    const parameter = /^(?:valid|ipv4|ipv6)=/.exec(word.text);
    if (parameter) {
      if (!isParameter(word.text)) return refuseValue(call, `invalid parameter: ${word.text}`, word);
    } else if (takesServer(call, word)) servers++;
    else return;
  }
  if (servers === 0)
    refuseValue(call, 'no name servers defined', undefined, 'Name the address of a DNS server.');
});

/** `valid=30s`, `ipv6=off`; `ipv4=` came with 1.23.1. */
const isParameter = (text: string): boolean =>
  text.startsWith('valid=') ? parseSeconds(text.slice(6)) !== undefined : /^ipv[46]=(?:on|off)$/.test(text);

function takesServer(call: Call, word: NginxWord): boolean {
  const url = parseUrl(word.text, { defaultPort: 53 });
  if (!('error' in url)) return true;
  refuseValue(call, `${url.error} in resolver "${word.text}"`, word);
  return false;
}
