import { conversions } from './conversions.ts';
import { envPackages } from './env-packages.ts';
import { introspection } from './introspection.ts';
import { iteration } from './iteration.ts';
import { machine } from './machine.ts';
import type { Native, Natives } from './native.ts';
import { numbers } from './numbers.ts';
import { environMethods, pathlib, system } from './system.ts';

const natives: Natives = {
  ...conversions,
  ...envPackages,
  ...introspection,
  ...iteration,
  ...machine,
  ...numbers,
  ...system,
  ...environMethods,
  ...pathlib,
};

/** The function of a full name; undefined where there is none that is followed. */
export const nativeOf = (name: string): Native | undefined =>
  Object.hasOwn(natives, name) ? natives[name] : undefined;

export const isNative = (name: string): boolean => Object.hasOwn(natives, name);

/** Names that need no import and are not in the table of natives. */
const others = new Set([
  ...[
    'super',
    'property',
    'staticmethod',
    'classmethod',
    'object',
    'hasattr',
    'getattr',
    'setattr',
    'delattr',
  ],
  ...[
    'globals',
    'locals',
    'vars',
    'exec',
    'eval',
    'compile',
    '__import__',
    'frozenset',
    'bytes',
    'bytearray',
  ],
  ...[
    'complex',
    'slice',
    'memoryview',
    'hash',
    'dir',
    'help',
    'ascii',
    'issubclass',
    'breakpoint',
    'aiter',
    'anext',
  ],
]);

/** True for a name that Python has without an import, exceptions aside. */
export const isBuiltinName = (name: string): boolean =>
  !name.includes('.') && (isNative(name) || others.has(name));
