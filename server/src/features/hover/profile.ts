import { touches } from '../../base/span.ts';
import { profileText } from '../../catalog/docs/profile.ts';
import { bytes, count, digits } from '../../levels/words.ts';
import type { Deployment } from '../../model/deployment.ts';
import { allRules } from '../../rules/index.generated.ts';
import { type IniEntry, iniEntries } from '../../workspace/profile/entries.ts';
import { code, listed } from '../shared/markdown.ts';
import type { Question } from '../shared/question.ts';
import { type HoverParts, titleOf } from './parts.ts';

/** What to show of a section or key of `scaling-lens.ini`; undefined where there is nothing to say. */
export function profileHover(question: Question): HoverParts | undefined {
  const { headers, entries } = iniEntries(question.file.text);
  const header = headers.find(({ span }) => touches(span, question.offset));
  if (header) return sectionHover(question, header.name, header.span);
  const entry = entries.find(
    ({ keySpan, valueSpan }) => touches(keySpan, question.offset) || touches(valueSpan, question.offset),
  );
  return entry && entryHover(question, entry);
}

function sectionHover(question: Question, name: string, span: IniEntry['keySpan']): HoverParts | undefined {
  const meaning = profileText(name);
  if (meaning === undefined) return undefined;
  const governed = governedBy(question).map(({ root }) => code(root.slice(root.lastIndexOf('/') + 1)));
  const notes = governed.length > 0 ? [`Governs ${listed([...new Set(governed)])}.`] : [];
  const card = { meaning, facts: [], manual: undefined };
  return { span, title: `**${code(`[${name}]`)}**`, notes, card, scaling: undefined };
}

function entryHover(question: Question, entry: IniEntry): HoverParts | undefined {
  const meaning = profileText(entry.section, entry.key);
  if (meaning === undefined) return undefined;
  const { keySpan, valueSpan } = entry;
  return {
    span: touches(keySpan, question.offset) ? keySpan : valueSpan,
    title: titleOf(code(entry.key), code(entry.value)),
    notes: entry.section === 'rules' ? ruleNotes(entry.key) : governedBy(question).flatMap(sumsOf(entry.key)),
    card: { meaning, facts: [], manual: undefined },
    scaling: undefined,
  };
}

const governedBy = ({ all, file }: Question): readonly Deployment[] =>
  all.filter(({ profile }) => profile?.file === file);

function ruleNotes(id: string): readonly string[] {
  const rule = allRules.find((one) => one.id === id);
  return rule ? [`${rule.title}. Its own severity is ${rule.severity}.`] : [];
}

/** What a key comes to in a deployment: a sentence each. */
const sumsOf =
  (key: string) =>
  ({ capacity, target }: Deployment): readonly string[] => {
    const { processes, workersPerCore } = capacity;
    if (processes === null || processes === 0) return [];
    const workers = count(processes, 'worker process', 'worker processes');
    if (key === 'cores' && target.cores !== undefined && workersPerCore !== null)
      return [`${workers} on ${count(target.cores, 'core')}: ${digits(workersPerCore)} per core.`];
    if (/^memory/.test(key) && target.memory !== undefined && target.memoryPerWorker !== undefined) {
      const each = target.memoryPerWorker;
      return [`${workers} × ${bytes(each)} = ${bytes(processes * each)} of ${bytes(target.memory)}.`];
    }
    return connectionSums(key, processes, target);
  };

function connectionSums(
  key: string,
  processes: number,
  { maxConnections, poolSize, maxOverflow = 0 }: Deployment['target'],
): readonly string[] {
  if (!/^(?:max_connections|pool_size|max_overflow)$/.test(key) || poolSize === undefined) return [];
  const sum = processes * (poolSize + maxOverflow);
  const of = maxConnections === undefined ? '' : ` of ${digits(maxConnections)}`;
  const formula = `${count(processes, 'worker process', 'worker processes')} × (${poolSize} + ${maxOverflow})`;
  return [`${formula} = ${count(sum, 'connection')}${of} at most.`];
}
