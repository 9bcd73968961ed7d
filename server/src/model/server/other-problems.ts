import { nearest } from '../../base/nearest.ts';
import { gunicornFlag } from '../../catalog/gunicorn.ts';
import { serverOptions } from '../../catalog/servers.ts';
import type { Problem } from '../problem.ts';
import type { ArgumentError } from './arguments.ts';
import type { OtherLaunch } from './other-launch.ts';
import type { AppServerKind } from './types.ts';

/**
 * Flags that uvicorn certainly lacks: those of gunicorn, and slips of its own. Any other flag may be of a version
 * that nobody here knows.
 */
export function otherProblems(kind: AppServerKind, { commandLine }: OtherLaunch): readonly Problem[] {
  if (kind !== 'uvicorn') return [];
  const known = serverOptions('uvicorn').flatMap(({ flags }) => flags);
  return commandLine.errors.flatMap((error) => problemOf(error, known));
}

function problemOf({ kind, flag, place }: ArgumentError, known: readonly string[]): readonly Problem[] {
  if (kind !== 'unknown flag' || !place || !flag.startsWith('--')) return [];
  const near = nearest(
    flag,
    known.filter((one) => wordsOf(one) !== wordsOf(flag)),
    2,
  );
  const isGunicorns = gunicornFlag(flag) !== undefined;
  if (!isGunicorns && near === undefined) return [];
  const advice = near === undefined ? 'gunicorn has it; remove it here.' : `Write ${near}.`;
  return [
    {
      code: 'uvicorn/unknown-flag',
      message: `uvicorn has no flag ${flag} and exits: 'No such option: ${flag}'. ${advice}`,
      place,
      related: [],
      refusedBy: null,
      ...(near === undefined ? {} : { data: { near } }),
    },
  ];
}

/** A flag without its digits: `--http3` may be the next of `--http2`, and no slip. */
const wordsOf = (flag: string): string => flag.replace(/\d/g, '');
