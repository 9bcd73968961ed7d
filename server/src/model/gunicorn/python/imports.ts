import type { ImportFrom, Statement } from '../../../syntax/gunicorn/ast.ts';
import { mayRaise } from './branch.ts';
import { type Scope, unknownOf, type Val } from './data.ts';
import { loseEnviron } from './environ.ts';
import { isLibrary, moduleAttribute, moduleOf } from './modules.ts';
import { isNative } from './natives/all.ts';
import { placeOf, type Run } from './run.ts';
import { bindName, loseNames } from './scope.ts';

/** `import a.b as c, d` */
export function executeImport(
  run: Run,
  statement: Extract<Statement, { kind: 'import' }>,
  scope: Scope,
): void {
  for (const { name, alias, span } of statement.names) {
    const site = { name: span, value: span, statement: statement.span };
    const module = packageNatives.has(name) ? packageOf(run, name, span) : moduleOf(run, name, span);
    const top = name.split('.')[0] ?? name;
    const value = alias === undefined && top !== name ? moduleOf(run, top, span) : module;
    bindName(run, scope, alias ?? top, value, site);
  }
}

/** Packages outside Python's library of which a function is followed. */
const packageNatives = new Set(['psutil', 'dotenv', 'decouple', 'environs', 'environ']);

function packageOf(run: Run, name: string, span: { start: number; end: number }): Val {
  const unread = moduleOf(run, name, span);
  return { data: { type: 'opaque', name, parameters: undefined, isClass: false }, basis: unread.basis };
}

/** `from a import b` */
export function executeImportFrom(run: Run, statement: ImportFrom, scope: Scope): void {
  const { module, names, span } = statement;
  if (!names) {
    importAll(run, module, scope);
    return;
  }
  const owner = module.startsWith('.') ? undefined : moduleOf(run, module, span);
  if (!owner) mayRaise(run);
  for (const { name, alias, span: at } of names) {
    const full = `${module}.${name}`;
    const site = { name: at, value: at, statement: span };
    bindName(run, scope, alias ?? name, imported(run, owner, full, name, at), site);
  }
}

function imported(
  run: Run,
  owner: Val | undefined,
  full: string,
  name: string,
  at: { start: number; end: number },
): Val {
  if (owner?.data.type === 'module') return moduleAttribute(run, owner, name, at);
  if (isNative(full))
    return {
      data: { type: 'builtin', name: full, self: undefined },
      basis: { origin: 'literal', assumes: [], places: [] },
    };
  mayRaise(run);
  return unknownOf(`${full.replace(/^\.+/, '')} is not read here`, [placeOf(run, at)]);
}

/** `from a import *` may set any name, unless it is a module that is known not to. */
function importAll(run: Run, module: string, scope: Scope): void {
  if (isLibrary(module)) {
    run.openEnded ??= `it may come from ${module}`;
    if (module === 'os') loseEnviron(run);
    return;
  }
  mayRaise(run);
  loseNames(run, scope);
  run.openEnded ??= `it may come from ${module.replace(/^\.+/, '') || 'another module'}`;
}
