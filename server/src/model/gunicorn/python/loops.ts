import type { For, Statement, While } from '../../../syntax/gunicorn/ast.ts';
import { joinBasis } from './basis.ts';
import { mayRaise, meet, repeatUnknown, wayHere } from './branch.ts';
import { truth } from './compare.ts';
import { isUnknown, partOf, type Scope, type Val } from './data.ts';
import { itemsOf } from './iterate.ts';
import type { Completion, Frame, Loop, Run } from './run.ts';
import { Raised, spend } from './run.ts';

const mostIterations = 5_000;

/** `for`: followed item by item when the items are known, else whatever it changes is lost. */
export function executeFor(run: Run, statement: For, scope: Scope): Completion {
  const frame = run.frames[run.frames.length - 1];
  if (!frame) return { kind: 'normal' };
  const source = run.evaluate(statement.source, scope);
  const found = isUnknown(source) || statement.isAsync ? undefined : itemsOf(run, source);
  const site = { value: statement.source.span, statement: statement.span };
  if (!found || found.items.length > mostIterations) {
    mayRaise(run);
    repeatUnknown(run, frame, () => unknownRound(run, statement, source, scope));
    return afterUnknown(run, frame, statement.otherwise, scope);
  }
  const saved = run.control;
  run.control = joinBasis(saved, found.basis);
  let at = 0;
  let gaveUp = false;
  try {
    const completion = rounds(run, frame, statement.otherwise, scope, () => {
      const item = itemNow(source, found.items, at++);
      if (item === undefined) return undefined;
      if (item === null || at > mostIterations) {
        gaveUp = true;
        repeatUnknown(run, frame, () => unknownRound(run, statement, source, scope));
        return undefined;
      }
      run.assign(statement.target, item, scope, site);
      return run.execute(statement.body, scope);
    });
    return gaveUp && completion.kind === 'normal'
      ? afterUnknown(run, frame, statement.otherwise, scope)
      : completion;
  } finally {
    run.control = joinBasis(saved, run.frames.length > 1 ? frame.control : saved);
  }
}

/** The next item: undefined at the end, null when it cannot be told. A list shows what the loop itself adds to it. */
function itemNow({ data }: Val, items: readonly Val[], at: number): Val | undefined | null {
  if (data.type !== 'list') return items[at];
  return data.cell.value ? data.cell.value.of[at] : null;
}

function unknownRound(run: Run, statement: For, source: Val, scope: Scope): Completion {
  const site = { value: statement.source.span, statement: statement.span };
  run.assign(statement.target, partOf(source, 'it takes values that cannot be told'), scope, site);
  return run.execute(statement.body, scope);
}

/** After a loop that ran any number of times: its `else` may run. */
function afterUnknown(run: Run, frame: Frame, otherwise: readonly Statement[], scope: Scope): Completion {
  if (otherwise.length > 0) repeatUnknown(run, frame, () => run.execute(otherwise, scope));
  return { kind: 'normal' };
}

/** `while`: followed as long as its condition is known, else whatever it changes is lost. */
export function executeWhile(run: Run, statement: While, scope: Scope): Completion {
  const frame = run.frames[run.frames.length - 1];
  if (!frame) return { kind: 'normal' };
  const saved = run.control;
  let rounded = 0;
  let gaveUp = false;
  const completion = rounds(run, frame, statement.otherwise, scope, () => {
    const test = run.evaluate(statement.test, scope);
    const verdict = truth(test);
    if (verdict === false) return undefined;
    if (verdict === undefined || rounded++ > mostIterations) {
      gaveUp = true;
      repeatUnknown(run, frame, () => {
        run.evaluate(statement.test, scope);
        return run.execute(statement.body, scope);
      });
      return undefined;
    }
    run.control = joinBasis(run.control, test.basis);
    return run.execute(statement.body, scope);
  });
  run.control = saved;
  return gaveUp && completion.kind === 'normal'
    ? afterUnknown(run, frame, statement.otherwise, scope)
    : completion;
}

/** Runs rounds until one is undefined; where ways out of the loop meet, and what they lead to. */
function rounds(
  run: Run,
  frame: Frame,
  otherwise: readonly Statement[],
  scope: Scope,
  round: () => Completion | undefined,
): Completion {
  const loop: Loop = { mark: run.trail.length, breaks: [], continues: [] };
  frame.loops.push(loop);
  let end: Completion | 'exhausted' | 'broken' = 'exhausted';
  try {
    while (spend(run, 1)) {
      const completion = carefully(run, loop, round);
      if (completion === undefined) break;
      const last = afterRound(run, loop, completion);
      if (last) {
        end = last;
        break;
      }
    }
  } finally {
    frame.loops.pop();
  }
  return leaveLoop(run, frame, loop, end, otherwise, scope);
}

/** A round that raises does so only on the ways that did not leave the loop before. */
function carefully(run: Run, loop: Loop, round: () => Completion | undefined): Completion | undefined {
  try {
    return round();
  } catch (raised) {
    if (!(raised instanceof Raised) || loop.breaks.length + loop.continues.length === 0) throw raised;
    mayRaise(run, raised);
    return { kind: 'dead' };
  }
}

/** What a round's end means for the loop; undefined to go on. */
function afterRound(run: Run, loop: Loop, completion: Completion): Completion | 'broken' | undefined {
  if (completion.kind === 'break') return 'broken';
  const goesOn = completion.kind === 'normal' || completion.kind === 'continue';
  const ways = loop.continues.splice(0);
  if (ways.length === 0) return goesOn ? undefined : completion;
  if (completion.kind === 'return') return completion;
  meet(run, loop.mark, goesOn ? [...ways, wayHere(run, loop.mark)] : ways);
  return undefined;
}

function leaveLoop(
  run: Run,
  frame: Frame,
  loop: Loop,
  end: Completion | 'exhausted' | 'broken',
  otherwise: readonly Statement[],
  scope: Scope,
): Completion {
  const completion: Completion =
    end === 'exhausted' ? run.execute(otherwise, scope) : end === 'broken' ? { kind: 'normal' } : end;
  if (loop.breaks.length === 0) return completion;
  if (completion.kind === 'return') frame.returns.push(wayHere(run, frame.mark, completion.value));
  const ways = completion.kind === 'normal' ? [...loop.breaks, wayHere(run, loop.mark)] : loop.breaks;
  meet(run, loop.mark, ways);
  return { kind: 'normal' };
}
