import { refuse, refuseValue, textOf } from '../say.ts';
import type { Call, Run } from '../state.ts';
import { parseInteger } from '../values/units.ts';
import { type Check, setter } from './check.ts';

/** Remembers that a thread pool is used; it may be defined later. */
export function useThreadPool(call: Call, name: string): void {
  const { threadPools } = call.run.http;
  if (!threadPools.has(name)) threadPools.set(name, { call, defined: false });
}

/** `thread_pool NAME threads=N [max_queue=N]` (`ngx_thread_pool`). */
export const threadPoolCheck: Check = setter((call) => {
  const name = textOf(call, 0);
  useThreadPool(call, name);
  const pool = call.run.http.threadPools.get(name);
  if (pool?.defined) return refuseValue(call, `duplicate thread pool "${name}"`, call.args[0]);
  let threads = false;
  for (const word of call.args.slice(1)) {
    const [, key = '', value = ''] = /^(threads=|max_queue=)(.*)$/s.exec(word.text) ?? [];
    const number = parseInteger(value);
    const least = key === 'threads=' ? 1 : 0;
    if (key !== '' && (number === undefined || number < least)) {
      return refuseValue(call, `invalid ${key.slice(0, -1)} value "${word.text}"`, word);
    }
    threads ||= key === 'threads=';
  }
  if (!threads) return refuseValue(call, `"${call.name}" must have "threads" parameter`);
  if (pool) pool.defined = true;
});

/** Pools that a whole configuration uses and nobody defines; `default` needs no definition. */
export function checkThreadPools(run: Run): void {
  for (const [name, { call, defined }] of run.http.threadPools) {
    if (defined || name === 'default') continue;
    const advice = `Define it: thread_pool ${name} threads=32;`;
    refuse(call, {
      code: 'nginx/undefined-name',
      said: `unknown thread pool "${name}"`,
      at: call.args[0],
      advice,
    });
  }
}
