import { hasPlaceholder, refuseDirective, refuseValue, takeSlot, textOf, warn } from '../say.ts';
import type { Call } from '../state.ts';
import type { NginxWord } from '../types.ts';
import { parseMilliseconds, parseSeconds, parseSize } from '../values/units.ts';
import { compile, useNamed } from '../variables.ts';
import { type Check, setter } from './check.ts';
import { smallestZone, splitZone, takeZone } from './zone.ts';

/** `sticky cookie|route|learn …` of an upstream, in the open-source nginx since 1.29.6. */
export const stickyCheck: Check = setter((call) => {
  if (!takeSlot(call)) return;
  // It wraps the method that stands before it.
  if (call.scope.upstream) call.scope.upstream.init = { name: 'sticky', directive: call.directive };
  if (call.args.some(({ text }) => hasPlaceholder(text))) return;
  const read = Object.hasOwn(modes, textOf(call, 0)) ? modes[textOf(call, 0)] : undefined;
  if (read) read(call);
  else refuseUnknown(call, call.args[0]);
});

const modes: Readonly<Record<string, (call: Call) => void>> = { cookie, route, learn };

const refuseUnknown = (call: Call, word: NginxWord | undefined): void =>
  refuseValue(call, `unknown parameter "${word?.text ?? ''}"`, word);

const refuseReason = (call: Call, reason: string, word?: NginxWord): false => {
  refuseDirective(call, 'nginx/invalid-value', reason, word);
  return false;
};

/** `name=value` in two; a word without the sign is all name. */
function pairOf({ text }: NginxWord): { readonly name: string; readonly value: string | undefined } {
  const sign = text.indexOf('=');
  return sign === -1
    ? { name: text, value: undefined }
    : { name: text.slice(0, sign), value: text.slice(sign + 1) };
}

function cookie(call: Call): void {
  const name = call.args[1];
  if (name?.text === '') return void refuseReason(call, 'empty cookie name', name);
  const seen = new Set<string>();
  for (const word of call.args.slice(2)) if (!takeAttribute(call, word, seen)) return;
}

/** An attribute of the cookie, each at most once. False when nginx refuses it, which is said then. */
function takeAttribute(call: Call, word: NginxWord, seen: Set<string>): boolean {
  const { name, value } = pairOf(word);
  const isKnown = (value === undefined ? switches : settings).includes(name);
  if (!isKnown) {
    refuseUnknown(call, word);
    return false;
  }
  if (seen.has(name)) return refuseReason(call, `parameter "${name}" is duplicate`, word);
  seen.add(name);
  return value === undefined || takeValue(call, word, name, value);
}

const switches: readonly string[] = ['httponly', 'secure'];
const settings: readonly string[] = ['domain', 'expires', 'path', 'samesite'];

function takeValue(call: Call, word: NginxWord, name: string, value: string): boolean {
  if (name === 'expires') {
    const isTime = value === 'max' || (value !== '' && parseSeconds(value) !== undefined);
    return isTime || refuseReason(call, 'invalid "expires" parameter value', word);
  }
  if (name === 'samesite' && !value.includes('$')) {
    const isWord = /^(?:strict|lax|none)$/i.test(value);
    return isWord || refuseReason(call, 'invalid "samesite" parameter value', word);
  }
  if (value === '') return refuseReason(call, `no value for "${name}"`, word);
  return compile(call, word, value) !== undefined;
}

function route(call: Call): void {
  for (const word of call.args.slice(1)) if (!useNamed(call, word)) return;
}

function learn(call: Call): void {
  const seen = new Set<string>();
  for (const word of call.args.slice(1)) if (!takeLearned(call, word, seen)) return;
  for (const name of ['lookup', 'create', 'zone'])
    if (!seen.has(name)) return void refuseReason(call, `"${name}" parameter is not specified`);
}

/** A parameter of `learn`. False when nginx refuses it, which is said then. */
function takeLearned(call: Call, word: NginxWord, seen: Set<string>): boolean {
  const { name, value } = pairOf(word);
  if (word.text === 'header') return true;
  if (word.text === 'sync') return warnOfPlus(call, word);
  const take = Object.hasOwn(learned, name) ? learned[name] : undefined;
  if (!take || value === undefined) {
    refuseUnknown(call, word);
    return false;
  }
  if (seen.has(name) && (name === 'zone' || name === 'timeout'))
    return refuseReason(call, `duplicate ${name}`, word);
  seen.add(name);
  return take(call, word, value);
}

type Take = (call: Call, word: NginxWord, value: string) => boolean;

const variable: Take = (call, word, value) =>
  value.startsWith('$')
    ? useNamed(call, { ...word, text: value })
    : refuseReason(call, `missing variable in the "${pairOf(word).name}" parameter`, word);

const learned: Readonly<Record<string, Take>> = {
  create: variable,
  lookup: variable,
  zone: takeSessions,
  timeout: (call, word, value) => {
    const time = value === '' ? undefined : parseMilliseconds(value);
    return (time !== undefined && time > 0n) || refuseReason(call, 'invalid timeout', word);
  },
};

/** The zone that the sessions are kept in. */
function takeSessions(call: Call, word: NginxWord, value: string): boolean {
  const parts = splitZone(value);
  if (!parts) return refuseReason(call, 'zone size is not specified', word);
  if (parts.name === '') return refuseReason(call, 'zone name is not specified', word);
  const size = parts.size === '' ? undefined : parseSize(parts.size);
  if (size === undefined) return refuseReason(call, 'invalid zone size', word);
  if (size < smallestZone) return refuseReason(call, 'zone is too small', word);
  return takeZone(call, { name: parts.name, size, use: 'sticky', word }) !== undefined;
}

function warnOfPlus(call: Call, word: NginxWord): boolean {
  const said = `The parameter "${word.text}" is of NGINX Plus; the open-source nginx refuses it`;
  warn(call, { code: 'nginx/plus-or-newer-only', said, at: word });
  return true;
}
