import {
  type ClientCapabilities,
  DocumentFormattingRequest,
  type DocumentRangeFormattingParams,
  DocumentRangeFormattingRequest,
  type FormattingOptions,
  type TextEdit,
} from 'vscode-languageserver';
import type { TextFile } from '../../base/file.ts';
import type { Span } from '../../base/span.ts';
import { answering } from '../answer.ts';
import { rangeOf, spanOf } from '../conversion.ts';
import { located, type Session } from '../session.ts';
import type { Feature } from './feature.ts';

/**
 * Tidies supervisord.conf and nginx files. Where the editor can register it for these alone it does not become one of
 * the formatters of Python, among which the editor would then ask to choose.
 */
export const formatting: Feature = {
  capabilities: (client) =>
    canRegister(client) ? {} : { documentFormattingProvider: true, documentRangeFormattingProvider: true },
  register: (session) => {
    const { connection, log } = session;
    connection.onDocumentFormatting(
      answering(log, 'Formatting', [], ({ textDocument, options }) =>
        editsFor(session, textDocument.uri, options, () => undefined),
      ),
    );
    connection.onDocumentRangeFormatting(
      answering<DocumentRangeFormattingParams, TextEdit[]>(log, 'Formatting', [], (params) =>
        editsFor(session, params.textDocument.uri, params.options, (file) => spanOf(file, params.range)),
      ),
    );
  },
  initialized: async ({ connection, client }) => {
    if (!canRegister(client)) return;
    const documentSelector = ['supervisord', 'nginx', 'NGINX'].map((language) => ({ language }));
    await connection.client.register(DocumentFormattingRequest.type, { documentSelector });
    await connection.client.register(DocumentRangeFormattingRequest.type, { documentSelector });
  },
};

const canRegister = ({ textDocument }: ClientCapabilities): boolean =>
  textDocument?.formatting?.dynamicRegistration === true &&
  textDocument.rangeFormatting?.dynamicRegistration === true;

function editsFor(
  session: Session,
  uri: string,
  { tabSize, insertSpaces }: FormattingOptions,
  within: (file: TextFile) => Span | undefined,
): TextEdit[] {
  const here = located(session, uri);
  if (!here) return [];
  const { file, snapshot } = here;
  const options = { tabSize, indentWith: insertSpaces ? 'spaces' : 'tabs' } as const;
  return session.service
    .format(snapshot, file.uri, options, within(file))
    .map(({ span, newText }) => ({ range: rangeOf(file, span), newText }));
}
