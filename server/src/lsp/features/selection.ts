import type { SelectionRange, SelectionRangeParams } from 'vscode-languageserver';
import { answering } from '../answer.ts';
import { offsetOf, rangeOf } from '../conversion.ts';
import { located, type Session } from '../session.ts';
import type { Feature } from './feature.ts';

/** What "expand selection" takes step by step. */
export const selectionFeature: Feature = {
  capabilities: { selectionRangeProvider: true },
  register: (session) => {
    session.connection.onSelectionRanges(
      answering<SelectionRangeParams, SelectionRange[] | null>(session.log, 'Selection', null, (params) =>
        selectionsFor(session, params),
      ),
    );
  },
};

function selectionsFor(session: Session, params: SelectionRangeParams): SelectionRange[] | null {
  const here = located(session, params.textDocument.uri);
  if (!here) return null;
  const { file, snapshot } = here;
  return params.positions.map((position) => {
    const spans = session.service.selectionSpans(snapshot, file.uri, offsetOf(file, position));
    return (
      spans.reduceRight<SelectionRange | undefined>(
        (parent, span) => ({ range: rangeOf(file, span), ...(parent && { parent }) }),
        undefined,
      ) ?? { range: { start: position, end: position } }
    );
  });
}
