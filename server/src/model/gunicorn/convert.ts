import type { Known, Value } from '../../base/known.ts';
import { known, unknown } from '../../base/known.ts';
import type { Place } from '../../base/span.ts';
import { placeholdersIn } from '../../base/template.ts';
import { holeLetter } from '../../syntax/gunicorn/template.ts';
import { type Basis, joinBasis, plain } from './python/basis.ts';
import type { Data, Val } from './python/data.ts';
import { positionalCount } from './python/merge.ts';
import type { PyValue } from './types.ts';

const deepest = 12;

/** What the rest of the product sees of a value; `place` is the expression that gives it. */
export function toValue(value: Val, place: Place): Value<PyValue> {
  const left = { nodes: mostNodes };
  return isSmall(value.data, left, 0)
    ? convert(value, place, 0)
    : unknown('a value this large is not followed here', [place]);
}

/** Values that hold each other twice grow fast: more than this is no setting. */
const mostNodes = 20_000;

/** Counts a value with all that it holds; false as soon as there is more than is left. */
function isSmall(data: Data, left: { nodes: number }, depth: number): boolean {
  if (--left.nodes < 0 || depth > 500) return false;
  return heldBy(data).every((value) => isSmall(value.data, left, depth + 1));
}

function heldBy(data: Data): readonly Val[] {
  if (data.type === 'tuple') return data.items;
  if (data.type === 'list') return data.cell.value?.of ?? [];
  if (data.type === 'set') return [...(data.cell.value?.of.values() ?? [])];
  if (data.type !== 'dict') return [];
  return [...(data.cell.value?.of.values() ?? [])].flatMap(({ key, value }) => [key, value]);
}

function convert(value: Val, place: Place, depth: number): Value<PyValue> {
  const { data } = value;
  if (data.type === 'unknown') {
    const found = unknown(data.why, [place, ...data.places.filter((other) => !samePlace(other, place))]);
    return data.placeholder === undefined ? found : { ...found, placeholder: data.placeholder };
  }
  if (data.type === 'str' && holdsTemplate(data.value)) {
    return { ...unknown('a template fills it in', [place]), placeholder: data.value };
  }
  const converted = depth > deepest ? undefined : toPython(data, place, depth);
  if (!converted) return unknown('the contents of this value cannot be told', [place]);
  const basis = joinBasis(value.basis, innerBasis(data, 0));
  const places = [place, ...basis.places.filter((other) => !samePlace(other, place))];
  return known(converted, basis.origin, places, basis.assumes) as Known<PyValue>;
}

const samePlace = (a: Place, b: Place): boolean =>
  a.uri === b.uri && a.span.start === b.span.start && a.span.end === b.span.end;

/** True for a text with a tag of Jinja or ERB in it, a `${NAME}` or a marker such as `__PORT__`. */
const holdsTemplate = (text: string): boolean =>
  text.includes(holeLetter) ||
  /\{\{[^{}]*\}\}|\{%[^{}]*%\}|<%=[^<>]*%>/.test(text) ||
  placeholdersIn(text).some(({ kind }) => kind === 'variable' || kind === 'marker');

/** Settings whose own syntax has `%(name)s` in it. */
const formats: ReadonlySet<string> = new Set(['access_log_format', 'logconfig_dict', 'logconfig_json']);

/** The value of a setting, in which a `%(name)s` that is left is a template's, unless the setting has such names. */
export function toSetting(name: string, value: Val, place: Place): Value<PyValue> {
  const found = toValue(value, place);
  return formats.has(name) ? found : withoutPercents(found);
}

function withoutPercents(value: Value<PyValue>): Value<PyValue> {
  if (!value.known) return value;
  const { value: data } = value;
  if (data.type === 'str' && /%\([A-Za-z_][\w.-]*\)[sdirf]/.test(data.value)) {
    return { ...unknown('a template fills it in', value.places), placeholder: data.value };
  }
  if (data.type !== 'list' && data.type !== 'tuple') return value;
  return { ...value, value: { ...data, items: data.items.map(withoutPercents) } };
}

/** What the contents of a container rest on. */
function innerBasis(data: Data, depth: number): Basis {
  if (depth > deepest) return plain;
  const own = 'cell' in data && data.type !== 'lazy' ? (data.cell.value?.basis ?? plain) : plain;
  return heldBy(data).reduce(
    (basis, value) => joinBasis(joinBasis(basis, value.basis), innerBasis(value.data, depth + 1)),
    own,
  );
}

function toPython(data: Data, place: Place, depth: number): PyValue | undefined {
  const each = (items: readonly Val[]): Value<PyValue>[] =>
    items.map((item) => convert(item, place, depth + 1));
  switch (data.type) {
    case 'none':
      return { type: 'none' };
    case 'bool':
      return { type: 'bool', value: data.value };
    case 'int':
    case 'float':
      return { type: data.type, value: data.value };
    case 'str':
    case 'bytes':
      return { type: data.type, value: data.value };
    case 'tuple':
      return { type: 'tuple', items: each(data.items) };
    case 'list':
      return data.cell.value && { type: 'list', items: each(data.cell.value.of) };
    case 'set':
      return data.cell.value && { type: 'set', items: each([...data.cell.value.of.values()]) };
    case 'dict':
      return data.cell.value && dictionary(data, place, depth);
    case 'function':
      return {
        type: 'function',
        name: data.name,
        parameters: positionalCount(data.parameters) - (data.bound ? 1 : 0),
      };
    case 'opaque':
      return data.parameters === undefined
        ? { type: 'object', name: data.name }
        : { type: 'function', name: data.name, parameters: data.parameters };
    case 'class':
    case 'module':
    case 'builtin':
      return { type: 'object', name: data.name };
    case 'instance':
      return { type: 'object', name: data.of.name };
    case 'path':
      return { type: 'object', name: 'PosixPath' };
    default:
      return { type: 'object', name: data.type };
  }
}

function dictionary(data: Extract<Data, { type: 'dict' }>, place: Place, depth: number): PyValue | undefined {
  const entries: (readonly [PyValue, Value<PyValue>])[] = [];
  for (const { key, value } of data.cell.value?.of.values() ?? []) {
    const shown = convert(key, place, depth + 1);
    if (!shown.known) return undefined;
    entries.push([shown.value, convert(value, place, depth + 1)]);
  }
  return { type: 'dict', entries };
}
