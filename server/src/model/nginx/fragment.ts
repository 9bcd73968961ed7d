import { acceptsCount } from '../../catalog/nginx-mask.ts';
import type { NginxStatement, NginxTree } from '../../syntax/nginx/tree.ts';
import { contextInside, dispatch } from './dispatch.ts';
import { hasPlaceholder } from './say.ts';
import type { NginxContext } from './types.ts';

/** Contexts that a file may be included in; where several fit alike, the first is taken. */
const candidates: readonly NginxContext[] = [
  'http',
  'http server',
  'http location',
  'http upstream',
  'stream',
  'stream server',
  'stream upstream',
  'events',
  'mail',
  'mail server',
  'http if in location',
  'http limit_except',
];

/** Directives that only a main file holds. */
const mainNames = new Set([
  'events',
  'http',
  'stream',
  'mail',
  'worker_processes',
  'worker_rlimit_nofile',
  'worker_cpu_affinity',
  'user',
  'pid',
  'daemon',
  'master_process',
  'load_module',
]);

/**
 * The context that a file must be included in so that its directives are allowed: `main` for a whole configuration,
 * `raw` for lines of a `map` or `geo`.
 */
export function contextOfFile(tree: NginxTree, version: string | undefined): NginxContext {
  const { statements } = tree;
  if (statements.some(({ words }) => mainNames.has(words[0]?.text ?? '')) || holdsMain(statements))
    return 'main';
  if (looksRaw(statements)) return 'raw';
  let best: NginxContext = 'http';
  let fewest = Number.POSITIVE_INFINITY;
  for (const context of candidates) {
    const count = misfits(statements, context, version, 'and inside');
    if (count < fewest) {
      best = context;
      fewest = count;
    }
  }
  return best;
}

/** True when a brace that is missing or left over puts `events` or `http` into another block. */
function holdsMain(statements: readonly NginxStatement[], depth = 0): boolean {
  return statements.slice(0, enough).some(({ words, body }) => {
    if (!body || depth > 3) return false;
    const isMain = words.length === 1 && /^(?:events|http)$/.test(words[0]?.text ?? '');
    return isMain || holdsMain(body.statements, depth + 1);
  });
}

/** Enough statements to tell what a file is. */
const enough = 200;

/** How many statements nginx would refuse in a context, with those of the blocks right inside. */
function misfits(
  statements: readonly NginxStatement[],
  context: NginxContext,
  version: string | undefined,
  depth: 'and inside' | 'only these',
): number {
  const isTop = depth === 'and inside';
  let count = 0;
  for (const statement of statements.slice(0, enough)) {
    const name = statement.words[0]?.text ?? '';
    if (name === 'include' || hasPlaceholder(name)) continue;
    const found = dispatch(name, context, version);
    if (found.kind === 'misplaced') count += isTop ? 10 : 2;
    if (found.kind !== 'known') continue;
    const isBlock = statement.body !== null;
    const shapes = found.shapes.filter(({ block }) => block === isBlock);
    if (shapes.length === 0) count += isTop ? 10 : 2;
    else if (!shapes.some(({ args }) => acceptsCount(args, statement.words.length - 1))) count++;
    const inner = contextInside(context, name);
    if (isTop && statement.body && inner !== 'raw' && inner !== 'unknown') {
      count += misfits(statement.body.statements, inner, version, 'only these');
    }
  }
  return count;
}

/** True for a file of lines that are no directives: keys and values of a `map`, a `geo` or `types`. */
function looksRaw(statements: readonly NginxStatement[]): boolean {
  if (statements.length === 0) return false;
  const sample = statements.slice(0, enough);
  const lines = sample.filter(({ words, body }) => words.length === 2 && body === null);
  if (lines.length < sample.length) return false;
  return sample.every(({ words }) => /^(?:[~"*.]|\d|[a-z]+\/)|^default$/.test(words[0]?.text ?? ''));
}
