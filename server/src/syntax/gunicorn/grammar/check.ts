import type { PythonError, Tokens } from '../tokens.ts';
import { Refusal } from './state.ts';
import { readStatements } from './statements.ts';

/**
 * The error that CPython 3.11's parser reports for a text, from its tokens; undefined when it parses. As in
 * CPython an error of the tokenizer wins over one of the grammar, wherever it stands, and a bracket that is never
 * closed wins over an error on a later line.
 */
export function checkGrammar(cut: Tokens): PythonError | undefined {
  const refusal = refusalOf(cut);
  if (cut.error && wins(cut, cut.error, refusal)) return cut.error;
  if (!refusal) return undefined;
  const { unclosed } = cut;
  if (unclosed && isBelow(cut, refusal, unclosed.line)) {
    const { start, line } = unclosed;
    return {
      type: 'SyntaxError',
      message: `'${unclosed.text}' was never closed`,
      start,
      end: start + 1,
      line,
    };
  }
  return refusal.error;
}

/** Whether an error of the tokenizer is reported although the grammar failed before it. */
function wins(cut: Tokens, error: PythonError, refusal: Refusal | undefined): boolean {
  if (!refusal) return true;
  const reached = cut.tokens[refusal.reached];
  if (reached === undefined || reached.kind === 'end') return true;
  if (cut.quiet) return false;
  // An unexpected indent is reported before the rest is cut into tokens.
  return refusal.error.message !== 'unexpected indent' || refusal.error.start > error.start;
}

function isBelow(cut: Tokens, refusal: Refusal, line: number): boolean {
  const reached = cut.tokens[refusal.reached];
  return reached === undefined || reached.kind === 'end' || reached.line > line;
}

function refusalOf(cut: Tokens): Refusal | undefined {
  try {
    readStatements({ tokens: cut.tokens, at: 0, nesting: 0 }, 'end');
    return undefined;
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal;
    throw refusal;
  }
}
