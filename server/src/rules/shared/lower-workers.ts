import type { Deployment, Program } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import { fixWith } from '../edit/fix.ts';
import { changeTo, gunicornUses, writtenAt } from './gunicorn-use.ts';

/**
 * Gives each instance of a gunicorn program so many workers. None where their number is written nowhere, or not even
 * one would be left.
 */
export function lowerWorkers(deployment: Deployment, program: Program, each: number): readonly Fix[] {
  const use = gunicornUses(deployment).find(({ running }) => running?.program === program);
  return use && each >= 1 && writtenAt(use, 'workers')
    ? fixWith(`Set workers to ${each}`, false, changeTo(use, 'workers', String(each)))
    : [];
}
