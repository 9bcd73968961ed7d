import type { ClientCapabilities, ServerCapabilities } from 'vscode-languageserver';
import type { Session } from '../session.ts';

/** One method of the protocol (or a few that belong together): what it announces and how it is answered. */
export interface Feature {
  /** What it announces to a client. */
  readonly capabilities: ServerCapabilities | ((client: ClientCapabilities) => ServerCapabilities);
  register(session: Session): void;
  /** What it registers once the client is initialized: capabilities that hold for some documents alone. */
  initialized?(session: Session): Promise<void>;
}
