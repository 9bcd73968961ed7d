import type { InlayHint, InlayHintParams } from 'vscode-languageserver';
import { linesOf } from '../../base/file.ts';
import { positionAt } from '../../base/line-index.ts';
import { answering } from '../answer.ts';
import { spanOf } from '../conversion.ts';
import { located, type Session } from '../session.ts';
import type { Feature } from './feature.ts';

/** What computed settings and expanded addresses come to, behind the text. */
export const inlayHintFeature: Feature = {
  capabilities: { inlayHintProvider: true },
  register: (session) => {
    session.connection.languages.inlayHint.on(
      answering<InlayHintParams, InlayHint[]>(session.log, 'Inlay hints', [], (params) =>
        hintsFor(session, params),
      ),
    );
  },
};

function hintsFor(session: Session, { textDocument, range }: InlayHintParams): InlayHint[] {
  const here = located(session, textDocument.uri);
  if (!here) return [];
  const { file } = here;
  const hints = session.shown.answer('inlayHint', file, (snapshot) =>
    session.service.inlayHints(snapshot, file.uri, spanOf(file, range)),
  );
  const wanted = session.settings().inlayHints;
  const shown = hints.filter(({ kind }) => wanted.has(kind));
  return shown.map(({ offset, text, tooltip }) => ({
    position: positionAt(linesOf(file), offset),
    label: text,
    paddingLeft: true,
    ...(tooltip !== undefined && { tooltip }),
  }));
}
