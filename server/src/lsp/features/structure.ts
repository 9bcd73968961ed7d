import {
  type DocumentSymbol,
  type DocumentSymbolParams,
  type FoldingRange,
  FoldingRangeKind,
  type FoldingRangeParams,
  SymbolKind,
  type WorkspaceSymbol,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver';
import type { TextFile } from '../../base/file.ts';
import type * as symbols from '../../features/symbols.ts';
import { answering } from '../answer.ts';
import { rangeOf } from '../conversion.ts';
import { located, type Session } from '../session.ts';
import type { Feature } from './feature.ts';

/** The outline of a file, the symbols of the workspace, and what can be folded. */
export const structure: Feature = {
  capabilities: { documentSymbolProvider: true, workspaceSymbolProvider: true, foldingRangeProvider: true },
  register: (session) => {
    const { connection, log } = session;
    connection.onDocumentSymbol(
      answering<DocumentSymbolParams, DocumentSymbol[] | null>(log, 'Symbols', null, ({ textDocument }) => {
        const here = located(session, textDocument.uri);
        if (!here) return null;
        return session.service
          .documentSymbols(here.snapshot, here.file.uri)
          .map((one) => protocolSymbol(here.file, one));
      }),
    );
    connection.onWorkspaceSymbol(
      answering<WorkspaceSymbolParams, WorkspaceSymbol[] | null>(log, 'Symbols', null, ({ query }) =>
        found(session, query),
      ),
    );
    connection.onFoldingRanges(
      answering<FoldingRangeParams, FoldingRange[] | null>(log, 'Folding', null, ({ textDocument }) => {
        const here = located(session, textDocument.uri);
        if (!here) return null;
        return session.service
          .folds(here.snapshot, here.file.uri)
          .flatMap((fold) => protocolFold(here.file, fold));
      }),
    );
  },
};

const kinds: Readonly<Record<symbols.SymbolKind, SymbolKind>> = {
  section: SymbolKind.Namespace,
  program: SymbolKind.Class,
  group: SymbolKind.Package,
  block: SymbolKind.Namespace,
  server: SymbolKind.Module,
  location: SymbolKind.Method,
  upstream: SymbolKind.Interface,
  setting: SymbolKind.Property,
};

function protocolSymbol(
  file: TextFile,
  { name, detail, kind, span, nameSpan, children }: symbols.DocumentSymbol,
): DocumentSymbol {
  return {
    name: name || '(no name)',
    detail,
    kind: kinds[kind],
    range: rangeOf(file, span),
    selectionRange: rangeOf(file, nameSpan),
    children: children.map((child) => protocolSymbol(file, child)),
  };
}

/** Programs, upstreams and servers of all deployments whose name holds the query. */
function found(session: Session, query: string): WorkspaceSymbol[] {
  const { snapshot } = session.service.workspace;
  return session.service.workspaceSymbols(snapshot, query).flatMap(({ name, kind, place, container }) => {
    const file = snapshot.files.get(place.uri);
    if (!file) return [];
    const location = { uri: session.documents.external(place.uri), range: rangeOf(file, place.span) };
    return [{ name, kind: kinds[kind], location, containerName: container }];
  });
}

function protocolFold(file: TextFile, { span, kind }: symbols.Fold): FoldingRange[] {
  const { start, end } = rangeOf(file, span);
  if (end.line <= start.line) return [];
  const startLine = start.line;
  const endLine = kind === 'comment' || end.character > 1 ? end.line : end.line - 1;
  if (endLine <= startLine) return [];
  return [{ startLine, endLine, ...(kind === 'comment' ? { kind: FoldingRangeKind.Comment } : {}) }];
}
