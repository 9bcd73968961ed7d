import type { Edit } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { GunicornAssignment, GunicornFile } from '../../model/gunicorn/types.ts';
import { eolOf, fileIn, remove, replace } from './lines.ts';

/** Gives a setting of a file a value (Python, as it is to stand there): in its place, else in a line at the end. */
export function setSetting({ file, settings }: GunicornFile, name: string, value: string): Edit {
  const present = settings.get(name);
  if (present) return replace(present.valuePlace, value);
  const end = file.text.length;
  const lead = file.text === '' || /[\r\n]$/.test(file.text) ? '' : eolOf(file);
  return { uri: file.uri, span: { start: end, end }, newText: `${lead}${name} = ${value}${eolOf(file)}` };
}

/** Takes an assignment out. Undefined when its file is not at hand. */
export function removeSetting(
  deployment: Deployment,
  { statementPlace }: GunicornAssignment,
): Edit | undefined {
  const file = fileIn(deployment, statementPlace.uri);
  return file && remove(file, statementPlace.span);
}
