import { effectiveOne } from '../effective.ts';
import { hasPlaceholder, refuse } from '../say.ts';
import type { Call, Run } from '../state.ts';
import type { NginxBlock, NginxDirective } from '../types.ts';
import { parseInteger, parseSize } from '../values/units.ts';

const page = 4096n;

const suffixes = [
  'buffer_size',
  'buffers',
  'busy_buffers_size',
  'temp_file_write_size',
  'max_temp_file_size',
] as const;

type Sizes = Readonly<Record<(typeof suffixes)[number], Setting>>;

interface Setting {
  readonly directive: NginxDirective | undefined;
  /** Of `buffers` the size of one. */
  readonly bytes: bigint | undefined;
  readonly count: bigint;
}

/** True when the configuration sets a size of the module's buffers anywhere. */
export const setsBuffers = ({ names }: Run, prefix: string): boolean =>
  suffixes.some((suffix) => names.has(`${prefix}_${suffix}`));

/**
 * Checks the sizes of a module's buffers in a block against each other (`ngx_http_proxy_merge_loc_conf` and its kin).
 * False when nginx refuses them, which is said then.
 */
export function buffersFit(call: Call, block: NginxBlock, prefix: string): boolean {
  const sizes = sizesOf(block, prefix);
  if (!sizes) return true;
  const mistake = mistakeOf(sizes, prefix);
  if (!mistake) return true;
  const { directive, words } = mistake;
  refuse(call, {
    code: 'nginx/invalid-value',
    said: words,
    at: directive?.place,
    advice: 'The sizes in force here are not in proportion.',
  });
  return false;
}

/** The sizes in force; undefined when one of them cannot be told. */
function sizesOf(block: NginxBlock, prefix: string): Sizes | undefined {
  const entries = suffixes.map(
    (suffix) => [suffix, setting(effectiveOne(block, `${prefix}_${suffix}`))] as const,
  );
  if (entries.some(([, { directive, bytes }]) => directive && bytes === undefined)) return undefined;
  return Object.fromEntries(entries) as Sizes;
}

function setting(directive: NginxDirective | undefined): Setting {
  const args = directive?.args ?? [];
  if (!directive || args.some(({ text }) => hasPlaceholder(text))) {
    return { directive, bytes: undefined, count: 8n };
  }
  const last = args[args.length - 1];
  const count = args.length > 1 ? parseInteger(args[0]?.text ?? '') : undefined;
  return { directive, bytes: last && parseSize(last.text), count: BigInt(count ?? 8) };
}

interface Mistake {
  readonly directive: NginxDirective | undefined;
  readonly words: string;
}

function mistakeOf(sizes: Sizes, prefix: string): Mistake | undefined {
  const { buffers } = sizes;
  const one = buffers.bytes ?? page;
  const header = sizes.buffer_size.bytes ?? page;
  const largest = header > one ? header : one;
  const names = `the maximum of the value of "${prefix}_buffer_size" and one of the "${prefix}_buffers"`;
  const cause = sizes.buffer_size.directive ?? buffers.directive;
  const least = (suffix: 'busy_buffers_size' | 'temp_file_write_size'): Mistake => ({
    directive: sizes[suffix].directive ?? cause,
    words: `"${prefix}_${suffix}" must be equal to or greater than ${names}`,
  });
  if (buffers.count < 2n) {
    return { directive: buffers.directive, words: `there must be at least 2 "${prefix}_buffers"` };
  }
  const busy = sizes.busy_buffers_size.bytes ?? 2n * largest;
  if (busy < largest) return least('busy_buffers_size');
  if (busy > (buffers.count - 1n) * one) {
    const all = `the size of all "${prefix}_buffers" minus one buffer`;
    const words = `"${prefix}_busy_buffers_size" must be less than ${all}`;
    return { directive: sizes.busy_buffers_size.directive ?? cause, words };
  }
  const write = sizes.temp_file_write_size.bytes ?? 2n * largest;
  if (write < largest) return least('temp_file_write_size');
  const most = sizes.max_temp_file_size.bytes;
  if (most === undefined || most === 0n || most >= largest) return undefined;
  const zero = 'must be equal to zero to disable temporary files usage or must be equal to or greater than';
  const words = `"${prefix}_max_temp_file_size" ${zero} ${names}`;
  return { directive: sizes.max_temp_file_size.directive, words };
}
