import {
  type ClientCapabilities,
  CodeLensRefreshRequest,
  type Connection,
  InlayHintRefreshRequest,
  SemanticTokensRefreshRequest,
} from 'vscode-languageserver';
import type { TextFile } from '../base/file.ts';
import type { LanguageService } from '../service.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { Documents } from './documents.ts';
import type { Log } from './log.ts';

/** What an editor asks for when a file changes, and keeps showing when only another file did. */
export type ShownView = 'codeLens' | 'inlayHint' | 'semanticTokens';

const requests = {
  codeLens: CodeLensRefreshRequest.method,
  inlayHint: InlayHintRefreshRequest.method,
  semanticTokens: SemanticTokensRefreshRequest.method,
} as const satisfies Record<ShownView, string>;
const views = Object.keys(requests) as readonly ShownView[];

/** Keeps what the editor was told of open files, and asks it to ask again once that is no longer so. */
export interface Shown {
  /** Gives what `ask` gives of the current snapshot, and remembers it with the question. */
  answer<Answer>(view: ShownView, file: TextFile, ask: (snapshot: Snapshot) => Answer): Answer;
  /** To be called when the snapshot changed. */
  check(): void;
  /** To be called when a setting changed that the answers depend on. */
  refreshAll(): void;
}

interface Noted {
  readonly view: ShownView;
  readonly file: TextFile;
  readonly ask: (snapshot: Snapshot) => unknown;
  /** What the answer was made of besides the file. */
  readonly deployments: unknown;
  readonly answer: unknown;
}

/** What of a session the views need. */
interface Parts {
  readonly connection: Connection;
  readonly service: LanguageService;
  readonly documents: Documents;
  readonly client: ClientCapabilities;
  readonly log: Log;
}

/** Nothing is kept of views that the editor cannot refresh. */
export function shownViews(parts: Parts): Shown {
  const noted = new Map<string, Noted>();
  return {
    answer: (view, file, ask) => {
      const { service } = parts;
      const { snapshot } = service.workspace;
      const answer = ask(snapshot);
      const deployments = service.deployments(snapshot);
      if (canRefresh(parts, view) && isOpen(parts, file))
        noted.set(`${view} ${file.uri}`, { view, file, ask, deployments, answer });
      return answer;
    },
    check: () => {
      const stale = new Set<ShownView>();
      for (const [key, one] of noted) {
        const state = stateOf(parts, one);
        if (state !== 'kept') noted.delete(key);
        if (state === 'stale') stale.add(one.view);
      }
      for (const view of stale) refresh(parts, view);
    },
    refreshAll: () => {
      for (const view of views) if (canRefresh(parts, view)) refresh(parts, view);
    },
  };
}

const canRefresh = ({ client }: Parts, view: ShownView): boolean =>
  client.workspace?.[view]?.refreshSupport === true;

const isOpen = ({ documents }: Parts, { uri }: TextFile): boolean => documents.version(uri) !== null;

/** `gone`: the editor asks by itself, since the file itself changed, or shows it no longer. */
function stateOf(parts: Parts, { file, ask, deployments, answer }: Noted): 'kept' | 'stale' | 'gone' {
  const { service } = parts;
  const { snapshot } = service.workspace;
  if (!isOpen(parts, file) || snapshot.files.get(file.uri) !== file) return 'gone';
  if (service.deployments(snapshot) === deployments) return 'kept';
  const now = ask(snapshot);
  return now === answer || JSON.stringify(now) === JSON.stringify(answer) ? 'kept' : 'stale';
}

function refresh({ connection, log }: Parts, view: ShownView): void {
  void connection.sendRequest(requests[view]).catch((error) => log.failure(`Refreshing ${view}`, error));
}
