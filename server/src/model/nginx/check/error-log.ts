import { refuseValue, textOf } from '../say.ts';
import type { Call } from '../state.ts';
import type { NginxWord } from '../types.ts';
import { parseSize } from '../values/units.ts';
import { parseUrl } from '../values/url.ts';
import { type Check, setter } from './check.ts';

const levels = ['emerg', 'alert', 'crit', 'error', 'warn', 'notice', 'info', 'debug'];
const debugLevels = [
  'debug_core',
  'debug_alloc',
  'debug_mutex',
  'debug_event',
  'debug_http',
  'debug_mail',
  'debug_stream',
];

/** Bytes that one message needs; the name of the file comes on top. */
const smallestMemory = 2100n;

/** `error_log` of every level (`ngx_log_set_log`). */
export const errorLogCheck: Check = setter((call) => {
  const text = textOf(call, 0);
  if (text.startsWith('syslog:') && !checkSyslog(call)) return;
  if (text.startsWith('memory:') && (parseSize(text.slice(7)) ?? 0n) < smallestMemory) {
    return refuseValue(call, `invalid buffer size "${text.slice(7)}"`, call.args[0]);
  }
  checkLevels(call);
});

function checkLevels(call: Call) {
  let seen: 'level' | 'debug' | undefined;
  for (const word of call.args.slice(1)) {
    if (levels.includes(word.text)) {
      if (seen) return refuseValue(call, `duplicate log level "${word.text}"`, word);
      seen = 'level';
    } else if (debugLevels.includes(word.text) && seen !== 'level') seen = 'debug';
    else return refuseLevel(call, word);
  }
}

function refuseLevel(call: Call, word: NginxWord): void {
  refuseValue(call, `invalid log level "${word.text}"`, word, `The levels are ${levels.join(', ')}.`);
}

const facilities = (
  'kern user mail daemon auth intern lpr news uucp clock authpriv ftp ntp audit alert cron ' +
  'local0 local1 local2 local3 local4 local5 local6 local7'
).split(' ');
const severities = ['emerg', 'alert', 'crit', 'error', 'warn', 'notice', 'info', 'debug'];

/** `syslog:server=…,facility=…,severity=…,tag=…,nohostname` (`ngx_syslog_parse_args`); false when refused. */
export function checkSyslog(call: Call): boolean {
  const [word] = call.args;
  const seen = new Set<string>();
  for (const parameter of (word?.text ?? '').slice('syslog:'.length).split(',')) {
    const [, key = '', value = ''] = /^(server|facility|severity|tag)=(.*)$/s.exec(parameter) ?? [];
    const said = syslogMistake(parameter, key, value, seen);
    if (said !== undefined) {
      refuseValue(call, said, word);
      return false;
    }
    seen.add(key);
  }
  if (seen.has('server')) return true;
  refuseValue(call, 'no syslog server specified', word);
  return false;
}

function syslogMistake(
  parameter: string,
  key: string,
  value: string,
  seen: ReadonlySet<string>,
): string | undefined {
  if (key === '') return parameter === 'nohostname' ? undefined : `unknown syslog parameter "${parameter}"`;
  if (key !== 'tag' && seen.has(key)) return `duplicate syslog "${key}"`;
  if (key === 'server') {
    const url = parseUrl(value, { defaultPort: 514 });
    return 'error' in url ? `${url.error} in syslog server "${value}"` : undefined;
  }
  if (key === 'facility')
    return facilities.includes(value) ? undefined : `unknown syslog facility "${value}"`;
  if (key === 'severity')
    return severities.includes(value) ? undefined : `unknown syslog severity "${value}"`;
  return tagMistake(value, seen);
}

function tagMistake(value: string, seen: ReadonlySet<string>): string | undefined {
  if (seen.has('tag')) return 'duplicate syslog "tag"';
  if (value.length > 32) return 'syslog tag length exceeds 32';
  return /^[a-zA-Z0-9_]*$/.test(value)
    ? undefined
    : 'syslog "tag" only allows alphanumeric characters and underscore';
}
