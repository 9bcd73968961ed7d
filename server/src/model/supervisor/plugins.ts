import type { Loader } from './loader.ts';
import { refuse } from './loader.ts';
import { optionsOf } from './merge.ts';
import { namesOf } from './names.ts';
import { expandOption, headerOf, optionIn, type SectionReader } from './read.ts';

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
    if (merged) expandOption(reader, merged, names);
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
