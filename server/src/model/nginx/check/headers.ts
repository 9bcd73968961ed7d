import { refuse, refuseDirective, refuseValue, takeSlot, textOf } from '../say.ts';
import type { Call, HttpState, Referers } from '../state.ts';
import type { NginxWord } from '../types.ts';
import { isCidr } from '../values/address.ts';
import { groupCount } from '../values/regex.ts';
import { parseInteger, parseSeconds } from '../values/units.ts';
import { checkRegex, compile, defineVariable, useVariable } from '../variables.ts';
import { type Check, type Checks, setter } from './check.ts';
import { addHashKey } from './hash-key.ts';

/** `add_header NAME VALUE [always]` (`ngx_http_headers_add`). */
const addHeaderCheck = setter((call) => {
  const [, value, always] = call.args;
  if (value && value.text !== '' && !compile(call, value)) return;
  if (always && always.text !== 'always') refuseValue(call, `invalid parameter "${always.text}"`, always);
});

/** `expires [modified] TIME|epoch|max|off` (`ngx_http_headers_expires`). */
const expiresCheck = setter((call) => {
  if (!takeSlot(call)) return;
  const isModified = call.args.length > 1;
  if (isModified && textOf(call, 0) !== 'modified') {
    return refuseDirective(call, 'nginx/invalid-value', 'invalid value', call.args[0]);
  }
  const word = call.args[isModified ? 1 : 0];
  const script = compile(call, word);
  if (!word || !script || script.dynamic) return;
  const reason = expiresMistake(word.text, isModified);
  if (reason !== undefined) refuseDirective(call, 'nginx/invalid-value', reason, word);
});

function expiresMistake(text: string, isModified: boolean): string | undefined {
  if (!isModified && /^(?:epoch|max|off)$/.test(text)) return undefined;
  const isDaily = text.startsWith('@');
  if (isDaily && isModified) return 'daily time cannot be used with "modified" parameter';
  const seconds = parseSeconds(text.replace(/^[@+-]/, ''));
  if (seconds === undefined) return 'invalid value';
  return isDaily && seconds > 86_400n ? 'daily time value must be less than 24 hours' : undefined;
}

/** `allow` and `deny` (`ngx_http_access_rule`). */
const accessCheck = setter((call) => {
  const text = textOf(call, 0);
  if (text === 'all' || text === 'unix:' || isCidr(text)) return;
  refuseValue(
    call,
    `invalid parameter "${text}"`,
    call.args[0],
    'It takes an address, a network, unix: or all.',
  );
});

/** `real_ip_header` may stand once. */
const realIpHeader = setter((call) => void takeSlot(call));

/** `userid_expires` and `userid_mark` (ngx_http_userid_filter_module). */
const useridChecks: Checks = {
  userid_expires: setter((call) => {
    const text = textOf(call, 0);
    if (!takeSlot(call) || text === 'max' || text === 'off' || parseSeconds(text) !== undefined) return;
    refuseDirective(call, 'nginx/invalid-value', 'invalid value', call.args[0]);
  }),
  userid_mark: setter((call) => {
    const text = textOf(call, 0);
    if (!takeSlot(call) || text === 'off' || /^[0-9A-Za-z=]$/.test(text)) return;
    const reason = 'value must be "off" or a single letter, digit or "="';
    refuseDirective(call, 'nginx/invalid-value', reason, call.args[0]);
  }),
};

/** `charset` and `source_charset` (`ngx_http_set_charset_slot`). */
const charsetCheck = setter((call) => {
  if (!takeSlot(call)) return;
  const [word] = call.args;
  if (!word?.text.startsWith('$')) return;
  if (word.text === '$') refuseValue(call, 'invalid variable name "$"', word);
  else useVariable(call, word.text.slice(1), word.place);
});

/** `sub_filter FROM TO` (`ngx_http_sub_filter`). */
const subFilterCheck = setter((call) => {
  const [from, to] = call.args;
  if (from?.text === '') return refuseValue(call, 'empty search pattern', from);
  if (compile(call, from)) compile(call, to);
});

/** `mirror off` stands alone (`ngx_http_mirror`). */
const mirrorCheck = setter((call) => {
  const { slots } = call.scope;
  const isOff = textOf(call, 0) === 'off';
  if (slots.has('mirror off')) return void takeSlot(call, 'mirror off');
  if (isOff && slots.has('mirror')) return void takeSlot(call);
  slots.set(isOff ? 'mirror off' : 'mirror', call.directive);
});

/** `auth_request_set $VARIABLE VALUE` (`ngx_http_auth_request_set`). */
const authRequestSet = setter((call) => {
  const [variable, value] = call.args;
  if (!defineVariable(call, variable)) return;
  useVariable(call, textOf(call, 0).slice(1), variable?.place);
  compile(call, value);
});

/** `valid_referers none|blocked|server_names|NAME|~REGEX …` (`ngx_http_valid_referers`). */
const validReferers = setter((call) => {
  const referers = referersOf(call);
  for (const word of call.args) {
    const { text } = word;
    if (text === '') return refuseValue(call, `invalid referer "${text}"`, word);
    if (text === '~') return refuseValue(call, `empty regex in "${text}"`, word);
    if (text === 'none' || text === 'blocked') referers.none = true;
    else if (text === 'server_names') referers.serverNames = true;
    else if (text.startsWith('~')) {
      if (!checkRegex(call, text.slice(1), word)) return;
    } else if (!addReferer(call, referers.keys, word)) return;
  }
});

/** The referers of a block, over all its directives. */
function referersOf(call: Call): Referers {
  const { referers } = call.run.http;
  const known = referers.get(call.scope.block);
  if (known) return known;
  const added = { call, keys: new Map<string, NginxWord>(), none: false, serverNames: false };
  referers.set(call.scope.block, added);
  return added;
}

/** Adds a name, without its path; false when nginx refuses it, which is said then. */
function addReferer(call: Call, keys: Map<string, NginxWord>, word: NginxWord): boolean {
  const name = word.text.split('/')[0] ?? '';
  const added = addHashKey(keys, name, word, 'wildcard');
  if (added.kind === 'added') return true;
  if (added.kind === 'invalid') refuseValue(call, `invalid hostname or wildcard "${name}"`, word);
  else {
    const related = [{ place: added.earlier.place, message: 'It stands here first' }];
    const said = `conflicting parameter "${name.toLowerCase()}"`;
    refuse(call, { code: 'nginx/duplicate-directive', said, at: word, related });
  }
  return false;
}

/** `none` and `blocked` alone judge nobody (`ngx_http_referer_merge_conf`). */
export function checkReferers(referers: HttpState['referers']): void {
  for (const { call, keys, none, serverNames } of referers.values()) {
    const names = call.scope.server?.names.map(({ text }) => text) ?? [];
    const hasNames = serverNames && (names.length === 0 || names.some((name) => !name.startsWith('~')));
    if (!none || keys.size > 0 || hasNames) continue;
    const where = 'are specified in the "valid_referers" directive without any valid referer';
    const said = `the "none" or "blocked" referers ${where}`;
    refuse(call, { code: 'nginx/invalid-value', said, advice: 'Name a host besides.', line: null });
    return;
  }
}

/** `fastcgi_split_path_info REGEX` with two groups. */
const splitPathInfo = setter((call) => {
  const [word] = call.args;
  if (!word || !checkRegex(call, word.text, word)) return;
  const groups = groupCount(word.text);
  if (groups === undefined || groups === 2) return;
  refuseValue(call, `pattern "${word.text}" must have 2 captures`, word);
});

/** `fastcgi_param`, `uwsgi_param`, `scgi_param` (`ngx_http_upstream_param_set_slot`). */
export const paramCheck: Check = setter((call) => {
  const third = call.args[2];
  if (third && third.text !== 'if_not_empty') refuseValue(call, `invalid parameter "${third.text}"`, third);
});

const browserVersion = setter((call) => {
  const [name, version] = call.args;
  if (!name || (!version && name.text === 'unlisted')) return;
  // nginx gives up without a word here.
  if (!version) {
    const advice = 'It takes unlisted, or a browser and its first version.';
    return refuse(call, { code: 'nginx/invalid-value', said: '', at: name, advice, line: null });
  }
  if (!/^(?:msie|gecko|opera|safari|konqueror)$/i.test(name.text)) {
    return refuseValue(call, `unknown browser name "${name.text}"`, name);
  }
  if (/[^0-9.]/.test(version.text)) refuseValue(call, `invalid browser version "${version.text}"`, version);
});

/** Modules that set headers, judge clients or change answers. */
export const headerChecks: Readonly<Record<string, Checks>> = {
  ngx_http_headers_filter_module: {
    add_header: addHeaderCheck,
    add_trailer: addHeaderCheck,
    expires: expiresCheck,
  },
  ngx_http_access_module: { allow: accessCheck, deny: accessCheck },
  ngx_http_realip_module: { real_ip_header: realIpHeader },
  ngx_http_userid_filter_module: useridChecks,
  ngx_http_charset_filter_module: { charset: charsetCheck, source_charset: charsetCheck },
  ngx_http_sub_filter_module: { sub_filter: subFilterCheck },
  ngx_http_mirror_module: { mirror: mirrorCheck },
  ngx_http_auth_request_module: {
    auth_request: setter((call) => void takeSlot(call)),
    auth_request_set: authRequestSet,
  },
  ngx_http_auth_basic_module: {
    auth_basic_user_file: setter((call: Call) => {
      if (takeSlot(call)) compile(call, call.args[0]);
    }),
  },
  ngx_http_referer_module: { valid_referers: validReferers },
  ngx_http_fastcgi_module: { fastcgi_split_path_info: splitPathInfo, fastcgi_param: paramCheck },
  ngx_http_uwsgi_module: { uwsgi_param: paramCheck },
  ngx_http_scgi_module: { scgi_param: paramCheck },
  ngx_http_browser_module: { modern_browser: browserVersion },
};

/** True for a text that nginx reads as a status of HTTP. */
export const isStatus = (text: string): boolean => {
  const status = parseInteger(text);
  return status !== undefined && status >= 100 && status <= 599;
};
