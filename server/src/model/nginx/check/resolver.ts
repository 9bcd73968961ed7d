import { refuseValue, takeSlot } from '../say.ts';
import type { Call } from '../state.ts';
import type { NginxWord } from '../types.ts';
import { parseSeconds } from '../values/units.ts';
import { parseUrl } from '../values/url.ts';
import { type Check, setter } from './check.ts';

/** `resolver` (`ngx_resolver_create`). */
export function readResolver(call: Call): void {
  if (!takeSlot(call)) return;
  let servers = 0;
  for (const word of call.args) {
    if (/^(?:valid|ipv4|ipv6)=/.test(word.text)) {
      if (!takesParameter(call, word)) return;
    } else if (takesServer(call, word)) servers++;
    else return;
  }
  if (isOff(call, 'ipv4') && isOff(call, 'ipv6'))
    refuseValue(call, '"ipv4" and "ipv6" cannot both be "off"', undefined, 'Leave one of them out.');
  else if (servers === 0)
    refuseValue(call, 'no name servers defined', undefined, 'Name the address of a DNS server.');
}

/** True where the last word about a family turns it off; before 1.23.1 `ipv4=` was a host. */
const isOff = ({ args }: Call, family: string): boolean =>
  args
    .map(({ text }) => text)
    .filter((text) => text.startsWith(`${family}=`))
    .pop() === `${family}=off`;

export const resolverCheck: Check = setter(readResolver);

/** `valid=30s`, `ipv6=off`; `ipv4=` came with 1.23.1. */
const isParameter = (text: string): boolean =>
  text.startsWith('valid=') ? parseSeconds(text.slice(6)) !== undefined : /^ipv[46]=(?:on|off)$/.test(text);

function takesParameter(call: Call, word: NginxWord): boolean {
  if (isParameter(word.text)) return true;
  refuseValue(call, `invalid parameter: ${word.text}`, word);
  return false;
}

function takesServer(call: Call, word: NginxWord): boolean {
  const url = parseUrl(word.text, { defaultPort: 53 });
  if (!('error' in url)) return true;
  refuseValue(call, `${url.error} in resolver "${word.text}"`, word);
  return false;
}
