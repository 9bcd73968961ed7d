import {
  type ClientCapabilities,
  type ExecuteCommandParams,
  LSPErrorCodes,
  Range,
  ResponseError,
} from 'vscode-languageserver';
import { answering } from '../answer.ts';
import type { GoToPlace } from '../protocol.ts';
import type { Session } from '../session.ts';
import type { Feature } from './feature.ts';
import { scaled } from './scale.ts';

/** Shows a place: `{ uri, range }`. */
export const showCommand = 'scalingLens.server.show';

/** Runs a program of a file in so many instances, nginx included: uri, program, count. */
const scaleCommand = 'scalingLens.server.scale';

export const canShow = ({ window }: ClientCapabilities): boolean => window?.showDocument?.support === true;

const canEdit = ({ workspace }: ClientCapabilities): boolean => workspace?.applyEdit === true;

/** What other editors run in place of the commands of our client. */
export const commands: Feature = {
  capabilities: (client) => {
    const offered = [...(canShow(client) ? [showCommand] : []), ...(canEdit(client) ? [scaleCommand] : [])];
    return offered.length > 0 ? { executeCommandProvider: { commands: offered } } : {};
  },
  register: (session) => {
    session.connection.onExecuteCommand(
      answering<ExecuteCommandParams, null>(session.log, 'A command', null, (params) =>
        execute(session, params),
      ),
    );
  },
};

async function execute(
  session: Session,
  { command, arguments: given = [] }: ExecuteCommandParams,
): Promise<null> {
  if (command === showCommand && isPlace(given[0])) await show(session, given[0]);
  else if (command === scaleCommand) await scale(session, given);
  else throw failed(`${command} is unknown, or lacks its arguments.`);
  return null;
}

const failed = (why: string): ResponseError => new ResponseError(LSPErrorCodes.RequestFailed, why);

const isPlace = (given: unknown): given is GoToPlace => {
  const { uri, range } = (given ?? {}) as Partial<GoToPlace>;
  return typeof uri === 'string' && Range.is(range);
};

async function show({ connection }: Session, { uri, range }: GoToPlace): Promise<void> {
  const { success } = await connection.window.showDocument({ uri, selection: range, takeFocus: true });
  if (!success) throw failed(`The editor did not show ${uri}.`);
}

async function scale(session: Session, [uri, program, count]: readonly unknown[]): Promise<void> {
  if (typeof uri !== 'string' || typeof program !== 'string' || typeof count !== 'number')
    throw failed(`${scaleCommand} takes the uri of a file, the name of a program and a number of instances.`);
  const scaling = scaled(session, { uri, program, count });
  if (scaling.kind === 'refused') throw failed(scaling.why);
  const label = `${program}: ${count}`;
  const { applied, failureReason } = await session.connection.workspace.applyEdit({
    label,
    edit: scaling.edit,
  });
  if (!applied) throw failed(failureReason ?? 'The editor did not make the change.');
}
