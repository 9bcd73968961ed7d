import type { Span } from '../../../base/span.ts';
import { textOf } from './arguments.ts';
import { readAttribute, setAttribute } from './attributes.ts';
import { plain } from './basis.ts';
import { branchValue, mayRaise } from './branch.ts';
import type { Cell } from './cell.ts';
import { newDict } from './containers.ts';
import { boolOf, isUnknown, none, resting, strOf, unknownOf, type Val, val } from './data.ts';
import { escapeArgs } from './escape.ts';
import { moduleHas } from './modules.ts';
import { type Args, placeOf, Raised, type Run } from './run.ts';

type Reflection = (run: Run, args: Args, at: Span) => Val;

/** Functions that reach for names by their text, and those that run text as code. */
export const reflection: Readonly<Record<string, Reflection>> = {
  getattr: (run, args, at) => {
    const [object, name, fallback] = args.positional;
    const text = textOf(name);
    if (!object || text === undefined) return hidden(run, at);
    if (!fallback) return readAttribute(run, object, text, at);
    return withFallback(run, object, text, fallback, at);
  },
  hasattr: (run, args, at) => {
    const [object, name] = args.positional;
    const text = textOf(name);
    if (!object || text === undefined || isUnknown(object)) return hidden(run, at);
    if (object.data.type === 'module') return moduleAnswer(run, object, text, at);
    try {
      const value = readAttribute(run, object, text, at);
      return isUnknown(value) ? hidden(run, at) : boolOf(true);
    } catch (raised) {
      if (raised instanceof Raised && raised.type === 'AttributeError') return boolOf(false);
      throw raised;
    }
  },
  setattr: (run, args) => {
    const [object, name, value] = args.positional;
    const text = textOf(name);
    if (object && value && text !== undefined && !isUnknown(object)) setAttribute(run, object, text, value);
    else escapeArgs(run, args);
    return none;
  },
  globals: (run) => namespace(run),
  locals: (run) =>
    run.frames.length > 1 ? unknownOf('locals() of a function is not followed here') : namespace(run),
  vars: (run, args, at) =>
    args.positional.length === 0 && run.frames.length === 1 ? namespace(run) : hidden(run, at),
  exec: (run, _args, at) => {
    run.changeNamespace();
    return hidden(run, at);
  },
  eval: (run, _args, at) => {
    mayRaise(run);
    return hidden(run, at);
  },
  __import__: (run, _args, at) => hidden(run, at),
  staticmethod: (_run, args) => rebound(args, 'static'),
  classmethod: (_run, args) => rebound(args, 'class'),
  property: (_run, args) =>
    args.positional.length === 1 ? rebound(args, 'property') : unknownOf('a property is not followed here'),
  'importlib.import_module': (run, _args, at) => hidden(run, at),
  'functools.wraps': (_run, _args) => unknownOf('a decorator is not followed here'),
};

function hidden(run: Run, at: Span): Val {
  mayRaise(run);
  return unknownOf('this is known only at run time', [placeOf(run, at)]);
}

function withFallback(run: Run, object: Val, name: string, fallback: Val, at: Span): Val {
  if (object.data.type === 'module') {
    const known = moduleHas(run, object, name);
    if (known?.has) return readAttribute(run, object, name, at);
    if (known) return resting(fallback, { ...plain, assumes: known.assumes ? [known.assumes] : [] });
    return branchValue(
      run,
      [() => readAttribute(run, object, name, at), () => fallback],
      'this is known only at run time',
    );
  }
  if (isUnknown(object)) return hidden(run, at);
  try {
    const value = readAttribute(run, object, name, at);
    return isUnknown(value) ? hidden(run, at) : value;
  } catch (raised) {
    if (raised instanceof Raised && raised.type === 'AttributeError') return fallback;
    throw raised;
  }
}

function moduleAnswer(run: Run, module: Val, name: string, at: Span): Val {
  const known = moduleHas(run, module, name);
  if (!known) return hidden(run, at);
  return boolOf(known.has, { ...plain, assumes: known.assumes ? [known.assumes] : [] });
}

function rebound(args: Args, binding: 'static' | 'class' | 'property'): Val {
  const [method] = args.positional;
  if (method?.data.type !== 'function') return unknownOf('this decorator is not followed here');
  return val({ ...method.data, binding }, method.basis);
}

/** A dictionary of the module's names: what is written to it may set any of them. */
function namespace(run: Run): Val {
  const entries = new Map<string, { key: Val; value: Val }>();
  for (const [name, cell] of run.module.names) {
    const { value } = cell.value;
    if (value) entries.set(`str:${name}`, { key: strOf(name), value });
  }
  const dict = newDict(entries);
  if (dict.data.type === 'dict') run.namespaces.add(dict.data.cell as Cell<unknown>);
  return dict;
}
