import { known, type Value } from '../../server/src/base/known.ts';
import { toValue } from '../../server/src/model/gunicorn/convert.ts';
import { evaluate } from '../../server/src/model/gunicorn/evaluate.ts';
import { floatRepr } from '../../server/src/model/gunicorn/python/number-text.ts';
import type { PyValue } from '../../server/src/model/gunicorn/types.ts';
import { parsePython } from '../../server/src/syntax/gunicorn/parse.ts';
import type { Answer, PlainValue } from './gunicorn-oracle.ts';
import { programNames } from './gunicorn-programs.ts';

/** The environment in which generated programs run. */
export const environment = { SET_A: '4', SET_B: 'on' };
export const cores = 4;

/** What one program showed: how many names were compared, which were unknown, and what is wrong. */
export interface Comparison {
  readonly names: number;
  readonly unknown: readonly string[];
  readonly wrong: string | undefined;
}

/** The oracle gave up on it, or Python's result depends on the machine. */
const unusable = /timeout|too large|MemoryError|Exceeds the limit|RecursionError|changed size/;

const nothing: Comparison = { names: 0, unknown: [], wrong: undefined };

/** Follows a program and compares what is known of its names with what Python says. */
export function compareProgram(text: string, answer: Answer): Comparison {
  if (unusable.test(answer.error ?? '')) return nothing;
  const { module, errors } = parsePython(text);
  const [error] = errors;
  if (error) return answer.ok ? { ...nothing, wrong: `refused: ${error.message}` } : nothing;
  const { scope, failures, lost } = evaluate(module, 'test:/program', text, {
    cores,
    coresFrom: 'the test',
    environment: new Map(Object.entries(environment).map(([name, value]) => [name, known(value, 'literal')])),
    directory: process.cwd(),
    path: '/srv/app/gunicorn.conf.py',
  });
  const [failure] = failures;
  if (!answer.ok || failure) {
    return answer.ok && failure?.certain
      ? { ...nothing, wrong: `raises ${failure.type}: ${failure.message}` }
      : nothing;
  }
  const unknown: string[] = [];
  let names = 0;
  for (const name of programNames) {
    const ours = scope.names.get(name)?.value.value;
    const theirs = answer.names?.[name];
    if (!ours && !theirs) continue;
    names++;
    if (lost !== undefined || ours?.data.type === 'unknown') unknown.push(name);
    else if (!ours || !theirs) return { names, unknown, wrong: `${name} is bound on one side only` };
    else {
      const value = toValue(ours, { uri: 'test:/program', span: { start: 0, end: 0 } });
      if (!agrees(value, theirs))
        return { names, unknown, wrong: `${name}: ${JSON.stringify(value)}, not ${JSON.stringify(theirs)}` };
    }
  }
  return { names, unknown, wrong: undefined };
}

/** True when a value, as far as it is known, is what Python has. */
export function agrees(value: Value<PyValue>, theirs: PlainValue): boolean {
  if (!value.known) return true;
  const ours = value.value;
  switch (ours.type) {
    case 'none':
      return theirs.t === 'none';
    case 'int':
      return theirs.t === 'int' && theirs.v === String(ours.value);
    case 'float':
      return theirs.t === 'float' && theirs.v === floatRepr(ours.value);
    case 'bool':
    case 'str':
    case 'bytes':
      return theirs.t === ours.type && theirs.v === ours.value;
    case 'list':
    case 'tuple':
      return theirs.t === ours.type && agreeAll(ours.items, theirs.v as readonly PlainValue[]);
    case 'set':
      return theirs.t === 'set' && ours.items.length === (theirs.v as readonly unknown[]).length;
    case 'dict': {
      const pairs = theirs.v as readonly (readonly [PlainValue, PlainValue])[];
      const keys = ours.entries.map(([key]) => known(key, 'literal'));
      const values = ours.entries.map(([, item]) => item);
      return (
        theirs.t === 'dict' &&
        agreeAll(
          keys,
          pairs.map(([key]) => key),
        ) &&
        agreeAll(
          values,
          pairs.map(([, item]) => item),
        )
      );
    }
    default:
      return theirs.t === 'object';
  }
}

const agreeAll = (ours: readonly Value<PyValue>[], theirs: readonly PlainValue[]): boolean =>
  ours.length === theirs.length &&
  ours.every((item, index) => {
    const other = theirs[index];
    return other !== undefined && agrees(item, other);
  });
