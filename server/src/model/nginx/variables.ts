import { nearest } from '../../base/nearest.ts';
import type { Place } from '../../base/span.ts';
import { builtInVariables, isBuiltInVariable } from '../../catalog/nginx-other.ts';
import { hasPlaceholder, refuse, refuseValue } from './say.ts';
import type { Call, Run } from './state.ts';
import type { NginxWord } from './types.ts';
import { namedGroups, regexMistake } from './values/regex.ts';
import { parseScript, type Script } from './values/script.ts';

/**
 * Variables that a configuration may not define: those of nginx's core and default modules without
 * NGX_HTTP_VAR_CHANGEABLE (ngx_http_variables.c and the modules' own tables).
 */
const fixedVariables = new Set(
  (
    'binary_remote_addr body_bytes_sent bytes_sent connection connection_requests content_length content_type ' +
    'date_gmt date_local document_root document_uri fastcgi_path_info fastcgi_script_name host hostname http_cookie ' +
    'http_host http_referer http_user_agent http_via http_x_forwarded_for https is_args limit_conn_status ' +
    'limit_req_status msec nginx_version pid pipe proxy_add_via proxy_add_x_forwarded_for ' +
    'proxy_internal_body_length proxy_internal_chunked proxy_protocol_addr proxy_protocol_port query_string ' +
    'realpath_root remote_addr remote_port remote_user request request_body request_body_file request_completion ' +
    'request_filename request_id request_length request_method request_time request_uri scheme ' +
    'sent_http_cache_control sent_http_connection sent_http_content_length sent_http_content_type ' +
    'sent_http_keep_alive sent_http_last_modified sent_http_link sent_http_location sent_http_transfer_encoding ' +
    'server_addr server_name server_port server_protocol status tcpinfo_rcv_space tcpinfo_rtt tcpinfo_rttvar ' +
    'tcpinfo_snd_cwnd time_iso8601 time_local upstream_addr upstream_bytes_received upstream_bytes_sent ' +
    'upstream_cache_status upstream_connect_time upstream_header_time upstream_response_length ' +
    'upstream_response_time upstream_status uri'
  ).split(' '),
);

/** A part of a word as a place; the whole word where quotes or escapes stand between text and source. */
function placeWithin(word: NginxWord, start: number, end: number): Place {
  const { span, uri } = word.place;
  if (span.end - span.start !== word.text.length) return word.place;
  return { uri, span: { start: span.start + start, end: span.start + end } };
}

/**
 * Reads a value that may hold variables, as `ngx_http_compile_complex_value` does, and remembers the variables.
 * Undefined when nginx refuses it, which is said then.
 */
export function compile(
  call: Call,
  word: NginxWord | undefined,
  text = word?.text ?? '',
): Script | undefined {
  const script = parseScript(text);
  const offset = word ? word.text.length - text.length : 0;
  for (const { name, start, end } of script.variables) {
    useVariable(call, name, word ? placeWithin(word, offset + start, offset + end) : undefined);
  }
  if (script.error === undefined) return script;
  refuseValue(call, script.error, word);
  return undefined;
}

/** The same where nginx reads one letter beyond the end: a brace at the end is then one that is never closed. */
export function compileFileName(call: Call, word: NginxWord): Script | undefined {
  if (!word.text.endsWith('${')) return compile(call, word);
  refuseValue(call, 'the closing bracket in "" variable is missing', word);
  return undefined;
}

/** Remembers that a variable is used; nginx looks them up when `http` ends. */
export function useVariable(call: Call, name: string, place: Place | undefined): void {
  if (call.info?.protocol === 'stream') return;
  // A name in capitals is the environment's: it is filled in before nginx reads the file.
  if (/^[A-Z][A-Z0-9_]*$/.test(name)) return;
  const { used } = call.run.http.variables;
  const key = name.toLowerCase();
  if (!used.has(key)) used.set(key, { call, place: place ?? call.directive.namePlace });
}

/** Uses a variable that a word names, dollar sign and all. False when nginx refuses it, which is said then. */
export function useNamed(call: Call, word: NginxWord | undefined): boolean {
  const text = word?.text ?? '';
  if (!text.startsWith('$') || text === '$') {
    refuseValue(call, `invalid variable name "${text}"`, word, 'A variable begins with "$".');
    return false;
  }
  useVariable(call, text.slice(1), word?.place);
  return true;
}

/** Defines the variable that a directive sets. False when nginx refuses it, which is said then. */
export function defineVariable(call: Call, word: NginxWord | undefined): boolean {
  const text = word?.text ?? '';
  if (!text.startsWith('$')) {
    refuseValue(call, `invalid variable name "${text}"`, word, 'A variable begins with "$".');
    return false;
  }
  return addVariable(call, text.slice(1), word);
}

function addVariable(call: Call, name: string, word: NginxWord | undefined): boolean {
  if (name === '') {
    refuseValue(call, 'invalid variable name "$"', word);
    return false;
  }
  const key = name.toLowerCase();
  if (call.info?.protocol === 'stream') return true;
  if (fixedVariables.has(key)) {
    const advice = 'nginx sets this variable itself. Choose another name.';
    refuse(call, { code: 'nginx/invalid-value', said: `the duplicate "${name}" variable`, at: word, advice });
    return false;
  }
  call.run.http.variables.defined.set(key, { changeable: true });
  return true;
}

/**
 * Compiles a regular expression and defines its named groups as variables (`ngx_http_regex_compile`). False when
 * nginx refuses it, which is said then.
 */
export function compileRegex(call: Call, pattern: string, word: NginxWord | undefined): boolean {
  if (!checkRegex(call, pattern, word)) return false;
  for (const name of hasPlaceholder(pattern) ? [] : namedGroups(pattern)) {
    if (!addVariable(call, name, word)) return false;
    useVariable(call, name, word?.place);
  }
  return true;
}

/** Compiles a regular expression as far as that can be told from the text. False when PCRE surely refuses it. */
export function checkRegex(call: Call, pattern: string, word: NginxWord | undefined): boolean {
  if (hasPlaceholder(pattern)) return true;
  const mistake = regexMistake(pattern);
  if (mistake) {
    const rest = pattern.slice(mistake.offset);
    const said = `pcre2_compile() failed: ${mistake.error} in "${pattern}"${rest === '' ? '' : ` at "${rest}"`}`;
    refuse(call, { code: 'nginx/invalid-regex', said, at: word });
    return false;
  }
  return true;
}

/** `memcached_key` is documented among them, but the configuration must set it. */
const isBuiltIn = (name: string): boolean =>
  (name !== 'memcached_key' && isBuiltInVariable(name, 'http')) ||
  // nginx takes the beginning of a family for a member of it.
  builtInVariables('http').families.includes(name);

/** Variables that a whole configuration uses and nobody defines; nginx names the first. */
export function checkVariables(run: Run): void {
  const { defined, used } = run.http.variables;
  for (const [name, { call, place }] of used) {
    if (defined.has(name) || isBuiltIn(name)) continue;
    const near = nearest(name, [...defined.keys(), ...builtInVariables('http').names]);
    refuse(call, {
      code: 'nginx/undefined-name',
      said: `unknown "${name}" variable`,
      at: place,
      advice: near === undefined ? 'Set it, or map it, before it is used.' : `Did you mean "$${near}"?`,
      line: null,
      ...(near === undefined ? {} : { data: { nearest: near } }),
    });
  }
}
