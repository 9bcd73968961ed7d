import type { ClassData, Data } from './data.ts';

/** Built-in exceptions and the one each derives from. */
const parents: Readonly<Record<string, string>> = {
  SystemExit: 'BaseException',
  KeyboardInterrupt: 'BaseException',
  GeneratorExit: 'BaseException',
  Exception: 'BaseException',
  StopIteration: 'Exception',
  ArithmeticError: 'Exception',
  ZeroDivisionError: 'ArithmeticError',
  OverflowError: 'ArithmeticError',
  FloatingPointError: 'ArithmeticError',
  AssertionError: 'Exception',
  AttributeError: 'Exception',
  BufferError: 'Exception',
  EOFError: 'Exception',
  ImportError: 'Exception',
  ModuleNotFoundError: 'ImportError',
  LookupError: 'Exception',
  IndexError: 'LookupError',
  KeyError: 'LookupError',
  MemoryError: 'Exception',
  NameError: 'Exception',
  UnboundLocalError: 'NameError',
  OSError: 'Exception',
  FileNotFoundError: 'OSError',
  FileExistsError: 'OSError',
  PermissionError: 'OSError',
  NotADirectoryError: 'OSError',
  IsADirectoryError: 'OSError',
  ConnectionError: 'OSError',
  TimeoutError: 'OSError',
  RuntimeError: 'Exception',
  NotImplementedError: 'RuntimeError',
  RecursionError: 'RuntimeError',
  SyntaxError: 'Exception',
  SystemError: 'Exception',
  TypeError: 'Exception',
  ValueError: 'Exception',
  UnicodeError: 'ValueError',
  UnicodeDecodeError: 'UnicodeError',
  UnicodeEncodeError: 'UnicodeError',
  Warning: 'Exception',
  UserWarning: 'Warning',
  DeprecationWarning: 'Warning',
};

const aliases: Readonly<Record<string, string>> = { IOError: 'OSError', EnvironmentError: 'OSError' };

export const isException = (name: string): boolean =>
  Object.hasOwn(parents, name) || Object.hasOwn(aliases, name) || name === 'BaseException';

/** The built-in class that a name stands for. */
export const exceptionName = (name: string): string => aliases[name] ?? name;

/** A built-in exception and all it derives from. */
export function ancestorsOf(name: string): readonly string[] {
  const chain: string[] = [];
  for (let at: string | undefined = exceptionName(name); at; at = parents[at]) chain.push(at);
  return chain;
}

/** The built-in exceptions that a class of the file derives from, itself first; empty when it is none. */
export function classAncestors(data: ClassData): readonly string[] {
  const above = data.bases.flatMap((base) =>
    base.type === 'class'
      ? classAncestors(base)
      : base.type === 'builtin' && isException(base.name)
        ? ancestorsOf(base.name)
        : [],
  );
  return above.length > 0 ? [data.name, ...above] : [];
}

/**
 * Whether an `except` clause of one type takes an exception; undefined when it cannot be told. An exception whose
 * type is undefined may be any.
 */
export function takes(
  type: Data,
  raised: { readonly ancestors: readonly string[] } | undefined,
): boolean | undefined {
  if (type.type === 'builtin' && isException(type.name)) {
    const name = exceptionName(type.name);
    if (raised) return raised.ancestors.includes(name);
    return name === 'BaseException' || name === 'Exception' ? true : undefined;
  }
  if (type.type === 'class') return raised ? raised.ancestors.includes(type.name) : undefined;
  if (type.type !== 'tuple') return undefined;
  const verdicts = type.items.map((item) => takes(item.data, raised));
  if (verdicts.includes(true)) return true;
  return verdicts.includes(undefined) ? undefined : false;
}
