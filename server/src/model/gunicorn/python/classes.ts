import { aliasOf, type ClassData, type FunctionData, type InstanceData, type Val, val } from './data.ts';

/** An attribute as a class gives it; `hidden` where an unknown base may have it. */
export type Found = { readonly kind: 'found'; readonly value: Val } | { readonly kind: 'missing' | 'hidden' };

const deepest = 20;

/** Looks an attribute up in a class and what it derives from. */
export function classAttribute(data: ClassData, name: string, depth = 0): Found {
  if (depth > deepest || !data.attributes.value) return { kind: 'hidden' };
  const own = data.attributes.value.get(name);
  if (own) return { kind: 'found', value: own };
  let hidden = data.opaque;
  for (const base of data.bases) {
    if (base.type === 'builtin' && base.name === 'object') continue;
    const found: Found = base.type === 'class' ? classAttribute(base, name, depth + 1) : { kind: 'hidden' };
    if (found.kind === 'found') return hidden ? { kind: 'hidden' } : found;
    hidden ||= found.kind === 'hidden';
  }
  return { kind: hidden ? 'hidden' : 'missing' };
}

/** An attribute of an instance, before properties are called. */
export function instanceAttribute(data: InstanceData, name: string): Found {
  if (!data.attributes.value) return { kind: 'hidden' };
  const own = data.attributes.value.get(name);
  return own ? { kind: 'found', value: own } : classAttribute(data.of, name);
}

/** A function of a class as an instance or the class gives it out. */
export function bindTo(value: Val, self: Val, from: 'instance' | 'class'): Val {
  const { data } = value;
  if (data.type !== 'function') return value;
  if (data.binding === 'static') return value;
  if (data.binding === 'class') {
    const owner = self.data.type === 'instance' ? val(self.data.of) : self;
    return { data: { ...data, bound: owner }, basis: value.basis };
  }
  if (from === 'class') return value;
  const bound: FunctionData = { ...data, bound: self };
  return { data: bound, basis: value.basis };
}

/** Stands for an attribute that cannot be told. */
export const hiddenAttribute = (name: string): Val => aliasOf(`the attribute ${name} cannot be told`);
