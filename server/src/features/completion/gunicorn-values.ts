import { gunicornSetting } from '../../catalog/gunicorn.ts';
import { readersOf } from '../shared/program.ts';
import type { Question } from '../shared/question.ts';
import { addressItems, classItems, workersItems } from './command-values.ts';
import type { CompletionItem } from './item.ts';

/** The words that make sense as a setting's text. */
export const wordsOf = (setting: string): readonly string[] => gunicornSetting(setting)?.values ?? [];

/** What may stand behind the `=` of a setting, as Python. */
export function valueItems(question: Question, setting: string): readonly CompletionItem[] {
  const info = gunicornSetting(setting);
  if (!info) return [];
  if (info.validator === 'bool')
    return ['True', 'False'].map((label) => ({
      label,
      kind: 'value',
      ...(isDefault(info.default, label) ? { detail: 'default' } : {}),
      rank: isDefault(info.default, label) ? 2 : 1,
    }));
  if (setting === 'workers') return workerValues(question);
  if (setting === 'worker_class') return classItems(question.deployments[0]?.versions.gunicorn).map(quoted);
  if (setting === 'bind')
    return addressItems(question, (text) => (text.includes('%(') ? undefined : text)).map(quoted);
  return info.values.map((label) => quoted({ label, kind: 'value', rank: 1 }));
}

const isDefault = (
  standard: NonNullable<ReturnType<typeof gunicornSetting>>['default'],
  label: string,
): boolean => standard.kind === 'value' && standard.value === (label === 'True');

const quoted = (item: CompletionItem): CompletionItem => ({
  ...item,
  label: `"${item.label}"`,
  filter: `"${item.label}"`,
});

/** The rule by cores, as a formula and, where the target says its cores, as a number. */
function workerValues(question: Question): readonly CompletionItem[] {
  const [reader] = readersOf(question.deployments, question.file);
  const instances = reader?.instances.length ?? 1;
  const formula = 'multiprocessing.cpu_count() * 2 + 1';
  const shared = `max(1, (${formula}) // ${instances})`;
  return [
    {
      label: instances > 1 ? shared : formula,
      kind: 'value',
      detail: instances > 1 ? `2 × cores + 1, over ${instances} instances` : '2 × cores + 1',
      rank: 1,
    },
    ...workersItems(question, instances),
  ];
}
