import type { Edit } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import { setSetting as setIn } from '../../model/edit/gunicorn.ts';
import type { GunicornAssignment, GunicornFile } from '../../model/gunicorn/types.ts';
import { fileIn, remove } from './lines.ts';

/**
 * Gives a setting of a file a value (Python, as it is to stand there): in its place, else in a line at the end.
 * Undefined when the file is no Python.
 */
export const setSetting = ({ file }: GunicornFile, name: string, value: string): Edit | undefined =>
  setIn(file, name, value);

/** Takes an assignment out. Undefined when its file is not at hand. */
export function removeSetting(
  deployment: Deployment,
  { statementPlace }: GunicornAssignment,
): Edit | undefined {
  const file = fileIn(deployment, statementPlace.uri);
  return file && remove(file, statementPlace.span);
}
