import type { ServerCapabilities } from 'vscode-languageserver';
import type { Session } from '../session.ts';

/** One method of the protocol (or a few that belong together): what it announces and how it is answered. */
export interface Feature {
  readonly capabilities: ServerCapabilities;
  register(session: Session): void;
}
