import type { Span } from '../../base/span.ts';
import { nginxAt, pairOf, variableAt } from '../shared/at/nginx.ts';
import { contextWithin, outerContext, protocolOf, readingOf } from '../shared/at/nginx-context.ts';
import type { Question } from '../shared/question.ts';
import type { Completion } from './item.ts';
import { argumentItems } from './nginx-arguments.ts';
import { directiveItems } from './nginx-directives.ts';
import type { NginxPlace } from './nginx-place.ts';
import { blockItems } from './nginx-snippets.ts';
import { variableItems } from './nginx-variables.ts';

/** What may be written at an offset of an nginx file; undefined in comments, Lua and the lines of a `map`. */
export function nginxCompletion(question: Question): Completion | undefined {
  const { file, offset, deployments } = question;
  const at = nginxAt(file, offset);
  const { spot } = at;
  const reading = readingOf(deployments, file);
  const context = contextWithin(outerContext(reading, file), at.owners);
  const place: NginxPlace = { question, at, reading, context };
  switch (spot.kind) {
    case 'blank':
      return nameCompletion(place, empty(offset), 'whole');
    case 'name':
      return nameCompletion(
        place,
        spot.word,
        spot.call.words.length > 1 || spot.call.ended ? 'name' : 'whole',
      );
    case 'argument':
      return argumentCompletion(place, spot);
    case 'raw':
      return spot.word && variableCompletion(place, spot.word);
    default:
      return undefined;
  }
}

const empty = (offset: number): Span => ({ start: offset, end: offset });

/** A directive with its arguments, or only its name where the arguments stand there already. */
function nameCompletion(place: NginxPlace, { start, end }: Span, part: 'whole' | 'name'): Completion {
  const items = directiveItems(place, part);
  const more = part === 'whole' ? blockItems(place) : [];
  return { topic: 'name', span: { start, end }, items: [...more, ...items] };
}

type ArgumentSpot = Extract<NginxPlace['at']['spot'], { kind: 'argument' }>;

function argumentCompletion(place: NginxPlace, spot: ArgumentSpot): Completion | undefined {
  const { offset } = place.question;
  const variable = spot.word && variableCompletion(place, spot.word);
  if (variable) return variable;
  const pair = spot.word && pairOf(spot.word);
  const inPair = pair !== undefined && offset >= pair.value.start;
  const span = inPair ? pair.value : (spot.word ?? empty(offset));
  const items = argumentItems(place, spot, inPair ? pair.name : undefined);
  return items.length === 0
    ? undefined
    : { topic: 'argument', span: { start: span.start, end: span.end }, items };
}

/** Variables, where a `$` is written before the cursor. */
function variableCompletion(
  place: NginxPlace,
  word: Span & { readonly text: string },
): Completion | undefined {
  const { file, offset } = place.question;
  const variable = variableAt(file, { ...word, quote: '' }, offset);
  if (!variable || offset <= variable.span.start) return undefined;
  const braces = file.text.startsWith('${', variable.span.start);
  return {
    topic: 'variable',
    span: variable.span,
    items: variableItems(place, protocolOf(place.context), braces ? 'braces' : 'plain'),
  };
}
