import type { FormatNames, FormatValue } from '../../syntax/supervisor/evaluate.ts';
import { compareByCodePoint } from '../../syntax/supervisor/python-text.ts';

/** `ENV_*`: the environment of supervisord with what [supervisord] environment= adds. */
export interface Environment {
  readonly values: Map<string, FormatValue>;
  /** True when no other variable can be set: only then is a missing one an error. */
  readonly complete: boolean;
}

/** The environment of a machine, or one of which nothing is known. */
export function environmentOf(variables: ReadonlyMap<string, string> | undefined): Environment {
  const values = new Map<string, FormatValue>();
  for (const [name, value] of variables ?? []) values.set(`ENV_${name}`, value);
  return { values, complete: variables !== undefined };
}

/** What one option may name. */
export interface OptionNames extends FormatNames {
  /** The known names in Python's order, joined as its message shows them. */
  readonly available: () => string;
}

/**
 * The names of an option: the environment's and its own, which win. `environment first` is the order of the dict
 * that `saneget` makes, `own first` that of the program's own table.
 */
export function namesOf(
  environment: Environment,
  own: ReadonlyMap<string, FormatValue>,
  order: 'environment first' | 'own first' = 'environment first',
): OptionNames {
  const both = () =>
    order === 'own first'
      ? new Map([...own, ...[...environment.values].filter(([name]) => !own.has(name))])
      : new Map([...environment.values, ...own]);
  return {
    get: (name) => own.get(name) ?? environment.values.get(name) ?? unlisted(environment, name),
    all: () => (environment.complete ? [...both()] : null),
    available: () => [...both().keys()].sort(compareByCodePoint).join(', '),
  };
}

const unlisted = (environment: Environment, name: string): FormatValue | undefined =>
  name.startsWith('ENV_') && !environment.complete
    ? { type: 'str', why: `${name.slice('ENV_'.length)} is set outside the file` }
    : undefined;
