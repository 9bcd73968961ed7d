import type { TextFile } from '../base/file.ts';
import type { Target, Versions } from '../model/deployment.ts';
import { readProfile } from '../workspace/profile/profile.ts';
import { usageError } from './usage.ts';

const versionNames = ['supervisor', 'gunicorn', 'nginx', 'uvicorn'];

/** What `--target cores=8,memory=16GiB,nginx=1.26` says: read as a profile is, so both know the same words. */
export interface GivenTarget {
  readonly target: Partial<Target>;
  readonly versions: Partial<Versions>;
}

/** Reads the value of `--target`; a usage error for a word or value that no profile could hold. */
export function readTarget(text: string): GivenTarget {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  const wrong = pairs.find((pair) => !/^[^=]+=[^=]+$/.test(pair));
  if (wrong !== undefined || pairs.length === 0)
    throw usageError(
      `--target: '${wrong ?? text}' is not NAME=VALUE`,
      'Write --target cores=8,memory=16GiB.',
    );
  const profile = readProfile(asProfile(pairs));
  const problem = profile.problems[0];
  if (problem)
    throw usageError(
      `--target: ${problem.message.replace(/\.$/, '')}`,
      'Write --target cores=8,memory=16GiB.',
    );
  return { target: { ...profile.target, from: '--target' }, versions: profile.versions };
}

function asProfile(pairs: readonly string[]): TextFile {
  const isVersion = (pair: string): boolean => versionNames.includes(pair.split('=', 1)[0]?.trim() ?? '');
  const lines = [
    '[target]',
    ...pairs.filter((pair) => !isVersion(pair)),
    '[versions]',
    ...pairs.filter(isVersion),
  ];
  return { uri: 'file:///target', text: lines.join('\n'), kind: 'profile' };
}
