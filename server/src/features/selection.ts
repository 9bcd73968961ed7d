import type { TextFile } from '../base/file.ts';
import { type Span, touches } from '../base/span.ts';
import { nginxSyntaxOf } from '../model/nginx/say.ts';
import { pythonSyntax } from '../syntax/gunicorn/parse.ts';
import { spanOf } from '../syntax/gunicorn/tree.ts';
import type { NginxStatement } from '../syntax/nginx/tree.ts';
import { sectionAt } from '../syntax/supervisor/at.ts';
import { supervisorTreeOf } from '../syntax/supervisor/parse.ts';
import type { OptionNode } from '../syntax/supervisor/tree.ts';
import { commandParts } from './shared/at/command.ts';
import { nginxAt, variableAt } from './shared/at/nginx.ts';
import { expansionAt, listItemAt, supervisorAt } from './shared/at/supervisor.ts';
import type { Question } from './shared/question.ts';

/** The spans that hold an offset, the innermost first, each inside the next; the last is the whole file. */
export function selectionSpans({ file, offset }: Question): readonly Span[] {
  const whole = { start: 0, end: file.text.length };
  return nested([...spansIn(file, offset), whole], offset);
}

function spansIn(file: TextFile, offset: number): readonly Span[] {
  if (file.kind === 'supervisor') return supervisorSpans(file, offset);
  if (file.kind === 'nginx') return nginxSpans(file, offset);
  return file.kind === 'gunicorn' ? pythonSpans(file, offset) : [];
}

/** Each span once, without those that do not hold the one before. */
function nested(spans: readonly Span[], offset: number): readonly Span[] {
  const chain: Span[] = [];
  for (const span of spans) {
    const inner = chain[chain.length - 1] ?? { start: offset, end: offset };
    const holds = span.start <= inner.start && inner.end <= span.end;
    const isSame = chain.length > 0 && span.start === inner.start && span.end === inner.end;
    if (holds && !isSame && span.end > span.start) chain.push(span);
  }
  return chain;
}

/** Expansion, word, line of the value, value, option, options of the section, section. */
function supervisorSpans(file: TextFile, offset: number): readonly Span[] {
  const { spot } = supervisorAt(file, offset);
  const section = sectionAt(supervisorTreeOf(file).tree, offset);
  const last = section?.options[section.options.length - 1];
  return [
    ...(spot.kind === 'value' ? valueSpans(file, spot.option, spot.line, offset) : []),
    ...(spot.kind === 'name' || spot.kind === 'header' ? [spot.span] : []),
    ...(spot.kind === 'name' && spot.option ? [wholeOf(spot.option)] : []),
    ...(section && last ? [{ start: section.headerSpan.end, end: wholeOf(last).end }] : []),
    ...(section
      ? [{ start: section.headerSpan.start, end: last ? wholeOf(last).end : section.headerSpan.end }]
      : []),
    ...(section ? [section.span] : []),
  ];
}

function valueSpans(file: TextFile, option: OptionNode, line: Span, offset: number): readonly Span[] {
  const expansion = expansionAt(file, line, offset);
  const word =
    option.name === 'command'
      ? commandParts(file, option).find((one) => touches(one.word.span, offset))?.word.span
      : listItemAt(file, line, offset);
  return [
    ...(expansion ? [expansion.nameSpan, expansion.span] : []),
    ...(word ? [word] : []),
    line,
    option.valueSpan,
    wholeOf(option),
  ];
}

const wholeOf = ({ nameSpan, delimiter, valueSpan }: OptionNode): Span => ({
  start: nameSpan.start,
  end: Math.max(valueSpan.end, delimiter.end),
});

/** Variable, word, arguments, directive, then for each block its inside and its directive. */
function nginxSpans(file: TextFile, offset: number): readonly Span[] {
  const { spot, owners, siblings } = nginxAt(file, offset);
  const statement = siblings.find((one) => touches(one, offset));
  const word = statement?.words.find((one) => touches(one, offset));
  const variable = word && variableAt(file, word, offset);
  const comment = nginxSyntaxOf(file).tree.comments.find((one) => touches(one, offset));
  return [
    ...(spot.kind === 'comment' && comment ? [comment] : []),
    ...(variable ? [variable.span] : []),
    ...(word ? [...insideQuotes(word), word] : []),
    ...(statement ? [argumentsOf(statement), statement] : []),
    ...[...owners].reverse().flatMap((owner) => [...insideOf(owner), owner]),
  ];
}

const insideQuotes = ({ start, end, quote }: NginxStatement['words'][number]): readonly Span[] =>
  quote === '' ? [] : [{ start: start + 1, end: end - 1 }];

/** From the first argument to the last; empty without any, which drops it. */
function argumentsOf({ words }: NginxStatement): Span {
  const first = words[1];
  const last = words[words.length - 1];
  return first && last ? { start: first.start, end: last.end } : { start: 0, end: 0 };
}

const insideOf = ({ body }: NginxStatement): readonly Span[] =>
  body ? [{ start: body.start + 1, end: body.closed ? body.end - 1 : body.end }] : [];

function pythonSpans(file: TextFile, offset: number): readonly Span[] {
  const spans: Span[] = [];
  const { tree } = pythonSyntax(file);
  for (
    let node: ReturnType<typeof tree.resolveInner> | null = tree.resolveInner(offset, 1);
    node;
    node = node.parent
  )
    spans.push(spanOf(node));
  return spans;
}
