import { type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver';
import { isNginxReference } from '../../catalog/nginx-reference.ts';
import { answering } from '../answer.ts';
import { rangeOf } from '../conversion.ts';
import { markupOf } from '../markup.ts';
import { located, pointed, type Session } from '../session.ts';
import type { Feature } from './feature.ts';

/** What a token means and what it comes to in the deployment. */
export const hovers: Feature = {
  capabilities: { hoverProvider: true },
  register: (session) => {
    session.connection.onHover(
      answering<HoverParams, Hover | null>(session.log, 'Hover', null, (params) => hoverFor(session, params)),
    );
  },
};

async function hoverFor(session: Session, params: HoverParams): Promise<Hover | null> {
  const isNginx = located(session, params.textDocument.uri)?.file.kind === 'nginx';
  const manual = isNginx ? await session.data('nginx-reference.json') : undefined;
  const here = pointed(session, params);
  if (!here) return null;
  const { file, snapshot, offset } = here;
  const found = session.service.hover(snapshot, file.uri, offset, {
    advice: session.settings().advice === 'hover' ? 'shown' : 'left out',
    reference: isNginxReference(manual) ? manual : undefined,
  });
  if (!found) return null;
  const formats = session.client.textDocument?.hover?.contentFormat ?? [MarkupKind.Markdown];
  return { contents: markupOf(found.markdown, formats), range: rangeOf(file, found.span) };
}
