import type { Span } from '../../../base/span.ts';
import { mayRaise } from './branch.ts';
import { write } from './cell.ts';
import { bindTo, classAttribute, hiddenAttribute, instanceAttribute } from './classes.ts';
import { typeName } from './compare.ts';
import { isContainerMethod } from './container-methods.ts';
import { type Data, isAlias, partOf, resting, strOf, unknownOf, type Val, val } from './data.ts';
import { loseEnviron } from './environ.ts';
import { loseContainers } from './escape.ts';
import { moduleAttribute, overlayWith } from './modules.ts';
import { isNative } from './natives/all.ts';
import { pathAttribute } from './natives/system.ts';
import { argsOf, placeOf, type Run, raise } from './run.ts';
import { isStrMethod } from './str-methods.ts';

/** `object.name`. Raises AttributeError where Python certainly does. */
export function readAttribute(run: Run, object: Val, name: string, at: Span): Val {
  return resting(attributeOf(run, object, name, at), object.basis);
}

function attributeOf(run: Run, object: Val, name: string, at: Span): Val {
  const { data } = object;
  switch (data.type) {
    case 'unknown':
      mayRaise(run);
      if (/dotenv|read_env|load_env/.test(name)) loseEnviron(run);
      return partOf(object, '');
    case 'module':
      return moduleAttribute(run, object, name, at);
    case 'instance':
      return instanceValue(run, object, name, at);
    case 'class':
      return classValue(run, object, name);
    case 'path':
      return pathAttribute(data.value, name) ?? method(run, object, 'path', name);
    case 'environ':
      return val({ type: 'builtin', name: `environ.${name}`, self: object });
    case 'str':
      return isStrMethod(name) ? bound(object, 'str', name) : missing(run, data, name);
    case 'list':
    case 'dict':
    case 'set':
      return isContainerMethod(data.type, name) ? bound(object, data.type, name) : missing(run, data, name);
    case 'tuple':
      return tupleAttribute(run, object, name);
    case 'none':
      return missing(run, data, name);
    case 'bool':
    case 'int':
    case 'float':
      return numberNames.has(name) ? atRunTime(run, name, at) : missing(run, data, name);
    case 'function':
      return name === '__name__' ? strOf(data.name) : hiddenAttribute(name);
    case 'builtin':
      return builtinAttribute(run, object, name, at);
    case 'opaque':
      if (isNative(`${data.name}.${name}`))
        return val({ type: 'builtin', name: `${data.name}.${name}`, self: undefined });
      return atRunTime(run, name, at);
    default:
      return atRunTime(run, name, at);
  }
}

function atRunTime(run: Run, name: string, at: Span): Val {
  mayRaise(run);
  return unknownOf(`${name} is known only at run time`, [placeOf(run, at)]);
}

/** What numbers have; none of it is followed. */
const numberNames = new Set([
  ...[
    'real',
    'imag',
    'numerator',
    'denominator',
    'conjugate',
    'bit_length',
    'bit_count',
    'to_bytes',
    'from_bytes',
  ],
  ...['as_integer_ratio', 'is_integer', 'hex', 'fromhex'],
]);

const bound = (object: Val, type: string, name: string): Val =>
  val({ type: 'builtin', name: `${type}.${name}`, self: object });

function method(run: Run, object: Val, type: string, name: string): Val {
  if (isNative(`${type}.${name}`)) return bound(object, type, name);
  mayRaise(run);
  return unknownOf(`${name} is known only at run time`);
}

function missing(run: Run, data: Data, name: string): Val {
  if (!name.startsWith('__'))
    raise('AttributeError', `'${typeName(data)}' object has no attribute '${name}'`);
  mayRaise(run);
  return hiddenAttribute(name);
}

function tupleAttribute(run: Run, object: Val, name: string): Val {
  const { data } = object;
  if (data.type !== 'tuple') return hiddenAttribute(name);
  // sys.version_info names its items.
  const index =
    data.items.length === 5 ? ['major', 'minor', 'micro', 'releaselevel', 'serial'].indexOf(name) : -1;
  const item = data.items[index];
  if (item) return item;
  return isContainerMethod('tuple', name) ? bound(object, 'tuple', name) : missing(run, data, name);
}

function builtinAttribute(run: Run, object: Val, name: string, at: Span): Val {
  const { data } = object;
  if (data.type !== 'builtin') return hiddenAttribute(name);
  if (name === '__name__') return strOf(data.name.split('.').pop() ?? data.name);
  const full = `${data.name}.${name}`;
  if (isNative(full)) return val({ type: 'builtin', name: full, self: undefined });
  mayRaise(run);
  return unknownOf(`${data.name}.${name} is known only at run time`, [placeOf(run, at)]);
}

function instanceValue(run: Run, object: Val, name: string, at: Span): Val {
  if (object.data.type !== 'instance') return hiddenAttribute(name);
  const found = instanceAttribute(object.data, name);
  if (found.kind === 'found') {
    const value = bindTo(found.value, object, 'instance');
    const isProperty = value.data.type === 'function' && value.data.binding === 'property';
    const own = object.data.attributes.value?.get(name) === found.value;
    return isProperty && !own ? run.call(value, argsOf(), at) : own ? found.value : value;
  }
  if (found.kind === 'missing' && classAttribute(object.data.of, '__getattr__').kind === 'missing') {
    return missing(run, object.data, name);
  }
  mayRaise(run);
  return hiddenAttribute(name);
}

function classValue(run: Run, object: Val, name: string): Val {
  if (object.data.type !== 'class') return hiddenAttribute(name);
  const found = classAttribute(object.data, name);
  if (found.kind === 'found') return bindTo(found.value, object, 'class');
  if (name === '__name__') return strOf(object.data.name);
  if (found.kind === 'missing' && !name.startsWith('__')) {
    raise('AttributeError', `type object '${object.data.name}' has no attribute '${name}'`);
  }
  mayRaise(run);
  return hiddenAttribute(name);
}

/** `object.name = value`. */
export function setAttribute(run: Run, object: Val, name: string, value: Val): void {
  const { data } = object;
  if (data.type === 'instance' || data.type === 'class') {
    const attributes = data.attributes.value;
    const kept = resting(value, run.control);
    write(run.trail, data.attributes, attributes && new Map([...attributes, [name, kept]]));
    return;
  }
  if (data.type === 'module') {
    write(run.trail, data.overlay, overlayWith(object, name, resting(value, run.control)));
    return;
  }
  if (/^(?:none|bool|int|float|str|list|dict|tuple)$/.test(data.type)) missing(run, data, name);
  if (isAlias(object)) loseContainers(run);
  mayRaise(run);
}
