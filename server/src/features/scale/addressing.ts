import { type Edit, sliceOf } from '../../base/span.ts';
import { type Address, addressKey, unixAddress } from '../../model/address.ts';
import type { Deployment, Program } from '../../model/deployment.ts';
import type { Bind } from '../../model/server/types.ts';
import { fileIn, replace } from '../../rules/edit/lines.ts';

/** How the instances of a program get their addresses. */
export interface Addressing {
  /** The address of the instance with a number from 0; undefined where it is no valid one. */
  readonly addressOf: (index: number) => Address | undefined;
  /** True where all instances share one address by SO_REUSEPORT. */
  readonly shared: boolean;
  /** What must be written first, so that it is so. */
  readonly edits: readonly Edit[];
  /** The number of the first instance, where it must be another one than now. */
  readonly numprocsStart?: number;
}

/**
 * The rule by which instances get their addresses: read from the bind as it is written, or made, where one instance
 * binds an address of its own. A text says why neither is possible.
 */
export function addressing(
  deployment: Deployment,
  program: Program,
  bind: Bind,
  count: number,
): Addressing | string {
  const { address, reusePort } = bind;
  if (!address) return `'${program.name}' binds ${bind.text}, which is no address.`;
  if (reusePort && address.kind === 'tcp') return { addressOf: () => address, shared: true, edits: [] };
  if (count === 1 && program.instances.length === 1)
    return { addressOf: (index) => (index === 0 ? address : undefined), shared: false, edits: [] };
  return numbered(deployment, program, bind) ?? numbering(deployment, program, bind, count);
}

const numberPattern = /%\(process_num\)(?:0(\d))?[ds]/g;

/** The rule that the bind holds; undefined without a number in it, or where it does not give today's addresses. */
function numbered(
  deployment: Deployment,
  program: Program,
  { place, address }: Bind,
): Addressing | undefined {
  const file = place && fileIn(deployment, place.uri);
  const start = program.config?.numprocsStart;
  if (!file || !place || !address || !start?.known) return undefined;
  const raw = sliceOf(file.text, place.span).replace(/%\((?:program_name|group_name)\)s/g, program.name);
  if (!raw.includes('%(process_num)')) return undefined;
  const addressOf = (index: number): Address | undefined => {
    const text = raw.replace(numberPattern, (_, width = '0') =>
      String(start.value + index).padStart(Number(width), '0'),
    );
    return likeAddress(address, text);
  };
  const fits = program.instances.every(({ server }, index) => {
    const own = server?.binds.known ? server.binds.value[0]?.address : undefined;
    const told = addressOf(index);
    return own !== undefined && told !== undefined && addressKey(own) === addressKey(told);
  });
  return fits ? { addressOf, shared: false, edits: [] } : undefined;
}

/** A text that ends in an address like another one: its path, or its port at the same host. */
function likeAddress(like: Address, text: string): Address | undefined {
  if (text.includes('%(')) return undefined;
  if (like.kind === 'unix') {
    const path = /\/[^\s'"]*/.exec(text.replace(/^.*?unix:/, ''))?.[0];
    return path === undefined ? undefined : unixAddress(path);
  }
  const port = Number(/(\d+)\D*$/.exec(text)?.[1] ?? Number.NaN);
  return like.kind === 'tcp' && port > 0 && port < 65536 ? { ...like, port } : undefined;
}

/** Puts the number of the instance into the address of the one there is. */
function numbering(deployment: Deployment, program: Program, bind: Bind, count: number): Addressing | string {
  const { address, text } = bind;
  const command = program.config?.section.options.get('command')?.valuePlace;
  const file = bind.place && fileIn(deployment, bind.place.uri);
  const holds =
    `'${program.name}' binds ${text} without %(process_num), so a second instance could not bind it. ` +
    'Write the number into the address, such as 80%(process_num)02d.';
  if (program.instances.length !== 1 || !bind.place || !command || !file) return holds;
  if (bind.place.uri !== command.uri || bind.place.span.start < command.span.start)
    return `'${program.name}' takes its address ${text} from a file that every instance reads. Move it into the command: -b ${text}.`;
  if (!isPlain(sliceOf(file.text, bind.place.span), text)) return holds;
  const made = address?.kind === 'tcp' ? numberedPort(address, text, count) : numberedSocket(address, text);
  if (!made) return holds;
  const { written, addressOf, numprocsStart } = made;
  return { addressOf, shared: false, edits: [replace(bind.place, written)], numprocsStart };
}

/** True where the bind stands in the file letter by letter, so that nothing expands in it. */
const isPlain = (raw: string, text: string): boolean => raw === text && !/[%'"\\\s]/.test(raw);

interface Numbered {
  readonly written: string;
  readonly addressOf: Addressing['addressOf'];
  readonly numprocsStart: number;
}

/** The first instance keeps its port: 8000 becomes 80%(process_num)02d, and where two digits do not do, all of it. */
function numberedPort(
  address: Address & { readonly kind: 'tcp' },
  text: string,
  count: number,
): Numbered | undefined {
  const host = /^(.*:)\d+$/.exec(text)?.[1];
  const { port } = address;
  if (host === undefined || port + count - 1 > 65535) return undefined;
  const addressOf = (index: number): Address => ({ ...address, port: port + index });
  const first = port % 100;
  return port >= 1000 && first + count <= 100
    ? { written: `${host}${Math.floor(port / 100)}%(process_num)02d`, addressOf, numprocsStart: first }
    : { written: `${host}%(process_num)d`, addressOf, numprocsStart: port };
}

/** `web.sock` becomes `web_%(process_num)02d.sock`. */
function numberedSocket(address: Address | undefined, text: string): Numbered | undefined {
  const parts = /^(unix:)(\/.*?)(\.[A-Za-z]+)?$/.exec(text);
  if (address?.kind !== 'unix' || !parts) return undefined;
  const [, scheme = '', path = '', end = ''] = parts;
  const number = (index: number): string => String(index).padStart(2, '0');
  return {
    written: `${scheme}${path}_%(process_num)02d${end}`,
    addressOf: (index) => unixAddress(`${path}_${number(index)}${end}`),
    numprocsStart: 0,
  };
}
