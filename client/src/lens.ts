import type * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** The machine that the extension runs on. */
export interface Machine {
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
}

/** The running client and what commands need beside it. */
export interface Lens {
  readonly client: BaseLanguageClient;
  readonly output: vscode.LogOutputChannel;
  /** Undefined in a browser, which says nothing certain of it. */
  readonly machine: Machine | undefined;
}
