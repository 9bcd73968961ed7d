import type { GunicornSettingInfo } from '../../catalog/gunicorn.ts';
import { atLeast } from '../../catalog/version.ts';
import { pythonType, showPython } from './show.ts';
import type { PyValue } from './types.ts';
import {
  checkAccount,
  checkBool,
  checkChdir,
  checkClass,
  checkDict,
  checkListString,
  checkPosInt,
  checkString,
  checkStringToList,
} from './validate-basic.ts';
import {
  checkCleartext,
  checkFrameSize,
  checkProtocols,
  checkStreamLimit,
  checkWindowSize,
} from './validate-http2.ts';
import { checkAddresses, checkNetworks } from './validate-network.ts';
import { open, refused, refusedWith, taken, type Verdict } from './verdict.ts';

/**
 * What gunicorn of a version says of a setting's value. Without a version only what every version from 20.1 to 26.2
 * does is said; the rest is open.
 */
export function validate(setting: GunicornSettingInfo, value: PyValue, version: string | undefined): Verdict {
  switch (setting.validator) {
    case 'bool':
      return checkBool(value);
    case 'pos_int':
      return checkPosInt(value);
    case 'string':
      return checkString(value);
    case 'list_string':
    case 'list_of_files_or_patterns':
      return checkListString(value);
    case 'string_to_list':
      return checkStringToList(value);
    case 'string_to_addr_list':
      return byVersion(
        version,
        '23.0',
        () => checkStringToList(value),
        () =>
          byVersion(
            version,
            '24.1',
            () => checkAddresses(value),
            () => checkNetworks(value),
          ),
      );
    case 'dict':
      return checkDict(value);
    case 'class':
      return checkClass(value);
    case 'callable':
      return checkHook(value, setting.parameters ?? 0);
    case 'post_request':
      return checkPostRequest(value);
    case 'user':
    case 'group':
      return checkAccount(value);
    case 'chdir':
      return checkChdir(value);
    case 'statsd_address':
      return checkStatsd(value, version);
    case 'reload_engine':
      return checkEngine(value);
    case 'proxy_protocol':
      return byVersion(
        version,
        '24.1',
        () => checkBool(value),
        () => checkProxyProtocol(value),
      );
    case 'http_protocols':
      return sinceItIs(setting, version, checkProtocols(value, version));
    case 'http2_cleartext':
      return sinceItIs(setting, version, checkCleartext(value));
    case 'http2_frame_size':
      return sinceItIs(setting, version, checkFrameSize(value));
    case 'http2_stream_limit':
      return sinceItIs(setting, version, checkStreamLimit(value, version));
    case 'http2_window_size':
      return sinceItIs(setting, version, checkWindowSize(value, version));
    default:
      return checkWord(setting, value, version);
  }
}

/** A refusal counts where the version surely has the setting. */
const sinceItIs = ({ since }: GunicornSettingInfo, version: string | undefined, verdict: Verdict): Verdict =>
  verdict.kind === 'refused' && since !== null && atLeast(version, since) !== true
    ? open('it depends on the version of gunicorn')
    : verdict;

/** The older check below `change`, the newer from it on; without a version what both agree on. */
function byVersion(
  version: string | undefined,
  change: string,
  older: () => Verdict,
  newer: () => Verdict,
): Verdict {
  const isNewer = atLeast(version, change);
  if (isNewer !== undefined) return isNewer ? newer() : older();
  const [a, b] = [older(), newer()];
  const same = JSON.stringify(a) === JSON.stringify(b) || (a.kind === 'refused' && b.kind === 'refused');
  return same ? a : open('it depends on the version of gunicorn');
}

/** `validate_callable`: a function of so many parameters, or the import path of one. */
function checkHook(value: PyValue, parameters: number): Verdict {
  const callable = checkCallable(value);
  if (callable) return callable;
  if (value.type !== 'function') return open('how many parameters it takes is not known');
  return value.parameters === parameters
    ? open('a function of the file')
    : refused(`Value must have an arity of: ${parameters}`);
}

/** What a value that is no function comes to; undefined for one that may be called. */
function checkCallable(value: PyValue): Verdict | undefined {
  if (value.type === 'function' || value.type === 'object') return undefined;
  if (value.type !== 'str') return refusedWith('Value is not callable: %s', value);
  if (value.value.includes('.')) return open('it names a function that is imported');
  return refusedWith("Value '%s' is not import string. Format: module[.submodules...].object", value);
}

function checkPostRequest(value: PyValue): Verdict {
  const callable = checkCallable(value);
  if (callable) return callable;
  if (value.type !== 'function') return open('how many parameters it takes is not known');
  return value.parameters >= 2 && value.parameters <= 4
    ? open('a function of the file')
    : refused('Value must have an arity of: 4');
}

function checkStatsd(value: PyValue, version: string | undefined): Verdict {
  const verdict = checkString(value);
  if (verdict.kind !== 'taken' || typeof verdict.value !== 'string') return verdict;
  const parts = verdict.value.split(':');
  const isPair = parts.length === 2 && /^\s*[+-]?[0-9]+\s*$/.test(parts[1] ?? '');
  if (isPair) return taken(verdict.value);
  if (atLeast(version, '20.1.1') === false && parts.length !== 2)
    return refused('Value must consist of: hostname:port');
  return open('how this address is read depends on the version of gunicorn');
}

const engines = new Set(['auto', 'poll', 'inotify']);

function checkEngine(value: PyValue): Verdict {
  if (value.type === 'str') {
    return engines.has(value.value) ? taken(value.value) : refused(`Invalid reload_engine: '${value.value}'`);
  }
  if (value.type === 'list' || value.type === 'dict' || value.type === 'set') {
    return refused(`unhashable type: '${pythonType(value)}'`);
  }
  return refusedWith('Invalid reload_engine: %s', value);
}

function checkProxyProtocol(value: PyValue): Verdict {
  if (value.type === 'bool') return taken(value.value ? 'auto' : 'off');
  if (value.type === 'none') return taken('off');
  const words: Readonly<Record<string, string>> = {
    none: 'off',
    false: 'off',
    '0': 'off',
    true: 'auto',
    '1': 'auto',
  };
  const word = value.type === 'str' ? value.value.trim().toLowerCase() : undefined;
  const mode = word !== undefined && Object.hasOwn(words, word) ? words[word] : word;
  if (mode === 'off' || mode === 'v1' || mode === 'v2' || mode === 'auto') return taken(mode);
  if (value.type !== 'str') return open('this value is not followed here');
  return refused('proxy_protocol must be: off, v1, v2, or auto');
}

const wordErrors: Readonly<Record<string, string>> = {
  header_map_behaviour: 'Invalid header map behaviour: %s',
  asgi_loop: 'Invalid ASGI loop: %s',
  asgi_lifespan: 'Invalid ASGI lifespan: %s',
  http_parser: 'http_parser must be one of: auto, fast, python',
};

/** Settings that take one of a few words; all are newer than 20.1. */
function checkWord(setting: GunicornSettingInfo, value: PyValue, version: string | undefined): Verdict {
  const reason = wordErrors[setting.validator];
  if (reason === undefined)
    return value.type === 'str' ? taken(value.value) : open('this value is not followed here');
  if (value.type === 'none') return taken(setting.validator === 'header_map_behaviour' ? null : 'auto');
  if (value.type !== 'str') return sinceItIs(setting, version, refuseType(setting, value));
  const word = value.value.toLowerCase().trim();
  if (setting.values.includes(word)) return taken(word);
  const shown = setting.validator === 'header_map_behaviour' ? value.value : word;
  return sinceItIs(setting, version, refused(reason.replace('%s', () => shown)));
}

const refuseType = ({ validator }: GunicornSettingInfo, value: PyValue): Verdict =>
  validator === 'http_parser'
    ? refused('http_parser must be a string')
    : refusedWith('Invalid type for casting: %s', value);

/** The value as gunicorn prints it after `Invalid value for …:`. */
export const shownValue = (value: PyValue): string => showPython(value) ?? 'this value';
