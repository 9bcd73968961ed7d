import type { CodeLens, CodeLensParams, Command } from 'vscode-languageserver';
import type * as features from '../../features/code-lens.ts';
import { answering } from '../answer.ts';
import { rangeOf } from '../conversion.ts';
import { placesOf } from '../places.ts';
import { type GoToParams, goToCommand } from '../protocol.ts';
import { type Located, located, type Session } from '../session.ts';
import { canShow, showCommand } from './commands.ts';
import type { Feature } from './feature.ts';

/** The figures of the deployment over programs, upstreams and gunicorn files. */
export const codeLensFeature: Feature = {
  capabilities: { codeLensProvider: {} },
  register: (session) => {
    session.connection.onCodeLens(
      answering<CodeLensParams, CodeLens[]>(session.log, 'Code lenses', [], ({ textDocument }) => {
        const here = located(session, textDocument.uri);
        if (!here) return [];
        const lenses = session.shown.answer('codeLens', here.file, (snapshot) =>
          session.service.codeLenses(snapshot, here.file.uri),
        );
        return lenses.map((lens) => protocolLens(session, here, lens));
      }),
    );
  },
};

const protocolLens = (session: Session, here: Located, lens: features.CodeLens): CodeLens => ({
  range: rangeOf(here.file, lens.span),
  command: commandOf(session, here, lens),
});

/**
 * Our client chooses among several places; other editors are shown the first one, where they can be. A lens that
 * leads nowhere has the empty command: its text alone.
 */
function commandOf(session: Session, here: Located, { title, span, targets }: features.CodeLens): Command {
  const [from] = placesOf(session, here.snapshot, [{ uri: here.file.uri, span }]);
  const to = placesOf(session, here.snapshot, targets);
  const [first] = to;
  if (!from || !first) return { title, command: '' };
  if (session.options.goesTo === true) {
    const params: GoToParams = { from, to };
    return { title, command: goToCommand, arguments: [params] };
  }
  return canShow(session.client)
    ? { title, command: showCommand, arguments: [first] }
    : { title, command: '' };
}
