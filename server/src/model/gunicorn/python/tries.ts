import type { Handler, Try, With } from '../../../syntax/gunicorn/ast.ts';
import { assignTo } from './assign.ts';
import { branch, mayRaise, raisesOf, wayHere } from './branch.ts';
import { applyMerged, undo, write, writesSince } from './cell.ts';
import { type Scope, unknownOf, type Val, val } from './data.ts';
import { takes } from './exceptions.ts';
import { type Attempt, type Completion, placeOf, Raised, type Run, type Way } from './run.ts';
import { bindName } from './scope.ts';

/** `try` with all its clauses. */
export function executeTry(run: Run, statement: Try, scope: Scope): Completion {
  if (statement.finally.length === 0) return handled(run, statement, scope);
  const waysBefore = openWays(run);
  let completion: Completion | undefined;
  let failure: Raised | undefined;
  try {
    completion = handled(run, statement, scope);
  } catch (raised) {
    if (!(raised instanceof Raised)) throw raised;
    failure = raised;
  }
  // Ways that left earlier pass through this block as well, which is not followed.
  if (openWays(run) !== waysBefore) run.lost ??= 'a finally block is passed in ways that are not followed';
  const last = run.execute(statement.finally, scope);
  if (last.kind !== 'normal') return last;
  if (failure) throw failure;
  return completion ?? { kind: 'normal' };
}

function openWays(run: Run): number {
  const frame = run.frames[run.frames.length - 1];
  if (!frame) return 0;
  const loops = frame.loops.reduce((count, loop) => count + loop.breaks.length + loop.continues.length, 0);
  return frame.returns.length + loops;
}

interface Outcome {
  readonly completion: Completion | undefined;
  readonly raised: Raised | undefined;
  readonly ways: readonly Way[];
}

/** Runs the body and gathers every way that an exception may take out of it. */
function attempt(run: Run, body: () => Completion): Outcome & { readonly mark: number } {
  const at: Attempt = { mark: run.trail.length, raises: [], overflow: false };
  run.attempts.push(at);
  let completion: Completion | undefined;
  let raised: Raised | undefined;
  try {
    completion = body();
  } catch (failure) {
    if (!(failure instanceof Raised)) throw failure;
    raised = failure;
  } finally {
    run.attempts.pop();
  }
  const certain: Way[] = raised ? [{ ...wayHere(run, at.mark), raised }] : [];
  return { completion, raised, ways: [...raisesOf(run, at), ...certain], mark: at.mark };
}

function handled(run: Run, statement: Try, scope: Scope): Completion {
  const { completion, raised, ways, mark } = attempt(run, () => run.execute(statement.body, scope));
  const otherwise = (): Completion =>
    completion?.kind === 'normal'
      ? run.execute(statement.otherwise, scope)
      : (completion ?? { kind: 'dead' });
  if (ways.length === 0) return otherwise();
  const sorted = sortWays(run, statement.handlers, ways, scope);
  if (raised && ways.length === 1) return certainly(run, statement, raised, sorted, scope);
  const here = completion ? writesSince(run.trail, mark) : undefined;
  undo(run.trail, mark);
  const alternatives: (() => Completion)[] = [];
  if (here) {
    alternatives.push(() => {
      applyMerged(run.trail, [here]);
      return otherwise();
    });
  }
  for (const [index, handler] of statement.handlers.entries()) {
    const taken = sorted.taken[index] ?? [];
    if (taken.length > 0) alternatives.push(() => handle(run, statement, handler, taken, scope));
  }
  if (sorted.passed.length > 0) alternatives.push(() => passOn(run, sorted.passed));
  return branch(run, alternatives);
}

interface Sorted {
  /** For each handler the ways that it may take. */
  readonly taken: readonly (readonly Way[])[];
  /** Ways that no handler certainly takes. */
  readonly passed: readonly Way[];
}

function sortWays(run: Run, handlers: readonly Handler[], ways: readonly Way[], scope: Scope): Sorted {
  const types = handlers.map((handler) =>
    handler.type ? run.evaluate(handler.type, scope).data : undefined,
  );
  const taken: Way[][] = handlers.map(() => []);
  const passed = ways.filter((way) => {
    for (const [index, type] of types.entries()) {
      const verdict = type === undefined ? true : takes(type, way.raised);
      if (verdict !== false) taken[index]?.push(way);
      if (verdict === true) return false;
    }
    return true;
  });
  return { taken, passed };
}

/** The body certainly raises: the state is the one at that place. */
function certainly(run: Run, statement: Try, raised: Raised, sorted: Sorted, scope: Scope): Completion {
  const candidates = statement.handlers.filter((_handler, index) => (sorted.taken[index]?.length ?? 0) > 0);
  const [only] = candidates;
  if (!only) throw raised;
  if (candidates.length === 1 && sorted.passed.length === 0) return handle(run, statement, only, [], scope);
  const alternatives = candidates.map((handler) => () => handle(run, statement, handler, [], scope));
  if (sorted.passed.length > 0) {
    alternatives.push(() => {
      mayRaise(run, raised);
      return { kind: 'dead' };
    });
  }
  return branch(run, alternatives);
}

/** Runs a handler from where its ways meet; no ways means from here. */
function handle(run: Run, statement: Try, handler: Handler, ways: readonly Way[], scope: Scope): Completion {
  if (ways.length > 0)
    applyMerged(
      run.trail,
      ways.map((way) => way.writes),
    );
  const { name } = handler;
  if (name) {
    const site = { name: name.span, value: name.span, statement: statement.span };
    bindName(run, scope, name.name, caught(run, ways, name.span), site);
  }
  const completion = run.execute(handler.body, scope);
  if (name) {
    const cell = (scope.elsewhere.get(name.name) ?? scope).names.get(name.name);
    if (cell) write(run.trail, cell, { value: undefined, site: undefined });
  }
  return completion;
}

const caught = (run: Run, _ways: readonly Way[], at: { start: number; end: number }): Val =>
  unknownOf('the exception is known only at run time', [placeOf(run, at)]);

/** Ways that no handler takes go on to the next `try` around. */
function passOn(run: Run, ways: readonly Way[]): Completion {
  applyMerged(
    run.trail,
    ways.map((way) => way.writes),
  );
  const [first] = ways;
  mayRaise(run, ways.length === 1 ? first?.raised : undefined);
  return { kind: 'dead' };
}

/** `with`: what its managers give is unknown; one that is no file may swallow an exception. */
export function executeWith(run: Run, statement: With, scope: Scope): Completion {
  let swallows = false;
  for (const { value: expression, target } of statement.items) {
    const manager = run.evaluate(expression, scope);
    const isFile = manager.data.type === 'opaque' && manager.data.name === 'file';
    swallows ||= !isFile;
    mayRaise(run);
    const given = isFile
      ? val({
          type: 'unknown',
          why: 'it is read from a file at run time',
          places: [placeOf(run, expression.span)],
        })
      : unknownOf('what the manager gives is known only at run time', [placeOf(run, expression.span)]);
    const site = { value: expression.span, statement: statement.span };
    if (target) assignTo(run, target, given, scope, site);
  }
  if (!swallows) return run.execute(statement.body, scope);
  const { completion, ways, mark } = attempt(run, () => run.execute(statement.body, scope));
  if (ways.length === 0) return completion ?? { kind: 'normal' };
  const here = completion ? writesSince(run.trail, mark) : undefined;
  undo(run.trail, mark);
  const swallowed = (): Completion => {
    applyMerged(
      run.trail,
      ways.map((way) => way.writes),
    );
    return { kind: 'normal' };
  };
  const through = (): Completion => {
    applyMerged(run.trail, here ? [here] : []);
    return completion ?? { kind: 'dead' };
  };
  return branch(
    run,
    here ? [through, swallowed, () => passOn(run, ways)] : [swallowed, () => passOn(run, ways)],
  );
}
