import type { Span } from '../../../base/span.ts';
import type { Parameter } from '../../../syntax/gunicorn/ast.ts';
import { allNamesBound } from '../../../syntax/gunicorn/walk.ts';
import { mayRaise, meet, wayHere } from './branch.ts';
import { bindTo, classAttribute } from './classes.ts';
import { typeName } from './compare.ts';
import { callDictMethod, callListMethod, callSetMethod, callTupleMethod } from './container-methods.ts';
import { newDict } from './containers.ts';
import {
  aliasOf,
  type BuiltinData,
  basisOf,
  type ClassData,
  type FunctionData,
  isAlias,
  none,
  resting,
  type Scope,
  strOf,
  tupleOf,
  unknownOf,
  type Val,
  val,
} from './data.ts';
import { escapeArgs, loseContainers } from './escape.ts';
import { classAncestors, exceptionName, isException } from './exceptions.ts';
import { mayChange, mergeVals } from './merge.ts';
import { nativeOf } from './natives/all.ts';
import { reflection } from './reflection.ts';
import { reprOf, strText } from './repr.ts';
import {
  type Args,
  attributesCell,
  type Completion,
  type Frame,
  placeOf,
  Raised,
  type Run,
  raise,
  spend,
} from './run.ts';
import { bindName, newScope, siteAt } from './scope.ts';
import { callStrMethod } from './str-methods.ts';

const deepestCall = 40;

/** `callee(args)`. Raises where Python certainly does. */
export function callValue(run: Run, callee: Val, args: Args, at: Span): Val {
  return resting(dispatch(run, callee, args, at), callee.basis);
}

function dispatch(run: Run, callee: Val, args: Args, at: Span): Val {
  const { data } = callee;
  switch (data.type) {
    case 'function':
      return callFunction(run, data, args, at);
    case 'builtin':
      return callBuiltin(run, data, args, at);
    case 'class':
      return instantiate(run, callee, args, at);
    case 'instance': {
      const found = classAttribute(data.of, '__call__');
      if (found.kind === 'found') return run.call(bindTo(found.value, callee, 'instance'), args, at);
      return unseen(run, args, 'this object is called in a way that is not followed', at);
    }
    case 'unknown':
      // A method of something that has another name may change it.
      if (isAlias(callee)) loseContainers(run);
      return unseen(run, args, data.why, at);
    case 'none':
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
    case 'list':
    case 'tuple':
    case 'dict':
      return raise('TypeError', `'${typeName(data)}' object is not callable`);
    default:
      return unseen(run, args, 'what this call gives is known only at run time', at);
  }
}

/** A call of code that cannot be seen. */
function unseen(run: Run, args: Args, why: string, at: Span): Val {
  escapeArgs(run, args);
  mayRaise(run);
  return unknownOf(why, [placeOf(run, at)]);
}

/** Modules whose functions call what they are given. */
const callers =
  /^(?:threading|concurrent|multiprocessing|asyncio|functools|sched|contextlib|random|heapq|bisect|itertools|collections)\b/;

function callBuiltin(run: Run, data: BuiltinData, args: Args, at: Span): Val {
  const { name, self } = data;
  if (self) return callMethod(run, name, self, args, at);
  const special = Object.hasOwn(reflection, name) ? reflection[name] : undefined;
  if (special) return special(run, args, at);
  if (isException(name)) return newException(name, args);
  const native = nativeOf(name);
  const result = native?.(run, args, at);
  if (result) return resting(result, native ? basisOfArgs(args) : result.basis);
  if (callers.test(name)) escapeArgs(run, args);
  mayRaise(run);
  const why = native
    ? `${name}() is not followed with these arguments`
    : `${name}() is known only at run time`;
  const make = [...args.positional, ...args.named.values()].some(mayChange) ? aliasOf : unknownOf;
  return make(why, [placeOf(run, at)]);
}

const basisOfArgs = (args: Args): Val['basis'] => basisOf(...args.positional, ...args.named.values());

function newException(name: string, args: Args): Val {
  const [first] = args.positional;
  const text =
    args.positional.length === 0
      ? ''
      : args.positional.length === 1 && first
        ? messageOf(name, first)
        : undefined;
  return val({ type: 'exception', name: exceptionName(name), text });
}

/** `str(KeyError('x'))` shows the key's repr; others show the text. */
const messageOf = (name: string, value: Val): string | undefined =>
  name === 'KeyError' ? reprOf(value) : strText(value);

function callMethod(run: Run, name: string, self: Val, args: Args, at: Span): Val {
  const dot = name.indexOf('.');
  const [type, method] = [name.slice(0, dot), name.slice(dot + 1)];
  const result = methodResult(run, type, method, self, args, at);
  if (result.data.type === 'unknown') mayRaise(run);
  return result;
}

function methodResult(run: Run, type: string, method: string, self: Val, args: Args, at: Span): Val {
  if (type === 'str') return callStrMethod(run, method, self, args);
  if (type === 'list') return callListMethod(run, method, self, args);
  if (type === 'dict') return callDictMethod(run, method, self, args);
  if (type === 'set') return callSetMethod(run, method, self, args);
  if (type === 'tuple') return callTupleMethod(method, self, args);
  const native = nativeOf(`${type}.${method}`);
  const given = type === 'path' ? { ...args, positional: [self, ...args.positional] } : args;
  const result = native?.(run, given, at);
  return result
    ? resting(result, basisOfArgs(given))
    : unknownOf(`${method}() is known only at run time`, [placeOf(run, at)]);
}

function instantiate(run: Run, callee: Val, args: Args, at: Span): Val {
  const data = callee.data as ClassData;
  const maker = classAttribute(data, '__init__');
  const special = classAttribute(data, '__new__').kind !== 'missing';
  const isError = classAncestors(data).length > 0;
  if (maker.kind === 'hidden' && isError) {
    return val({ type: 'instance', of: data, attributes: attributesCell(new Map(), mergeVals) });
  }
  if (maker.kind === 'hidden' || (special && !isError)) {
    return unseen(run, args, `how ${data.name} makes its objects is not followed here`, at);
  }
  const instance = val({
    type: 'instance',
    of: data,
    attributes: attributesCell(new Map(), mergeVals),
  } as const);
  if (maker.kind === 'found') run.call(bindTo(maker.value, instance, 'instance'), args, at);
  else if (args.positional.length + args.named.size > 0)
    raise('TypeError', `${data.name}() takes no arguments`);
  return instance;
}

/** Calls a function of the file: its body is followed with the arguments bound. */
function callFunction(run: Run, data: FunctionData, args: Args, at: Span): Val {
  if (data.style !== 'plain') {
    return unseen(
      run,
      { ...args, positional: [...args.positional, val({ ...data, style: 'plain' })] },
      `${data.name}() gives no plain value`,
      at,
    );
  }
  if (run.frames.length > deepestCall || !spend(run, 5)) {
    run.lost ??= 'functions call each other more deeply than is followed';
    return unknownOf(run.lost);
  }
  const scope = newScope('function', data.scope, localNames(data));
  const frame: Frame = { scope, mark: run.trail.length, returns: [], loops: [], control: run.control };
  const saved = run.control;
  run.frames.push(frame);
  try {
    bindParameters(run, data, args, scope);
    return finishCall(run, frame, () => runBody(run, data, scope));
  } finally {
    run.frames.pop();
    run.control = saved;
  }
}

function runBody(run: Run, data: FunctionData, scope: Scope): Completion {
  if (!('kind' in data.body)) return run.execute(data.body, scope);
  return { kind: 'return', value: run.evaluate(data.body, scope) };
}

/** Where all ways out of a call meet. */
function finishCall(run: Run, frame: Frame, body: () => Completion): Val {
  let completion: Completion;
  try {
    completion = body();
  } catch (raised) {
    if (!(raised instanceof Raised) || frame.returns.length === 0) throw raised;
    mayRaise(run, raised);
    completion = { kind: 'dead' };
  }
  const value = completion.kind === 'return' ? completion.value : resting(none, run.control);
  if (frame.returns.length === 0)
    return completion.kind === 'dead' ? unknownOf('this call gives nothing back') : value;
  const ways =
    completion.kind === 'dead' ? frame.returns : [...frame.returns, wayHere(run, frame.mark, value)];
  meet(run, frame.mark, ways);
  return ways.map((way) => way.value ?? none).reduce(mergeVals);
}

const localsOf = new WeakMap<object, ReadonlySet<string>>();

/** The names that a function's body binds, parameters included. */
function localNames(data: FunctionData): ReadonlySet<string> {
  const known = localsOf.get(data.body);
  if (known) return known;
  const bound = 'kind' in data.body ? [] : allNamesBound(data.body);
  const names = new Set([...bound, ...data.parameters.map((parameter) => parameter.name)]);
  localsOf.set(data.body, names);
  return names;
}

function bindParameters(run: Run, data: FunctionData, args: Args, scope: Scope): void {
  const given = data.bound ? [data.bound, ...args.positional] : [...args.positional];
  const named = new Map(args.named);
  const set = (parameter: Parameter, value: Val): void =>
    bindName(run, scope, parameter.name, value, siteAt(parameter.span));
  for (const parameter of data.parameters) {
    if (parameter.form === 'rest') set(parameter, restOf(given.splice(0), args));
    else if (parameter.form === 'keywords') set(parameter, keywordsOf(named, args));
    else set(parameter, oneParameter(data, parameter, given, named, args));
  }
  if (args.open) return;
  const [extra] = named.keys();
  if (given.length > 0) raise('TypeError', `${data.name}() takes fewer positional arguments than were given`);
  if (extra !== undefined) raise('TypeError', `${data.name}() got an unexpected keyword argument '${extra}'`);
}

function restOf(values: readonly Val[], args: Args): Val {
  return args.open ? aliasOf('the arguments cannot be told') : tupleOf(values);
}

function keywordsOf(named: Map<string, Val>, args: Args): Val {
  if (args.open) return aliasOf('the arguments cannot be told');
  const entries = new Map([...named].map(([name, value]) => [`str:${name}`, { key: strOf(name), value }]));
  named.clear();
  return newDict(entries);
}

function oneParameter(
  data: FunctionData,
  parameter: Parameter,
  given: Val[],
  named: Map<string, Val>,
  args: Args,
): Val {
  const { name, form } = parameter;
  if (args.open) return aliasOf('the arguments cannot be told');
  if (form !== 'keyword-only') {
    const value = given.shift();
    if (value && named.has(name) && form === 'normal') {
      raise('TypeError', `${data.name}() got multiple values for argument '${name}'`);
    }
    if (value) return value;
  }
  const value = form === 'positional-only' ? undefined : named.get(name);
  if (value) {
    named.delete(name);
    return value;
  }
  const fallback = data.fallbacks.get(name);
  if (fallback) return fallback;
  const kind = form === 'keyword-only' ? 'keyword-only' : 'positional';
  return raise('TypeError', `${data.name}() missing 1 required ${kind} argument: '${name}'`);
}
