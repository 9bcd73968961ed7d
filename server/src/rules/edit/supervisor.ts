import type { Edit } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import { setOption as setIn } from '../../model/edit/supervisor.ts';
import type { SupervisorOption, SupervisorSection } from '../../model/supervisor/types.ts';
import { fileIn, remove } from './lines.ts';

/**
 * Gives an option of a section a value: in its place, else on a new line below the option `after`, or below the last
 * option. Undefined when the section's file is not at hand, or when the value cannot be written there.
 */
export function setOption(
  deployment: Deployment,
  section: SupervisorSection,
  name: string,
  value: string,
  after?: string,
): Edit | undefined {
  const present = section.options.get(name) ?? section.options.get(after ?? '');
  const spot = present?.namePlace ?? section.headers[section.headers.length - 1];
  const file = spot && fileIn(deployment, spot.uri);
  return file && setIn(file, section.name, name, value, after);
}

/** Takes an option out, with its continuation lines. Undefined when its file is not at hand. */
export function removeOption(deployment: Deployment, option: SupervisorOption): Edit | undefined {
  const file = fileIn(deployment, option.namePlace.uri);
  return file && remove(file, { start: option.namePlace.span.start, end: option.valuePlace.span.end });
}

/** The section with this name in any supervisord of the deployment; undefined when there is none. */
export const sectionNamed = (deployment: Deployment, name: string): SupervisorSection | undefined =>
  deployment.supervisor.flatMap(({ sections }) => sections).find((section) => section.name === name);

/** The section and option whose name or value stands at a place; undefined when none does. */
export function optionAt(deployment: Deployment, uri: string, offset: number) {
  for (const section of deployment.supervisor.flatMap(({ sections }) => sections))
    for (const option of section.options.values()) if (isAt(option, uri, offset)) return { section, option };
  return undefined;
}

const isAt = ({ namePlace, valuePlace }: SupervisorOption, uri: string, offset: number): boolean =>
  namePlace.uri === uri && namePlace.span.start <= offset && offset <= valuePlace.span.end;
