import type { Connection } from 'vscode-languageserver';
import type { Logger } from '../workspace/host.ts';

/** The output channel of the editor. */
export interface Log extends Logger {
  /** What failed, with the error's stack. */
  failure(what: string, error: unknown): void;
}

export function connectionLog(connection: Connection): Log {
  return {
    info: (message) => connection.console.info(message),
    error: (message) => connection.console.error(message),
    failure: (what, error) => connection.console.error(`${what} failed: ${describe(error)}`),
  };
}

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
