import {
  type CallHierarchyIncomingCall,
  type CallHierarchyIncomingCallsParams,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type CallHierarchyOutgoingCallsParams,
  type CallHierarchyPrepareParams,
  type Range,
  SymbolKind,
} from 'vscode-languageserver';
import type { Place } from '../../base/span.ts';
import type { Call } from '../../features/call-hierarchy/call-hierarchy.ts';
import { type CallNode, idOf } from '../../features/call-hierarchy/node.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { answering } from '../answer.ts';
import { rangeOf } from '../conversion.ts';
import { pointed, type Session } from '../session.ts';
import type { Feature } from './feature.ts';

/** The way of a request up and down: route, upstream, program, configuration file. */
export const callHierarchy: Feature = {
  capabilities: { callHierarchyProvider: true },
  register: (session) => {
    const { callHierarchy: requests } = session.connection.languages;
    const { log } = session;
    requests.onPrepare(
      answering<CallHierarchyPrepareParams, CallHierarchyItem[] | null>(log, 'Calls', null, (params) =>
        prepared(session, params),
      ),
    );
    requests.onIncomingCalls(
      answering<CallHierarchyIncomingCallsParams, CallHierarchyIncomingCall[] | null>(
        log,
        'Incoming calls',
        null,
        ({ item }) => incoming(session, item),
      ),
    );
    requests.onOutgoingCalls(
      answering<CallHierarchyOutgoingCallsParams, CallHierarchyOutgoingCall[] | null>(
        log,
        'Outgoing calls',
        null,
        ({ item }) => outgoing(session, item),
      ),
    );
  },
};

function prepared(session: Session, params: CallHierarchyPrepareParams): CallHierarchyItem[] | null {
  const here = pointed(session, params);
  const node = here && session.service.callNode(here.snapshot, here.file.uri, here.offset);
  const item = here && node && itemOf(session, here.snapshot, node);
  return item ? [item] : null;
}

function incoming(session: Session, { data }: CallHierarchyItem): CallHierarchyIncomingCall[] | null {
  const { snapshot } = session.service.workspace;
  return protocolCalls(
    session,
    snapshot,
    session.service.callsTo(snapshot, String(data)),
  )((from, fromRanges) => ({ from, fromRanges }));
}

function outgoing(session: Session, { data }: CallHierarchyItem): CallHierarchyOutgoingCall[] | null {
  const { snapshot } = session.service.workspace;
  return protocolCalls(
    session,
    snapshot,
    session.service.callsFrom(snapshot, String(data)),
  )((to, fromRanges) => ({ to, fromRanges }));
}

const protocolCalls =
  (session: Session, snapshot: Snapshot, calls: readonly Call[] | undefined) =>
  <Shown>(show: (item: CallHierarchyItem, ranges: Range[]) => Shown): Shown[] | null =>
    calls?.flatMap(({ node, places }) => {
      const item = itemOf(session, snapshot, node);
      return item ? [show(item, rangesOf(snapshot, places))] : [];
    }) ?? null;

const rangesOf = (snapshot: Snapshot, places: readonly Place[]): Range[] =>
  places.flatMap(({ uri, span }) => {
    const file = snapshot.files.get(uri);
    return file ? [rangeOf(file, span)] : [];
  });

const kinds: Readonly<Record<CallNode['kind'], SymbolKind>> = {
  route: SymbolKind.Event,
  upstream: SymbolKind.Interface,
  program: SymbolKind.Class,
  config: SymbolKind.File,
};

function itemOf({ documents }: Session, snapshot: Snapshot, node: CallNode): CallHierarchyItem | undefined {
  const { uri, span } = node.place;
  const file = snapshot.files.get(uri);
  return (
    file && {
      name: node.name,
      kind: kinds[node.kind],
      detail: node.detail,
      uri: documents.external(uri),
      range: rangeOf(file, span),
      selectionRange: rangeOf(file, node.namePlace.span),
      data: idOf(node),
    }
  );
}
