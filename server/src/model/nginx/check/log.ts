import { nearest } from '../../../base/nearest.ts';
import { refuse, refuseValue, takeSlot, textOf } from '../say.ts';
import type { Call } from '../state.ts';
import type { NginxWord } from '../types.ts';
import { hasDollar, parseScript } from '../values/script.ts';
import { parseInteger, parseMilliseconds, parseSeconds, parseSize } from '../values/units.ts';
import { compile, useVariable } from '../variables.ts';
import { type Checks, setter } from './check.ts';
import { checkSyslog } from './error-log.ts';

/** `access_log off|PATH [FORMAT [PARAMETER …]]` (`ngx_http_log_set_log`). */
const accessLogCheck = setter((call) => {
  const [path, format] = call.args;
  if (!path) return;
  if (path.text === 'off') {
    if (format) refuseValue(call, `invalid parameter "${format.text}"`, format);
    return;
  }
  const isSyslog = path.text.startsWith('syslog:');
  if (isSyslog && !checkSyslog(call)) return;
  if (!isSyslog && hasDollar(path.text) && !compile(call, path)) return;
  if (format && !isFormat(call, format)) return;
  checkBuffer(call, path, isSyslog);
});

function isFormat(call: Call, word: NginxWord): boolean {
  const { formats } = call.run.http;
  if (formats.some((name) => name.toLowerCase() === word.text.toLowerCase())) return true;
  if (call.run.fragment || !call.run.complete || call.run.templated || call.run.filledNames) return true;
  const near = nearest(word.text, formats);
  const advice = near === undefined ? 'Define it with log_format above.' : `Did you mean "${near}"?`;
  refuse(call, { code: 'nginx/undefined-name', said: `unknown log format "${word.text}"`, at: word, advice });
  return false;
}

interface Buffer {
  size: bigint;
  flush: bigint;
}

function checkBuffer(call: Call, path: NginxWord, isSyslog: boolean): void {
  const buffer: Buffer = { size: 0n, flush: 0n };
  for (const word of call.args.slice(2)) if (!takeLogParameter(call, word, buffer)) return;
  if (buffer.flush > 0n && buffer.size === 0n) {
    refuseValue(call, `no buffer is defined for access_log "${path.text}"`, path);
  } else if (buffer.size > 0n && !isSyslog && hasDollar(path.text)) {
    refuseValue(call, 'buffered logs cannot have variables in name', path);
  } else if (buffer.size > 0n && isSyslog) refuseValue(call, 'logs to syslog cannot be buffered', path);
}

function takeLogParameter(call: Call, word: NginxWord, buffer: Buffer): boolean {
  const [, name = '', value = ''] = /^(buffer=|flush=|gzip$|gzip=|if=)(.*)$/s.exec(word.text) ?? [];
  if (name === 'if=') return compile(call, word, value) !== undefined;
  const said = name === '' ? `invalid parameter "${word.text}"` : takeBuffer(name, value, buffer);
  if (said !== undefined) refuseValue(call, said, word);
  return said === undefined;
}

function takeBuffer(name: string, value: string, buffer: Buffer): string | undefined {
  if (name === 'buffer=') {
    buffer.size = parseSize(value) ?? 0n;
    return buffer.size === 0n ? `invalid buffer size "${value}"` : undefined;
  }
  if (name === 'flush=') {
    buffer.flush = parseMilliseconds(value) ?? 0n;
    return buffer.flush === 0n ? `invalid flush time "${value}"` : undefined;
  }
  if (buffer.size === 0n) buffer.size = 65536n;
  const level = name === 'gzip' ? 1 : (parseInteger(value) ?? 0);
  return level < 1 || level > 9 ? `invalid compression level "${value}"` : undefined;
}

/** Variables that only the log module knows, in exactly this spelling. */
const logVariables = new Set(
  'pipe time_local time_iso8601 msec request_time status bytes_sent body_bytes_sent request_length'.split(
    ' ',
  ),
);

/** `log_format NAME [escape=…] TEXT …` (`ngx_http_log_set_format`). */
const logFormatCheck = setter((call) => {
  const { formats } = call.run.http;
  const [name, ...parts] = call.args;
  if (!name) return;
  if (formats.includes(name.text) && !call.run.templated) {
    const said = `duplicate "log_format" name "${name.text}"`;
    return refuse(call, { code: 'nginx/duplicate-directive', said, at: name });
  }
  formats.push(name.text);
  const escaping = /^escape=(.*)$/s.exec(parts[0]?.text ?? '')?.[1];
  if (escaping !== undefined && !/^(?:json|none|default)$/.test(escaping)) {
    return refuseValue(call, `unknown log format escaping "${escaping}"`, parts[0]);
  }
  for (const part of escaping === undefined ? parts : parts.slice(1)) if (!takesFormat(call, part)) return;
});

function takesFormat(call: Call, word: NginxWord): boolean {
  const script = parseLogFormat(word.text);
  for (const name of script.names) if (!logVariables.has(name)) useVariable(call, name, word.place);
  if (script.said === undefined) return true;
  refuseValue(call, script.said, word);
  return false;
}

/** Captures (`$1`) are variables here as any other; a wrong variable is quoted with all that follows. */
function parseLogFormat(text: string): { readonly names: readonly string[]; readonly said?: string } {
  const names: string[] = [];
  for (let at = text.indexOf('$'); at !== -1; at = text.indexOf('$', at + 1)) {
    const [, braced, plain] = /\$(?:\{(\w*)\}|(\w+))/y.exec(text.slice(at)) ?? [];
    const name = braced ?? plain ?? '';
    const open = /^\$\{(\w*)/.exec(text.slice(at));
    if (name === '' && open && braced === undefined && at + 2 < text.length) {
      return { names, said: `the closing bracket in "${open[1]}" variable is missing` };
    }
    if (name === '') return { names, said: `invalid parameter "${text.slice(at)}"` };
    names.push(name);
  }
  return { names };
}

/** `open_log_file_cache` (`ngx_http_log_open_file_cache`). */
const openLogFileCacheCheck = setter((call) => {
  if (!takeSlot(call)) return;
  let off = false;
  let max = 0;
  for (const word of call.args) {
    const [, name = '', value = ''] = /^(max=|inactive=|min_uses=|valid=)(.*)$/s.exec(word.text) ?? [];
    const isTime = name === 'inactive=' || name === 'valid=';
    const fits = isTime
      ? parseSeconds(value) !== undefined
      : name !== '' && parseInteger(value) !== undefined;
    if (!fits && word.text !== 'off') {
      return refuseValue(call, `invalid "open_log_file_cache" parameter "${word.text}"`, word);
    }
    off ||= word.text === 'off';
    if (name === 'max=') max = parseInteger(value) ?? 0;
  }
  if (!off && max === 0) refuseValue(call, '"open_log_file_cache" must have "max" parameter');
});

/** ngx_http_log_module. */
export const logChecks: Checks = {
  access_log: accessLogCheck,
  log_format: logFormatCheck,
  open_log_file_cache: openLogFileCacheCheck,
};

/** True for a value that nginx takes for a constant. */
export const isConstant = (call: Call, i: number): boolean => !parseScript(textOf(call, i)).dynamic;
