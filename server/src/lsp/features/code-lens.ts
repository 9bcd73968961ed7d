import type { CodeLens, CodeLensParams, Command } from 'vscode-languageserver';
import type { Place } from '../../base/span.ts';
import type * as features from '../../features/code-lens.ts';
import { answering } from '../answer.ts';
import { rangeOf } from '../conversion.ts';
import { type GoToParams, type GoToPlace, goToCommand } from '../protocol.ts';
import { type Located, located, type Session } from '../session.ts';
import type { Feature } from './feature.ts';

/** The figures of the deployment over programs, upstreams and gunicorn files. */
export const codeLensFeature: Feature = {
  capabilities: { codeLensProvider: {} },
  register: (session) => {
    session.connection.onCodeLens(
      answering<CodeLensParams, CodeLens[]>(session.log, 'Code lenses', [], ({ textDocument }) => {
        const here = located(session, textDocument.uri);
        return here
          ? session.service
              .codeLenses(here.snapshot, here.file.uri)
              .map((lens) => protocolLens(session, here, lens))
          : [];
      }),
    );
  },
};

const protocolLens = (session: Session, here: Located, lens: features.CodeLens): CodeLens => ({
  range: rangeOf(here.file, lens.span),
  command: commandOf(session, here, lens),
});

/** A lens that leads nowhere, or in an editor without our command, has the empty command: its text alone. */
function commandOf(session: Session, here: Located, { title, span, targets }: features.CodeLens): Command {
  const [from] = placesOf(session, here, [{ uri: here.file.uri, span }]);
  const to = placesOf(session, here, targets);
  if (!from || to.length === 0 || session.options.goesTo !== true) return { title, command: '' };
  const params: GoToParams = { from, to };
  return { title, command: goToCommand, arguments: [params] };
}

const placesOf = (
  { documents }: Session,
  { snapshot }: Located,
  places: readonly Place[],
): readonly GoToPlace[] =>
  places.flatMap(({ uri, span }) => {
    const file = snapshot.files.get(uri);
    return file ? [{ uri: documents.external(uri), range: rangeOf(file, span) }] : [];
  });
