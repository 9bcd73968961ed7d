import {
  LSPErrorCodes,
  type PrepareRenameParams,
  type PrepareRenameResult,
  type RenameParams,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { rangeOf } from '../conversion.ts';
import { workspaceEditOf } from '../edits.ts';
import { pointed, type Session } from '../session.ts';
import type { Feature } from './feature.ts';

/** Renames programs, groups, upstreams, addresses, named locations, zones, variables and users, or says why not. */
export const renames: Feature = {
  capabilities: { renameProvider: { prepareProvider: true } },
  register: (session) => {
    session.connection.onPrepareRename((params) => prepare(session, params));
    session.connection.onRenameRequest((params) => renamed(session, params));
  },
};

const refused = (why: string): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestFailed, why);

function prepare(
  session: Session,
  params: PrepareRenameParams,
): PrepareRenameResult | ResponseError<void> | null {
  const here = pointed(session, params);
  const target = here && session.service.renameTarget(here.snapshot, here.file.uri, here.offset);
  if (!here || !target) return null;
  if (target.kind === 'refused') return refused(target.why);
  return { range: rangeOf(here.file, target.span), placeholder: target.name };
}

function renamed(session: Session, params: RenameParams): WorkspaceEdit | ResponseError<void> | null {
  const here = pointed(session, params);
  const renaming = here && session.service.rename(here.snapshot, here.file.uri, here.offset, params.newName);
  if (!here || !renaming) return null;
  if (renaming.kind === 'refused') return refused(renaming.why);
  return workspaceEditOf(session, renaming.edits, here.snapshot) ?? null;
}
