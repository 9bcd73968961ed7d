import type { TextFile } from '../../base/file.ts';
import { mappedVerbatim } from '../../base/mapped-text.ts';
import { folderOf, pathOf } from '../../base/uri.ts';
import type { Instance, Program } from '../../model/deployment.ts';
import type { SupervisorProgram } from '../../model/supervisor/types.ts';
import { evaluateFormat, type FormatValue } from '../../syntax/supervisor/evaluate.ts';

/**
 * What an expansion such as `%(process_num)02d` gives in each process of a program. Empty where the processes are not
 * known, and where the machine decides.
 */
export function expansionResults(expansion: string, program: Program, file: TextFile): readonly string[] {
  const { config, instances } = program;
  if (!config) return [];
  return instances.flatMap((instance) => {
    const names = { get: (name: string) => valueNamed(name, config, instance, file), all: () => null };
    const formatted = evaluateFormat(mappedVerbatim(expansion, file.uri, 0), names);
    return formatted.ok && formatted.unknown.length === 0 ? [formatted.text.text] : [];
  });
}

function valueNamed(
  name: string,
  { name: program, group, instances }: SupervisorProgram,
  { process }: Instance,
  file: TextFile,
): FormatValue | undefined {
  if (!process) return undefined;
  if (name === 'process_num') return BigInt(process.processNum);
  if (name === 'numprocs') return BigInt(instances.length);
  if (name === 'program_name') return program;
  if (name === 'group_name') return group ?? program;
  if (name === 'here') return pathOf(folderOf(file.uri));
  if (!name.startsWith('ENV_')) return undefined;
  const value = process.environment.get(name.slice('ENV_'.length));
  return value?.known ? value.value : undefined;
}
