import { idOf } from '../../server/src/features/call-hierarchy/node.ts';
import type { LanguageService } from '../../server/src/service.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';

/** Asks all that an editor asks of one file, at some offsets; what it shows must lie inside the texts. */
export function askAll(
  service: LanguageService,
  snapshot: Snapshot,
  uri: string,
  offsets: readonly number[],
): readonly string[] {
  const text = snapshot.files.get(uri)?.text ?? '';
  service.documentSymbols(snapshot, uri);
  service.folds(snapshot, uri);
  service.codeLenses(snapshot, uri);
  service.documentLinks(snapshot, uri);
  service.semanticTokens(snapshot, uri);
  service.format(snapshot, uri, { tabSize: 4, indentWith: 'spaces' });
  service.tree(snapshot);
  for (const { programs } of service.deployments(snapshot))
    for (const { name, place } of programs) service.scale(snapshot, place.uri, name, 3);
  service.inlayHints(snapshot, uri, { start: 0, end: text.length });
  for (const offset of offsets) {
    service.hover(snapshot, uri, offset);
    service.completion(snapshot, uri, offset);
    service.definition(snapshot, uri, offset);
    service.highlights(snapshot, uri, offset);
    service.references(snapshot, uri, offset, new Set(['definition', 'use']));
    service.renameTarget(snapshot, uri, offset);
    service.rename(snapshot, uri, offset, 'renamed');
    service.selectionSpans(snapshot, uri, offset);
    askCalls(service, snapshot, uri, offset);
  }
  return outside(service, snapshot);
}

function askCalls(service: LanguageService, snapshot: Snapshot, uri: string, offset: number): void {
  const node = service.callNode(snapshot, uri, offset);
  if (!node) return;
  service.callsTo(snapshot, idOf(node));
  service.callsFrom(snapshot, idOf(node));
}

/** Places and edits of findings that do not lie inside their file. */
function outside(service: LanguageService, snapshot: Snapshot): readonly string[] {
  return [...service.findings(snapshot).values()].flat().flatMap(({ rule, place, fixes }) =>
    [place, ...fixes.flatMap(({ edits }) => edits)]
      .filter(({ uri, span }) => {
        const length = snapshot.files.get(uri)?.text.length ?? -1;
        return span.start < 0 || span.start > span.end || span.end > length;
      })
      .map(({ span }) => `${rule} ${span.start}-${span.end}`),
  );
}
