import type { Span } from '../../../../base/span.ts';
import { firstUnknown, type Val } from '../data.ts';
import type { Args, Run } from '../run.ts';

/** A function of Python or its library; undefined where these arguments are not followed. */
export type Native = (run: Run, args: Args, at: Span) => Val | undefined;

/** Functions by full name: `len`, `os.path.join`. */
export type Natives = Readonly<Record<string, Native>>;

/** Makes natives give back the first argument that cannot be told, before they look at any. */
export function strict(natives: Natives): Natives {
  return Object.fromEntries(
    Object.entries(natives).map(([name, native]) => [
      name,
      (run: Run, args: Args, at: Span) =>
        firstUnknown([...args.positional, ...args.named.values()]) ?? native(run, args, at),
    ]),
  );
}
