import { RequestType, RequestType0 } from 'vscode-languageserver';
import { ifKnown } from '../../base/known.ts';
import { answering } from '../answer.ts';
import { workspaceEditOf } from '../edits.ts';
import {
  type ProgramsResult,
  programsRequest,
  type ScaleParams,
  type ScaleResult,
  scaleRequest,
} from '../protocol.ts';
import type { Session } from '../session.ts';
import type { Feature } from './feature.ts';

/** Runs a program in more or fewer instances, for our own client: which programs there are, and the edits. */
export const scaleFeature: Feature = {
  capabilities: {},
  register: (session) => {
    const { connection, log } = session;
    const programs = answering<void, ProgramsResult>(log, 'The programs', { programs: [] }, () =>
      programsOf(session),
    );
    connection.onRequest(new RequestType0<ProgramsResult, void>(programsRequest), (token) =>
      programs(undefined, token),
    );
    connection.onRequest(
      new RequestType<ScaleParams, ScaleResult, void>(scaleRequest),
      answering<ScaleParams, ScaleResult>(
        log,
        'Scaling',
        refused('Scaling failed; the output says why.'),
        (params) => scaled(session, params),
      ),
    );
  },
};

const refused = (why: string): ScaleResult => ({ kind: 'refused', why });

/** The edits that run a program in so many instances, or why it is refused. */
export function scaled(session: Session, { uri, program, count }: ScaleParams): ScaleResult {
  const { service, documents } = session;
  const { snapshot } = service.workspace;
  const scaling = service.scale(snapshot, documents.internal(uri), program, count);
  if (scaling.kind === 'refused') return scaling;
  const edit = workspaceEditOf(session, scaling.edits, snapshot);
  return edit ? { kind: 'edit', edit } : refused('The editor cannot make this change.');
}

/** Each program once, though several deployments may have it. */
function programsOf({ service, documents }: Session): ProgramsResult {
  const found = new Map<string, ProgramsResult['programs'][number]>();
  for (const { programs } of service.deployments(service.workspace.snapshot))
    for (const { name, config, place, numprocs } of programs) {
      const key = `${place.uri} ${name}`;
      if (!config || found.has(key)) continue;
      found.set(key, { name, uri: documents.external(place.uri), instances: ifKnown(numprocs) ?? null });
    }
  return { programs: [...found.values()] };
}
