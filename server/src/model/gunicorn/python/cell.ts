/** A place that holds a value which may change: a variable, or the contents of a list. */
export interface Cell<T> {
  value: T;
  /** One value for two that are both possible. */
  readonly merge: (a: T, b: T) => T;
  /** The value when nothing is known of it any more. */
  readonly lost: (before: T) => T;
  /** True once code that cannot be seen may change it at any time: it is then lost for good. */
  volatile: boolean;
  /** Counts up: a cell made later has a larger one. */
  readonly born: number;
  /** Cells that may be the same as this one: changing one loses the others. */
  twins: readonly Cell<T>[];
}

const births = { next: 0 };

/** Later than every cell there is. */
export const bornNext = (): number => births.next;

export const cellOf = <T>(value: T, merge: (a: T, b: T) => T, lost: (before: T) => T): Cell<T> => ({
  value,
  merge,
  lost,
  volatile: false,
  born: births.next++,
  twins: [],
});

interface Change {
  readonly cell: Cell<unknown>;
  readonly before: unknown;
}

/** Every change in order, so that one branch can be undone before the other is tried. */
export type Trail = Change[];

/** Values of changed cells at the end of one way through the program. */
export type Writes = ReadonlyMap<Cell<unknown>, unknown>;

export function write<T>(trail: Trail, cell: Cell<T>, value: T): void {
  const changed = cell as Cell<unknown>;
  trail.push({ cell: changed, before: cell.value });
  cell.value = cell.volatile ? cell.lost(value) : value;
  for (const twin of cell.twins) {
    trail.push({ cell: twin as Cell<unknown>, before: twin.value });
    twin.value = twin.lost(twin.value);
  }
}

/** Loses a cell for good. */
export function lose<T>(trail: Trail, cell: Cell<T>): void {
  write(trail, cell, cell.lost(cell.value));
  cell.volatile = true;
}

/** The cells that changed since `mark`, with the values they have now. */
export function writesSince(trail: Trail, mark: number): Writes {
  const writes = new Map<Cell<unknown>, unknown>();
  for (let at = mark; at < trail.length; at++) {
    const cell = trail[at]?.cell;
    if (cell) writes.set(cell, cell.value);
  }
  return writes;
}

/** Takes back every change since `mark`. */
export function undo(trail: Trail, mark: number): void {
  for (let at = trail.length - 1; at >= mark; at--) {
    const change = trail[at];
    if (change) change.cell.value = change.before;
  }
  trail.length = mark;
}

/** Makes the changes of one way. */
export function apply(trail: Trail, writes: Writes): void {
  for (const [cell, value] of writes) write(trail, cell, value);
}

/** Makes the changes of several ways of which one was taken: what differs between them is merged. */
export function applyMerged(trail: Trail, ways: readonly Writes[]): void {
  const [first] = ways;
  if (first && ways.length === 1) {
    apply(trail, first);
    return;
  }
  const cells = new Set(ways.flatMap((writes) => [...writes.keys()]));
  for (const cell of cells) {
    const values = ways.map((writes) => (writes.has(cell) ? writes.get(cell) : cell.value));
    write(
      trail,
      cell,
      values.reduce((a, b) => (a === b ? a : cell.merge(a, b))),
    );
  }
}
