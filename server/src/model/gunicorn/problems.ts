import type { TextFile } from '../../base/file.ts';
import type { Known, Value } from '../../base/known.ts';
import type { Place } from '../../base/span.ts';
import {
  type GunicornSettingInfo,
  gunicornSetting,
  workerClass,
  workerClasses,
} from '../../catalog/gunicorn.ts';
import { atLeast } from '../../catalog/version.ts';
import type { PythonSyntax } from '../../syntax/gunicorn/parse.ts';
import type { PythonError } from '../../syntax/gunicorn/tokens.ts';
import type { Problem } from '../problem.ts';
import { bindProblem } from './bind-problem.ts';
import { toValue } from './convert.ts';
import type { Evaluation, Failure } from './evaluate.ts';
import { namesRead } from './names-read.ts';
import { editDistance, misnamed } from './near-miss.ts';
import type { GunicornAssignment, GunicornFile, PyValue } from './types.ts';
import { shownValue, validate } from './validate.ts';

type Parts = Pick<GunicornFile, 'file' | 'settings' | 'others'>;

/** What is wrong with a file, in gunicorn's order: reading it, running it, setting after setting. */
export function problemsOf(
  parts: Parts,
  syntax: PythonSyntax,
  evaluation: Evaluation,
  version: string | undefined,
  onAnyCores: () => readonly Evaluation[],
): readonly Problem[] {
  const [error] = syntax.errors;
  if (error) return [syntaxProblem(parts.file, error)];
  // A template is not the file that gunicorn reads: what its parts do together is not judged.
  const isTemplate = syntax.masked.holes.length > 0;
  const certain = isTemplate ? [] : evaluation.failures.filter((failure) => failure.certain);
  const refusals = certain.map((failure) => failureProblem(parts.file, failure));
  const settings = [...parts.settings.values()];
  return [
    ...refusals,
    ...settings.flatMap((assignment) => settingProblems(assignment, version, onAnyCores)),
    ...settings.flatMap((assignment) => workerClassProblems(assignment, version)),
    ...settings.flatMap(bindProblems),
    ...misnamedProblems(parts, syntax, version),
  ];
}

const placeIn = (file: TextFile, start: number, end: number): Place => ({
  uri: file.uri,
  span: { start, end },
});

function syntaxProblem(file: TextFile, { type, message, start, end, line }: PythonError): Problem {
  const octal = /^0[0_]*([0-7_]+)$/.exec(file.text.slice(start, end));
  return {
    code: 'gunicorn/syntax-error',
    message: `Python cannot read this file, so gunicorn does not start. ${type}: ${message} (line ${line}).`,
    place: placeIn(file, start, Math.max(end, start)),
    related: [],
    refusedBy: 'gunicorn',
    data: octal ? { type, suggestion: `0o${octal[1]}` } : { type },
  };
}

function failureProblem(file: TextFile, { type, message, start, end }: Failure): Problem {
  const reason = message === '' ? type : `${type}: ${message}`;
  return {
    code: 'gunicorn/fails-to-load',
    message: `This raises an exception when gunicorn reads the file, so gunicorn does not start. ${reason}.`,
    place: placeIn(file, start, end),
    related: [],
    refusedBy: 'gunicorn',
    data: { type },
  };
}

function settingProblems(
  assignment: GunicornAssignment,
  version: string | undefined,
  onAnyCores: () => readonly Evaluation[],
): Problem[] {
  const { name, value, valuePlace } = assignment;
  const setting = gunicornSetting(name);
  if (!setting) return [];
  const refusal = value.known ? refusalOf(setting, value, version) : undefined;
  const depends = value.known
    ? refusal !== undefined && value.from === 'target cores'
    : setting.validator === 'pos_int';
  const always =
    depends && !isCertain(value) ? refusedOnAny(setting, assignment, version, onAnyCores) : undefined;
  const found = always ?? refusal;
  if (!found || isExpected(value)) return [];
  const needsInteger = setting.validator === 'pos_int' && !found.reason.startsWith('Value must be positive');
  const certain = always !== undefined || isCertain(value);
  const condition = always ? 'on any number of cores' : certain ? '' : `when ${found.assumes.join(' and ')}`;
  return [
    {
      code: needsInteger ? 'gunicorn/workers-not-integer' : 'gunicorn/invalid-setting',
      message: refusalWords(name, found.shown, found.reason, condition),
      place: valuePlace,
      related: [],
      refusedBy: certain ? 'gunicorn' : null,
      data: { setting: name, type: found.type },
    },
  ];
}

const isCertain = (value: Value<PyValue>): boolean =>
  value.known && (value.from === 'literal' || value.from === 'environment');

/** `os.environ.get('X')` without a default: whoever starts gunicorn is expected to set the variable. */
const isExpected = (value: Value<PyValue>): boolean =>
  value.known &&
  value.value.type === 'none' &&
  (value.assumes ?? []).some((one) => one.endsWith(' is not set'));

interface Refusal {
  readonly shown: string;
  readonly reason: string;
  readonly type: PyValue['type'];
  readonly assumes: readonly string[];
}

function refusalOf(
  setting: GunicornSettingInfo,
  { value, assumes }: Known<PyValue>,
  version: string | undefined,
): Refusal | undefined {
  const verdict = validate(setting, value, version);
  if (verdict.kind !== 'refused') return undefined;
  return { shown: shownValue(value), reason: verdict.reason, type: value.type, assumes: assumes ?? [] };
}

/** The refusal of a value that rests on the cores alone and is refused on every count of them: `cpu_count() * 1.5`. */
function refusedOnAny(
  setting: GunicornSettingInfo,
  { name, value, valuePlace }: GunicornAssignment,
  version: string | undefined,
  onAnyCores: () => readonly Evaluation[],
): Refusal | undefined {
  if (!value.known && !value.why.includes('cores')) return undefined;
  const refusals = onAnyCores().map(({ scope }) => {
    const slot = scope.names.get(name)?.value.value;
    const other = slot && toValue(slot, valuePlace);
    if (
      !other?.known ||
      other.from !== 'target cores' ||
      other.assumes?.some((one) => !/^\d+ cores?\b/.test(one))
    )
      return undefined;
    return refusalOf(setting, other, version);
  });
  const [, second] = refusals;
  return refusals.every((refusal) => refusal !== undefined && refusal.type === second?.type)
    ? second
    : undefined;
}

/** gunicorn's two lines as one sentence, then when it happens. */
function refusalWords(name: string, shown: string, reason: string, condition: string): string {
  const when = condition === '' ? '' : ` This happens ${condition}.`;
  return `gunicorn does not start with this value. Invalid value for ${name}: ${shown}. Error: ${reason}.${when}`;
}

function workerClassProblems(
  { name, value, valuePlace }: GunicornAssignment,
  version: string | undefined,
): Problem[] {
  if (name !== 'worker_class' || !value.known || value.value.type !== 'str') return [];
  const problem = workerClassProblem(value.value.value.trim(), valuePlace, version);
  return problem ? [problem] : [];
}

/** Texts of `bind` that gunicorn loads and cannot bind. */
function bindProblems({ name, value, valuePlace }: GunicornAssignment): Problem[] {
  if (name !== 'bind' || !value.known) return [];
  const items = 'items' in value.value ? value.value.items : [value];
  return items.flatMap((item) => {
    const text = item.known && item.value.type === 'str' ? item.value.value.trim() : undefined;
    return (text === undefined ? undefined : bindProblem(text, valuePlace)) ?? [];
  });
}

/** What is wrong with a worker class's name; undefined for a class that gunicorn may find. */
export function workerClassProblem(
  word: string,
  place: Place,
  version: string | undefined,
): Problem | undefined {
  const known = workerClass(word);
  if (known?.removed) return removedClass(word, known.removed, place, version);
  const tooNew =
    known?.since !== null && known?.since !== undefined && atLeast(version, known.since) === false;
  if (known && !tooNew) return undefined;
  if (!tooNew && /[.:#]/.test(word)) return undefined;
  const suggestion = tooNew ? undefined : nearestClass(word, version);
  const since = tooNew
    ? `gunicorn has it since ${known.since}; this is ${version}.`
    : 'gunicorn has no worker class of this name.';
  const advice = suggestion === undefined ? '' : ` Write '${suggestion}'.`;
  return {
    code: 'gunicorn/unknown-worker-class',
    message: `gunicorn starts with the worker class '${word}' and stops: class uri '${word}' invalid or not found. ${since}${advice}`,
    place,
    related: [],
    refusedBy: null,
    data: suggestion === undefined ? { name: word } : { name: word, suggestion },
  };
}

function removedClass(
  word: string,
  removed: string,
  place: Place,
  version: string | undefined,
): Problem | undefined {
  const gone = atLeast(version, removed);
  if (gone === false) return undefined;
  const code =
    word.startsWith('eventlet') || word.includes('geventlet')
      ? 'gunicorn/eventlet-removed'
      : 'gunicorn/unknown-worker-class';
  const effect = gone
    ? `gunicorn ${version} does not start with it`
    : `gunicorn ${removed} and later do not start with it`;
  return {
    code,
    message: `The worker class '${word}' was removed in gunicorn ${removed}: ${effect}. Use gevent or gthread.`,
    place,
    related: [],
    refusedBy: null,
    data: { name: word, removed },
  };
}

function nearestClass(word: string, version: string | undefined): string | undefined {
  const lower = word.toLowerCase();
  const names = workerClasses()
    .filter(
      ({ name, since, removed }) =>
        !name.includes('.') && !removed && !(since && atLeast(version, since) === false),
    )
    .map(({ name }) => name);
  const exact = names.find((name) => name === lower);
  if (exact) return exact;
  if (lower.startsWith('uvicorn')) return 'uvicorn_worker.UvicornWorker';
  return names.find((name) => editDistance(lower, name, 2) <= 2);
}

/** Names that gunicorn ignores although they were meant as settings. A name that the file reads is a variable. */
function misnamedProblems(
  { settings, others }: Parts,
  syntax: PythonSyntax,
  version: string | undefined,
): Problem[] {
  const read = namesRead(syntax.module);
  return [...others.values()].flatMap((assignment) => {
    const { name, value } = assignment;
    const found = read.has(name) ? undefined : misnamed(name, version);
    if (!found || isHelper(assignment)) return [];
    if (found.kind === 'wrong' && settings.has(found.right)) return [];
    const isHook = value.known && value.value.type === 'function';
    const meant = found.kind === 'wrong' ? gunicornSetting(found.right) : undefined;
    const hookMeant = meant ? meant.validator === 'callable' || meant.validator === 'post_request' : isHook;
    return isHook === hookMeant ? [misnamedProblem(assignment, found, version)] : [];
  });
}

/** Imports and classes are no settings, however they are called. */
function isHelper({ value, namePlace, statementPlace }: GunicornAssignment): boolean {
  if (value.known) return value.value.type === 'object';
  // An imported name is its own value and stands after `import`, not at the start of its statement.
  return namePlace.span.start !== statementPlace.span.start;
}

function misnamedProblem(
  { name, namePlace }: GunicornAssignment,
  found: NonNullable<ReturnType<typeof misnamed>>,
  version: string | undefined,
): Problem {
  const base = { code: 'gunicorn/unknown-setting', place: namePlace, related: [], refusedBy: null } as const;
  if (found.kind === 'removed') {
    const message = `gunicorn ignores '${name}': the setting was removed in ${found.since}. Delete the line.`;
    return { ...base, message, data: { name, removed: found.since } };
  }
  if (found.kind === 'newer') {
    const message = `gunicorn ${version} ignores '${name}': it is a setting since ${found.since}.`;
    return { ...base, message, data: { name, since: found.since } };
  }
  const message = `gunicorn ignores '${name}' without a word: it is no setting. The setting is called '${found.right}'.`;
  return { ...base, message, data: { name, suggestion: found.right } };
}
