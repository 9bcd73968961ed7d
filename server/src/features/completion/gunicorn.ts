import { gunicornSetting } from '../../catalog/gunicorn.ts';
import { gunicornPlace } from '../shared/at/gunicorn.ts';
import type { Question } from '../shared/question.ts';
import { addressItems, classItems } from './command-values.ts';
import { hookItems, settingItems } from './gunicorn-settings.ts';
import { fileSnippets } from './gunicorn-snippets.ts';
import { valueItems, wordsOf } from './gunicorn-values.ts';
import type { Completion, CompletionItem } from './item.ts';
import { userItems } from './known-values.ts';

/** What may be written at an offset of gunicorn.conf.py that is gunicorn's; Python itself is left to others. */
export function gunicornCompletion(question: Question): Completion | undefined {
  const place = gunicornPlace(question.file, question.offset);
  switch (place.kind) {
    case 'statement':
      return {
        topic: 'name',
        span: place.span,
        items: [
          ...fileSnippets(question),
          ...settingItems(question, place.span),
          ...hookItems(question, 'whole'),
        ],
      };
    case 'function name':
      return { topic: 'name', span: place.span, items: hookItems(question, rest(question, place.span.end)) };
    case 'string':
      return { topic: 'string', span: place.span, items: stringItems(question, place.setting) };
    case 'value':
      return { topic: 'value', span: place.span, items: valueItems(question, place.setting) };
    default:
      return undefined;
  }
}

/** Only the name where its parameters are written already. */
const rest = ({ file }: Question, end: number): 'name' | 'rest' =>
  /^\s*\(/.test(file.text.slice(end, end + 20)) ? 'name' : 'rest';

/** What a string of a setting may hold. */
function stringItems(question: Question, setting: string): readonly CompletionItem[] {
  if (!gunicornSetting(setting)) return [];
  if (setting === 'worker_class') return classItems(question.deployments[0]?.versions.gunicorn);
  if (setting === 'bind') return addressItems(question, (text) => (text.includes('%(') ? undefined : text));
  if (setting === 'user' || setting === 'group') return userItems(question);
  return wordsOf(setting).map((label) => ({ label, kind: 'value', rank: 1 }));
}
