import { readFileSync } from 'node:fs';

/** All that a command needs of the process it runs in, so that tests run commands without one. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True when standard output is a terminal. */
  readonly terminal: boolean;
  /** Writes to standard output. */
  readonly out: (text: string) => void;
  /** Writes to standard error. */
  readonly error: (text: string) => void;
  /** All bytes of standard input. */
  readonly stdin: () => Uint8Array;
}

/** The process itself. A reader that goes away (`| head`) ends the output, not with an error. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit());
  return {
    cwd: process.cwd(),
    env: process.env,
    terminal: process.stdout.isTTY === true,
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    stdin: () => readFileSync(0),
  };
}
