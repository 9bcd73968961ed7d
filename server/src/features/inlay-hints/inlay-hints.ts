import type { Span } from '../../base/span.ts';
import type { Question } from '../shared/question.ts';
import { defaultHints } from './defaults.ts';
import type { InlayHint } from './hint.ts';
import { instanceHints } from './instances.ts';
import { valueHints } from './values.ts';

export type { HintKind, InlayHint } from './hint.ts';

/**
 * What expressions come to, in a part of a file: the value of a gunicorn setting that is computed, names and addresses
 * of all instances behind an expansion, parameters of nginx that hold unwritten. What is written plainly, and what is
 * not known, gets no hint.
 */
export const inlayHints = (question: Question, within: Span): readonly InlayHint[] =>
  hintsOf(question)
    .filter(({ offset }) => within.start <= offset && offset <= within.end)
    .sort((a, b) => a.offset - b.offset);

function hintsOf(question: Question): readonly InlayHint[] {
  if (question.file.kind === 'gunicorn') return valueHints(question);
  if (question.file.kind === 'supervisor') return instanceHints(question);
  return question.file.kind === 'nginx' ? defaultHints(question) : [];
}
