import { applyMerged, bornNext, type Cell, undo, type Writes, write, writesSince } from './cell.ts';
import { isAlias, type Slot, unknownOf, type Val } from './data.ts';
import { mergeVals } from './merge.ts';
import { type Attempt, type Completion, type Frame, type Loop, Raised, type Run, type Way } from './run.ts';

const mostWays = 40;

/** Notes that what was just done may raise: a `try` around it may go on from here. */
export function mayRaise(run: Run, raised?: Raised): void {
  const attempt = run.attempts[run.attempts.length - 1];
  if (!attempt) return;
  if (attempt.raises.length >= mostWays) attempt.overflow = true;
  else attempt.raises.push({ writes: writesSince(run.trail, attempt.mark), value: undefined, raised });
}

/** The writes of every way out of an attempt; all of them lost when there were too many to keep apart. */
export function raisesOf(run: Run, attempt: Attempt): readonly Way[] {
  if (!attempt.overflow) return attempt.raises;
  const lost = new Map<Cell<unknown>, unknown>();
  for (const [cell, value] of writesSince(run.trail, attempt.mark)) lost.set(cell, cell.lost(value));
  return [{ writes: lost, value: undefined, raised: undefined }];
}

const lastOf = <T>(list: readonly T[]): T | undefined => list[list.length - 1];

/** Puts a way that ends early where it leads to. */
function leave(run: Run, completion: Completion): void {
  const frame = lastOf(run.frames);
  const loop = frame && lastOf(frame.loops);
  const way = (mark: number, value?: Val): Way => ({
    writes: writesSince(run.trail, mark),
    value,
    raised: undefined,
  });
  if (completion.kind === 'return' && frame) frame.returns.push(way(frame.mark, completion.value));
  else if (completion.kind === 'break' && loop) loop.breaks.push(way(loop.mark));
  else if (completion.kind === 'continue' && loop) loop.continues.push(way(loop.mark));
}

/** Runs one of several ways; an exception that it certainly raises becomes one that may be raised. */
function follow(run: Run, way: () => Completion): Completion {
  try {
    return way();
  } catch (raised) {
    if (!(raised instanceof Raised)) throw raised;
    mayRaise(run, raised);
    return { kind: 'dead' };
  }
}

/** Does what several ways do of which one is taken and it cannot be told which. */
export function branch(run: Run, ways: readonly (() => Completion)[]): Completion {
  const mark = run.trail.length;
  const normal: Writes[] = [];
  run.uncertain++;
  for (const way of ways) {
    const completion = follow(run, way);
    if (completion.kind === 'normal') normal.push(writesSince(run.trail, mark));
    else leave(run, completion);
    undo(run.trail, mark);
  }
  run.uncertain--;
  if (normal.length === 0) return { kind: 'dead' };
  applyMerged(run.trail, normal);
  return { kind: 'normal' };
}

/** The value of an expression of which one of several ways is taken. */
export function branchValue(run: Run, ways: readonly (() => Val)[], why: string): Val {
  const values: Val[] = [];
  branch(
    run,
    ways.map((way) => () => {
      values.push(way());
      return { kind: 'normal' };
    }),
  );
  const [first, ...rest] = values;
  return first ? rest.reduce(mergeVals, first) : unknownOf(why);
}

/** Goes on from where several ways of a loop, call or attempt meet; each holds all writes since `mark`. */
export function meet(run: Run, mark: number, ways: readonly Way[]): void {
  undo(run.trail, mark);
  applyMerged(
    run.trail,
    ways.map((way) => way.writes),
  );
}

/** The way that led to here, since `mark`. */
export const wayHere = (run: Run, mark: number, value?: Val): Way => ({
  writes: writesSince(run.trail, mark),
  value,
  raised: undefined,
});

const mostRounds = 8;

/**
 * Does what a body does that runs any number of times, none included: whatever it changes is lost. Rounds are
 * repeated until no further variable changes.
 */
export function repeatUnknown(run: Run, frame: Frame, iteration: () => Completion): void {
  const losing = new Map<Cell<unknown>, unknown>();
  for (let round = 0; round < mostRounds; round++) {
    const born = bornNext();
    const changed = changedBy(run, frame, iteration);
    // Variables that the first round makes are there in the second; those of calls are made anew each time.
    const old = [...changed].filter(([cell]) => cell.born < born);
    let settled = round > 0 || old.length === changed.size;
    for (const [cell, value] of old) {
      const lost = cell.lost(cell.merge(cell.value, value));
      if (losing.has(cell) && sameLoss(losing.get(cell), lost)) continue;
      settled = false;
      losing.set(cell, lost);
      write(run.trail, cell, lost);
    }
    if (settled) return;
  }
  run.lost ??= 'a loop here changes more than is followed';
}

/** True for two lost states that stand for the same values: only a variable can come to stand for a container. */
function sameLoss(a: unknown, b: unknown): boolean {
  const aliasIn = (lost: unknown): boolean => {
    const value = (lost as Partial<Slot> | undefined)?.value;
    return value !== undefined && isAlias(value);
  };
  return aliasIn(a) || !aliasIn(b);
}

/** What one round changes, with a value that each cell may have after it. */
function changedBy(run: Run, frame: Frame, iteration: () => Completion): Map<Cell<unknown>, unknown> {
  const mark = run.trail.length;
  const loop: Loop = { mark, breaks: [], continues: [] };
  frame.loops.push(loop);
  run.uncertain++;
  const completion = follow(run, iteration);
  if (completion.kind === 'return') leave(run, completion);
  run.uncertain--;
  frame.loops.pop();
  const ways = [
    writesSince(run.trail, mark),
    ...[...loop.breaks, ...loop.continues].map((way) => way.writes),
  ];
  undo(run.trail, mark);
  const changed = new Map<Cell<unknown>, unknown>();
  for (const writes of ways) {
    for (const [cell, value] of writes) {
      changed.set(cell, changed.has(cell) ? cell.merge(changed.get(cell), value) : value);
    }
  }
  return changed;
}
