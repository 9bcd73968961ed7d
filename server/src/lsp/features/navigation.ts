import {
  type DefinitionLink,
  type DefinitionParams,
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentHighlightParams,
  type DocumentLink,
  type DocumentLinkParams,
  type Location,
  type Range,
  type ReferenceParams,
} from 'vscode-languageserver';
import type { Place } from '../../base/span.ts';
import type * as features from '../../features/navigation.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { answering } from '../answer.ts';
import { rangeOf } from '../conversion.ts';
import { located, pointed, type Session } from '../session.ts';
import type { Feature } from './feature.ts';

/** Definition, references, highlights and links: where else the files name the same. */
export const navigation: Feature = {
  capabilities: {
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentLinkProvider: {},
  },
  register: (session) => {
    const { connection, log } = session;
    connection.onDefinition(
      answering<DefinitionParams, DefinitionLink[] | Location[] | null>(log, 'Definition', null, (params) =>
        definitions(session, params),
      ),
    );
    connection.onReferences(
      answering<ReferenceParams, Location[] | null>(log, 'References', null, (params) =>
        references(session, params),
      ),
    );
    connection.onDocumentHighlight(
      answering<DocumentHighlightParams, DocumentHighlight[] | null>(log, 'Highlights', null, (params) =>
        highlights(session, params),
      ),
    );
    connection.onDocumentLinks(
      answering<DocumentLinkParams, DocumentLink[] | null>(log, 'Links', null, (params) =>
        links(session, params),
      ),
    );
  },
};

function definitions(session: Session, params: DefinitionParams): DefinitionLink[] | Location[] | null {
  const here = pointed(session, params);
  const found = here && session.service.definition(here.snapshot, here.file.uri, here.offset);
  if (!here || !found) return null;
  if (session.client.textDocument?.definition?.linkSupport !== true) {
    return found.targets.flatMap((target) => locationOf(session, here.snapshot, target));
  }
  const originSelectionRange = rangeOf(here.file, found.origin);
  return found.targets.flatMap((target): DefinitionLink[] =>
    locationOf(session, here.snapshot, target).map(({ uri, range }) => ({
      originSelectionRange,
      targetUri: uri,
      targetRange: range,
      targetSelectionRange: range,
    })),
  );
}

/** A place as the protocol writes it; none where its file is not loaded. */
function locationOf({ documents }: Session, snapshot: Snapshot, { uri, span }: Place): Location[] {
  const file = snapshot.files.get(uri);
  const top: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  if (!file) return span.end === 0 ? [{ uri: documents.external(uri), range: top }] : [];
  return [{ uri: documents.external(uri), range: rangeOf(file, span) }];
}

function references(session: Session, params: ReferenceParams): Location[] | null {
  const here = pointed(session, params);
  if (!here) return null;
  const roles = new Set(
    params.context.includeDeclaration ? (['definition', 'use'] as const) : (['use'] as const),
  );
  const places = session.service.references(here.snapshot, here.file.uri, here.offset, roles);
  return places.flatMap((one) => locationOf(session, here.snapshot, one));
}

function highlights(session: Session, params: DocumentHighlightParams): DocumentHighlight[] | null {
  const here = pointed(session, params);
  if (!here) return null;
  return session.service.highlights(here.snapshot, here.file.uri, here.offset).map(({ span, role }) => ({
    range: rangeOf(here.file, span),
    kind: role === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

function links(session: Session, params: DocumentLinkParams): DocumentLink[] | null {
  const here = located(session, params.textDocument.uri);
  if (!here) return null;
  return session.service.documentLinks(here.snapshot, here.file.uri).flatMap((link) => {
    const target = linkTarget(session, here.snapshot, link);
    return target === undefined ? [] : [{ range: rangeOf(here.file, link.span), target }];
  });
}

/**
 * The address of a link. Only our editor is known to open a place in a file (`#L3,5`); others have definitions for
 * that.
 */
function linkTarget(
  { documents, options }: Session,
  snapshot: Snapshot,
  { target, offset }: features.DocumentLink,
): string | undefined {
  if (offset === undefined) return documents.external(target);
  const file = snapshot.files.get(target);
  if (!file || options.goesTo !== true) return undefined;
  const { start } = rangeOf(file, { start: offset, end: offset });
  return `${documents.external(target)}#L${start.line + 1},${start.character + 1}`;
}
