import { refuseValue, textOf } from '../say.ts';
import type { Call } from '../state.ts';
import type { NginxWord } from '../types.ts';
import { hasDollar } from '../values/script.ts';
import { parseInteger } from '../values/units.ts';
import { compile, compileFileName, compileRegex, defineVariable, useVariable } from '../variables.ts';
import { type Check, type Checks, setter } from './check.ts';

const redirectStart = /^(?:https?:\/\/|\$scheme)/;

/** `return CODE [TEXT]`, `return URL` (`ngx_http_rewrite_return`). */
const returnCheck = setter((call) => {
  const [first, second] = call.args;
  if (!first) return;
  const code = parseInteger(first.text);
  if (code === undefined ? second || !redirectStart.test(first.text) : code > 999) {
    return refuseValue(call, `invalid return code "${first.text}"`, first);
  }
  const text = code === undefined ? first : second;
  if (text) compile(call, text);
});

const rewriteFlags = ['last', 'break', 'redirect', 'permanent'];

/** `rewrite REGEX REPLACEMENT [FLAG]` (`ngx_http_rewrite`). */
const rewriteCheck = setter((call) => {
  const [pattern, replacement, flag] = call.args;
  if (!pattern || !replacement) return;
  if (replacement.text === '') return refuseValue(call, 'empty replacement', replacement);
  if (!compileRegex(call, pattern.text, pattern)) return;
  if (flag && !rewriteFlags.includes(flag.text)) {
    return refuseValue(
      call,
      `invalid parameter "${flag.text}"`,
      flag,
      `The flags are ${rewriteFlags.join(', ')}.`,
    );
  }
  // A last `?` only says that the arguments are dropped.
  const text = replacement.text.replace(/\?$/, '');
  if (text === replacement.text) compile(call, replacement);
  else compileCut(call, replacement, text);
});

/** Compiles a value whose end is cut off; its variables stand where they stood. */
function compileCut(call: Call, word: NginxWord, text: string): void {
  const { uri, span } = word.place;
  const place = { uri, span: { start: span.start, end: span.end - (word.text.length - text.length) } };
  compile(call, { text, place });
}

/** `set $VARIABLE VALUE` (`ngx_http_rewrite_set`). */
const setCheck = setter((call) => {
  const [variable, value] = call.args;
  if (!defineVariable(call, variable)) return;
  useVariable(call, textOf(call, 0).slice(1), variable?.place);
  if (value && hasDollar(value.text)) compile(call, value);
});

/** `if (CONDITION)` (`ngx_http_rewrite_if`). */
const ifCheck: Check = {
  open: (call) => {
    checkCondition(call);
    return { location: { name: call.scope.location?.name ?? '', kind: 'noname', children: [] } };
  },
};

function refuseCondition(call: Call, text: string, word: NginxWord | undefined): void {
  refuseValue(call, `invalid condition "${text}"`, word);
}

/** The words of a condition without its parentheses (`ngx_http_rewrite_if_condition`). */
function checkCondition(call: Call) {
  const { args } = call;
  const first = args[0];
  const last = args[args.length - 1];
  if (!first?.text.startsWith('(')) return refuseCondition(call, first?.text ?? '', first);
  const opened = [inner(first, 1, 0), ...args.slice(1)].slice(first.text === '(' ? 1 : 0);
  const end = args.length === 1 ? opened[0] : last;
  if (!end?.text.endsWith(')')) return refuseCondition(call, end?.text ?? first.text, last);
  const words = opened.slice(0, -1);
  if (end.text !== ')') words.push(inner(end, 0, 1));
  checkWords(call, words);
}

/** A word without letters at its edges. */
function inner(word: NginxWord, before: number, after: number): NginxWord {
  const { uri, span } = word.place;
  const place = { uri, span: { start: span.start + before, end: span.end - after } };
  return { text: word.text.slice(before, word.text.length - after), place };
}

function checkWords(call: Call, words: readonly NginxWord[]) {
  const [first, operator, value] = words;
  if (!first) return refuseCondition(call, ')', call.args[call.args.length - 1]);
  const { text } = first;
  if (text.length > 1 && text.startsWith('$')) {
    if (words.length !== 1 && words.length !== 3) return refuseCondition(call, text, first);
    useVariable(call, text.slice(1), first.place);
    if (operator && value) checkOperator(call, operator, value);
  } else if (/^!?-.$/s.test(text)) checkFileTest(call, words);
  else refuseCondition(call, text, first);
}

function checkOperator(call: Call, operator: NginxWord, value: NginxWord): void {
  const { text } = operator;
  if (text === '=' || text === '!=') {
    if (hasDollar(value.text)) compile(call, value);
  } else if (/^!?~\*?$/.test(text)) compileRegex(call, value.text, value);
  else {
    const advice = 'The operators are =, !=, ~, ~*, !~ and !~*.';
    refuseValue(call, `unexpected "${text}" in condition`, operator, advice);
  }
}

/** `-f`, `-d`, `-e`, `-x` and their negations. */
function checkFileTest(call: Call, words: readonly NginxWord[]) {
  const [test, file] = words;
  if (!test) return;
  if (words.length !== 2 || !file) return refuseCondition(call, test.text, test);
  if (hasDollar(file.text) && !compileFileName(call, file)) return;
  if (!/^!?-[fdex]$/.test(test.text)) refuseCondition(call, test.text, test);
}

/** ngx_http_rewrite_module. */
export const rewriteChecks: Checks = {
  if: ifCheck,
  set: setCheck,
  rewrite: rewriteCheck,
  return: returnCheck,
};
