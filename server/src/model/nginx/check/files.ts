import { atLeast } from '../../../catalog/version.ts';
import { refuse, refuseDirective, refuseDuplicate, refuseValue, takeSlot, textOf } from '../say.ts';
import type { Call } from '../state.ts';
import { hasDollar } from '../values/script.ts';
import { parseInteger, parseOffset, parseSeconds } from '../values/units.ts';
import { compile } from '../variables.ts';
import { type Checks, setter } from './check.ts';
import { useThreadPool } from './thread-pool.ts';

/** `root` and `alias` fill one slot (`ngx_http_core_root`). */
const rootCheck = setter((call) => {
  const earlier = call.scope.slots.get('root');
  if (earlier) return refuseSecondRoot(call, earlier.name);
  call.scope.slots.set('root', call.directive);
  const [word] = call.args;
  if (!word) return;
  if (call.name === 'alias' && call.scope.location?.kind === 'named') {
    const said = 'the "alias" directive cannot be used inside the named location';
    return refuse(call, { code: 'nginx/directive-not-allowed-here', said });
  }
  const own = /\$(?:(document_root|realpath_root)|\{(document_root|realpath_root)\})/.exec(word.text);
  if (own) {
    const name = word.text.includes('$document_root') || word.text.includes('${document_root}');
    const variable = name ? 'document_root' : 'realpath_root';
    return refuseValue(
      call,
      `the $${variable} variable cannot be used in the "${call.name}" directive`,
      word,
    );
  }
  const text = call.name === 'root' ? word.text.replace(/\/$/, '') : word.text;
  if (hasDollar(text)) compile(call, word);
});

function refuseSecondRoot(call: Call, earlier: string) {
  const first = call.scope.slots.get('root');
  if (earlier === call.name) return refuseDuplicate(call, first);
  if (call.run.templated) return;
  refuse(call, {
    code: 'nginx/duplicate-directive',
    said: `"${call.name}" directive is duplicate, "${earlier}" directive was specified earlier`,
    related: first ? [{ place: first.namePlace, message: `"${earlier}" stands here` }] : [],
  });
}

const directioCheck = setter((call) => {
  if (!takeSlot(call) || textOf(call, 0) === 'off') return;
  if (parseOffset(textOf(call, 0)) === undefined) {
    refuseDirective(call, 'nginx/invalid-value', 'invalid value', call.args[0]);
  }
});

const aioCheck = setter((call) => {
  if (!takeSlot(call)) return;
  const text = textOf(call, 0);
  if (text === 'off' || text === 'on') return;
  if (!/^threads(?:$|=)/.test(text)) {
    return refuseDirective(call, 'nginx/invalid-value', 'invalid value', call.args[0]);
  }
  const name = text.length >= 8 ? text.slice(8) : undefined;
  if (name === undefined) return useThreadPool(call, 'default');
  const script = compile(call, call.args[0], name);
  if (script && !script.dynamic) useThreadPool(call, name);
});

/** `error_page CODE … [=[RESPONSE]] URI` (`ngx_http_core_error_page`). */
const errorPageCheck = setter((call) => {
  const { args } = call;
  const last = args[args.length - 1];
  const before = args[args.length - 2];
  const overwrites = before?.text.startsWith('=') ?? false;
  if (before && overwrites && !isOverwrite(before.text, args.length)) {
    return refuseValue(call, `invalid value "${before.text}"`, before);
  }
  if (!compile(call, last)) return;
  for (const word of args.slice(0, overwrites ? -2 : -1)) {
    const status = parseInteger(word.text);
    if (status === undefined || status === 499)
      return refuseValue(call, `invalid value "${word.text}"`, word);
    if (status < 300 || status > 599) {
      return refuseValue(call, `value "${word.text}" must be between 300 and 599`, word);
    }
  }
});

const isOverwrite = (text: string, count: number): boolean =>
  count > 2 && (text === '=' || parseInteger(text.slice(1)) !== undefined);

/** `open_file_cache` (`ngx_http_core_open_file_cache`). */
const openFileCacheCheck = setter((call) => {
  if (!takeSlot(call)) return;
  let off = false;
  let max = false;
  for (const word of call.args) {
    const [, name = '', value = ''] = /^(max=|inactive=)(.*)$/s.exec(word.text) ?? [];
    const fits =
      name === 'max=' ? (parseInteger(value) ?? 0) > 0 : name !== '' && parseSeconds(value) !== undefined;
    if (!fits && word.text !== 'off') {
      return refuseValue(call, `invalid "open_file_cache" parameter "${word.text}"`, word);
    }
    max ||= name === 'max=';
    off ||= word.text === 'off';
  }
  if (!off && !max) refuseValue(call, '"open_file_cache" must have the "max" parameter');
});

/** `disable_symlinks` (`ngx_http_disable_symlinks`). */
const disableSymlinksCheck = setter((call) => {
  if (!takeSlot(call)) return;
  let mode: string | undefined;
  let from = false;
  for (const word of call.args) {
    if (['off', 'on', 'if_not_owner'].includes(word.text)) mode = word.text;
    else if (word.text.startsWith('from=')) {
      from = true;
      if (!compile(call, word, word.text.slice(5))) return;
    } else return refuseValue(call, `invalid parameter "${word.text}"`, word);
  }
  if (mode === undefined) {
    refuseValue(call, `"${call.name}" must have "off", "on" or "if_not_owner" parameter`);
  } else if (call.args.length > 1 && !from) {
    refuseValue(call, `duplicate parameters "${textOf(call, 0)} ${textOf(call, 1)}"`, call.args[1]);
  } else if (call.args.length > 1 && mode === 'off') {
    refuseValue(call, '"from=" cannot be used with "off" parameter', call.args[0]);
  }
});

/** Directives of the core module about files. */
export const fileChecks: Checks = {
  root: rootCheck,
  alias: rootCheck,
  directio: directioCheck,
  aio: aioCheck,
  error_page: errorPageCheck,
  open_file_cache: openFileCacheCheck,
  disable_symlinks: disableSymlinksCheck,
};

/** ngx_http_try_files_module: the last argument is where to go when no file is there. */
export const tryFilesChecks: Checks = {
  try_files: setter((call) => {
    if (!takeSlot(call)) return;
    for (const word of call.args) if (hasDollar(word.text) && !compile(call, word)) return;
    const last = call.args[call.args.length - 1];
    if (!last?.text.startsWith('=')) return;
    // Of a code with variables nginx loses the last letter.
    const text = hasDollar(last.text) ? last.text.slice(0, -1) : last.text;
    const code = parseInteger(text.slice(1));
    if (code === undefined || code > 999) refuseValue(call, `invalid code "${text}"`, last);
  }),
};

/** ngx_http_index_module; older ones name the first word, whichever is empty. */
export const indexChecks: Checks = {
  index: setter((call) => {
    for (const word of call.args) {
      if (word.text === '') {
        const shown = atLeast(call.run.options.version, '1.30.0') === true ? '' : textOf(call, 0);
        return refuseValue(call, `index "${shown}" in "index" directive is invalid`, word);
      }
      if (hasDollar(word.text) && !compile(call, word)) return;
    }
  }),
};
