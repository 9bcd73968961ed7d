import { type Span, sliceOf } from '../../base/span.ts';
import type { NginxReference } from '../../catalog/nginx-reference.ts';
import type { NginxToken } from '../../syntax/nginx/tree.ts';
import { nginxAt, pairOf, variableAt } from '../shared/at/nginx.ts';
import { contextWithin, outerContext, protocolOf, readingOf } from '../shared/at/nginx-context.ts';
import {
  directiveCard,
  directiveIn,
  parameterCard,
  parameterIn,
  variableCard,
} from '../shared/cards/nginx.ts';
import { code, shortCode } from '../shared/markdown.ts';
import type { Question } from '../shared/question.ts';
import { directiveNotes, outerNotes } from './nginx-notes.ts';
import { scalingOf } from './nginx-scaling.ts';
import { type NginxSubject, upstreamAt } from './nginx-subject.ts';
import { targetHover } from './nginx-target.ts';
import { definedVariable } from './nginx-variable.ts';
import { type HoverParts, titleOf } from './parts.ts';

/** What to show of a token of an nginx file; undefined where there is nothing to say. */
export function nginxHover(
  question: Question,
  reference: NginxReference | undefined,
): HoverParts | undefined {
  const at = nginxAt(question.file, question.offset);
  const { spot } = at;
  const reading = readingOf(question.deployments, question.file);
  const context = contextWithin(outerContext(reading, question.file), at.owners);
  const base = { question, reference, at, context, reading };
  if (spot.kind === 'raw') return spot.word && variableHover(base, spot.word);
  if (spot.kind !== 'name' && spot.kind !== 'argument') return undefined;
  if (!spot.word) return undefined;
  const name = spot.call.words[0]?.text ?? '';
  const subject = { ...base, call: spot.call, name };
  if (spot.kind === 'name') return directiveHover(subject, spot.word);
  return (
    variableHover(subject, spot.word) ??
    parameterHover(subject, spot.word) ??
    targetHover(subject, spot.word) ??
    directiveHover(subject, spot.word)
  );
}

function directiveHover(subject: NginxSubject, span: Span): HoverParts | undefined {
  const { question, reference, name, context, call } = subject;
  const card = directiveCard(name, context, reference);
  if (!card) return undefined;
  const written = call.words.slice(1).map((word) => sliceOf(question.file.text, word));
  return {
    span: { start: span.start, end: span.end },
    about: { start: call.statement.start, end: call.words[call.words.length - 1]?.end ?? span.end },
    title: directiveTitle(subject, written.join(' ')),
    notes: [...directiveNotes(subject), ...outerNotes(subject)],
    card,
    scaling: scalingOf(subject, name, written[0]),
  };
}

/** A block has a name, another directive a value. */
function directiveTitle({ name, call }: NginxSubject, written: string): string {
  if (written === '') return `**${code(name)}**`;
  return call.statement.body
    ? `**${code(name)}** ${shortCode(written)}`
    : titleOf(code(name), shortCode(written));
}

function parameterHover(subject: NginxSubject, word: NginxToken): HoverParts | undefined {
  const { name, context } = subject;
  const pair = pairOf(word);
  const parameter = parameterIn(name, context, pair?.name ?? word.text);
  const info = directiveIn(name, context);
  if (!parameter || !info || (pair === undefined) !== (parameter.form === 'word')) return undefined;
  const value = pair && sliceOf(subject.question.file.text, pair.value);
  const card = parameterCard(parameter, info);
  const own = upstreamAt(subject) ? undefined : scalingOf(subject, name, word.text);
  return {
    span: { start: word.start, end: word.end },
    title: titleOf(code(parameter.name), value === undefined ? undefined : code(value)),
    notes: own && card.meaning !== undefined ? [card.meaning] : [],
    card,
    scaling: own ?? (upstreamAt(subject) && scalingOf(subject, parameter.name, value)),
  };
}

function variableHover(
  { question, reference, context, reading }: Omit<NginxSubject, 'call' | 'name'>,
  word: NginxToken,
): HoverParts | undefined {
  const variable = variableAt(question.file, word, question.offset);
  if (!variable) return undefined;
  const { name, span } = variable;
  const defined = reading && definedVariable(question.snapshot, reading.config, name);
  const card = variableCard(name, protocolOf(context), reference);
  if (!card && !defined) return undefined;
  return {
    span,
    title: `**${code(`$${name}`)}**`,
    notes: defined ? [defined] : [],
    card,
    scaling: undefined,
  };
}
