import { type Convert, callable, importable } from './convert.ts';
import { isFrom43, type Loader, refuse } from './loader.ts';
import { optionsOf } from './merge.ts';
import { namesOf } from './names.ts';
import { expandOption, headerOf, optionIn, readOption, type SectionReader } from './read.ts';

const factory = 'supervisor.rpcinterface_factory';

/**
 * Reads the [rpcinterface:x] sections: the factory, then every other option. Whether the factory can be imported is
 * a matter of the machine.
 */
export function readRpcInterfaces(loader: Loader): void {
  const names = namesOf(loader.environment, new Map());
  for (const section of loader.sections.byName.values()) {
    if (!section.name.startsWith('rpcinterface:')) continue;
    const reader: SectionReader = { loader, section, suffix: '' };
    const merged = optionIn(reader, factory);
    if (merged) readOption<string>(reader, factory, names, callableOf(reader), '');
    else refuseMissing(reader);
    for (const [name, option] of optionsOf(loader.sections, section))
      if (name !== factory) expandOption(reader, option, names);
  }
}

function refuseMissing(reader: SectionReader): void {
  if (reader.loader.statements) return;
  const reason = `section [${reader.section.name}] does not specify a ${factory}`;
  refuse(reader.loader, 'supervisor/missing-option', reason, headerOf(reader), {
    section: reader.section.name,
    option: factory,
  });
}

/**
 * How a callable is written is checked by setuptools, which Supervisor uses up to 4.2; by Python itself since 4.3,
 * whose words are those of a callable that is not there.
 */
export const callableOf = ({ loader, section }: SectionReader): Convert<string> =>
  isFrom43(loader) ? (value) => importable(value, section.name) : callable;
