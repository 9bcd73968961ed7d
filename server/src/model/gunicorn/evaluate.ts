import type { Module, Statement } from '../../syntax/gunicorn/ast.ts';
import { namesBoundBy } from '../../syntax/gunicorn/walk.ts';
import { assignTo } from './python/assign.ts';
import { readAttribute } from './python/attributes.ts';
import { isCertain, joinBasis, plain } from './python/basis.ts';
import { callValue } from './python/calls.ts';
import { cellOf } from './python/cell.ts';
import { type Scope, strOf, unknownOf, val } from './python/data.ts';
import { mergeEnviron } from './python/environ.ts';
import { evaluateExpression } from './python/expressions.ts';
import { mergeVals } from './python/merge.ts';
import { absolutePath } from './python/natives/system.ts';
import { type Environ, Raised, type Run } from './python/run.ts';
import { bindName, loseNames, newScope, siteAt } from './python/scope.ts';
import { executeBlock, executeStatement } from './python/statements.ts';
import type { Assumptions } from './types.ts';

/** An exception that stops the file. */
export interface Failure {
  /** False when it rests on the machine or on a variable that is not given. */
  readonly certain: boolean;
  readonly type: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface Evaluation {
  /** The names of the file after its last statement. */
  readonly scope: Scope;
  /** In order; Python stops at the first. */
  readonly failures: readonly Failure[];
  /** Why names may be set that no one can list; undefined when all are known. */
  readonly openEnded: string | undefined;
  /** Why nothing can be told; undefined when the evaluation went through. */
  readonly lost: string | undefined;
}

/** Steps for each character of the file and beyond: enough for any file without long loops. */
const baseBudget = 200_000;

/** Follows a file without running it. Every name is known, or unknown with a reason; none is guessed. */
export function evaluate(module: Module, uri: string, text: string, assumptions: Assumptions): Evaluation {
  const run = newRun(uri, text, assumptions);
  const failures: Failure[] = [];
  for (const statement of module.body) {
    const failure = step(run, statement);
    if (failure) failures.push(failure);
  }
  return { scope: run.module, failures, openEnded: run.openEnded, lost: run.lost };
}

/** Runs one statement of the module; what an exception left undone is unknown. */
function step(run: Run, statement: Statement): Failure | undefined {
  run.seen = plain;
  try {
    executeStatement(run, statement, run.module);
    return undefined;
  } catch (raised) {
    if (!(raised instanceof Raised)) {
      // The stack's end: values nested in each other without limit.
      if (!(raised instanceof RangeError)) throw raised;
      run.lost ??= 'values here nest more deeply than is followed';
      run.budget = -1;
    }
    run.uncertain = 0;
    run.attempts.length = 0;
    run.frames.length = 1;
    for (const frame of run.frames) frame.loops.length = 0;
    const basis = joinBasis(run.seen, run.control);
    run.control = plain;
    if (!(raised instanceof Raised)) return undefined;
    loseBound(run, statement, raised);
    const { type, message } = raised;
    const certain = isCertain(basis) && run.lost === undefined;
    return { certain, type, message, start: run.here.start, end: run.here.end };
  }
}

function loseBound(run: Run, statement: Statement, raised: Raised): void {
  const why = `this statement raises ${raised.type}${raised.message ? `: ${raised.message}` : ''}`;
  const place = { uri: run.uri, span: { start: statement.span.start, end: statement.span.end } };
  for (const name of namesBoundBy(statement)) {
    bindName(run, run.module, name, unknownOf(why, [place]), siteAt(statement.span));
  }
}

function newRun(uri: string, text: string, assumptions: Assumptions): Run {
  const module = newScope('module', undefined);
  const environ: Environ = { changes: new Map(), others: 'as given' };
  const run: Run = {
    assumptions,
    uri,
    text,
    trail: [],
    budget: baseBudget + 4 * text.length,
    lost: undefined,
    openEnded: undefined,
    control: plain,
    seen: plain,
    here: { start: 0, end: 0 },
    frames: [{ scope: module, mark: 0, returns: [], loops: [], control: plain }],
    attempts: [],
    uncertain: 0,
    modules: new Map(),
    module,
    environ: cellOf<Environ>(
      environ,
      (a, b) => mergeEnviron(a, b, mergeVals),
      (before) => ({ ...before, others: 'unknown' }),
    ),
    unseen: new Set(),
    namespaces: new Set(),
    changeNamespace: () => {
      loseNames(run, module);
      run.openEnded ??= 'code that is not followed here may set it';
    },
    evaluate: (expression, scope) => evaluateExpression(run, expression, scope),
    execute: (block, scope) => executeBlock(run, block, scope),
    call: (callee, args, at) => callValue(run, callee, args, at),
    attribute: (object, name, at) => readAttribute(run, object, name, at),
    assign: (target, value, scope, site) => assignTo(run, target, value, scope, site),
  };
  const start = siteAt({ start: 0, end: 0 });
  bindName(run, module, '__name__', strOf('__config__'), start);
  bindName(run, module, '__file__', absolutePath(run, assumptions.path), start);
  bindName(run, module, '__doc__', unknownOf('the documentation of the file'), start);
  bindName(
    run,
    module,
    '__builtins__',
    val({ type: 'opaque', name: 'builtins', parameters: undefined, isClass: false }),
    start,
  );
  return run;
}
