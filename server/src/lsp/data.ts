import type { Log } from './log.ts';

/** The files that the build puts beside the server: pages of rules, and the manual's words on nginx. */
export type DataName = 'rules.json' | 'nginx-reference.json';

/** The bytes of a file beside the server; undefined when there is none. */
export type ReadData = (name: DataName) => Promise<Uint8Array | undefined>;

/** Reads each file at most once, when it is first asked for: most sessions need none. */
export function dataReader(read: ReadData, log: Log): (name: DataName) => Promise<unknown> {
  const asked = new Map<DataName, Promise<unknown>>();
  return (name) => {
    const known = asked.get(name);
    if (known) return known;
    const reading = readJson(read, name).catch((error) => log.failure(`Reading ${name}`, error));
    asked.set(name, reading);
    return reading;
  };
}

async function readJson(read: ReadData, name: DataName): Promise<unknown> {
  const bytes = await read(name);
  return bytes && JSON.parse(new TextDecoder().decode(bytes));
}
