import {
  CodeLensRefreshRequest,
  InlayHintRefreshRequest,
  SemanticTokensRefreshRequest,
} from 'vscode-languageserver';
import type { TextFile } from '../base/file.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { Session } from './session.ts';

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

/** `session` is asked for when it is complete. Nothing is kept of views that the editor cannot refresh. */
export function shownViews(session: () => Session): Shown {
  const noted = new Map<string, Noted>();
  return {
    answer: (view, file, ask) => {
      const { service } = session();
      const { snapshot } = service.workspace;
      const answer = ask(snapshot);
      const deployments = service.deployments(snapshot);
      if (canRefresh(session(), view) && isOpen(session(), file))
        noted.set(`${view} ${file.uri}`, { view, file, ask, deployments, answer });
      return answer;
    },
    check: () => {
      const stale = new Set<ShownView>();
      for (const [key, one] of noted) {
        const state = stateOf(session(), one);
        if (state !== 'kept') noted.delete(key);
        if (state === 'stale') stale.add(one.view);
      }
      for (const view of stale) refresh(session(), view);
    },
    refreshAll: () => {
      for (const view of views) if (canRefresh(session(), view)) refresh(session(), view);
    },
  };
}

const canRefresh = ({ client }: Session, view: ShownView): boolean =>
  client.workspace?.[view]?.refreshSupport === true;

const isOpen = ({ documents }: Session, { uri }: TextFile): boolean => documents.version(uri) !== null;

/** `gone`: the editor asks by itself, since the file itself changed, or shows it no longer. */
function stateOf(session: Session, { file, ask, deployments, answer }: Noted): 'kept' | 'stale' | 'gone' {
  const { service } = session;
  const { snapshot } = service.workspace;
  if (!isOpen(session, file) || snapshot.files.get(file.uri) !== file) return 'gone';
  if (service.deployments(snapshot) === deployments) return 'kept';
  const now = ask(snapshot);
  return now === answer || JSON.stringify(now) === JSON.stringify(answer) ? 'kept' : 'stale';
}

function refresh({ connection, log }: Session, view: ShownView): void {
  void connection.sendRequest(requests[view]).catch((error) => log.failure(`Refreshing ${view}`, error));
}
