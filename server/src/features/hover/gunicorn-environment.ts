import { touches } from '../../base/span.ts';
import type { Expression } from '../../syntax/gunicorn/ast.ts';
import { code } from '../shared/markdown.ts';
import { type Reader, readersOf } from '../shared/program.ts';
import type { Question } from '../shared/question.ts';
import { valuesText } from '../shared/value.ts';
import { type HoverParts, titleOf } from './parts.ts';

/** The variable of the environment that an expression asks for: who sets it, and to what; undefined for others. */
export function environmentHover(question: Question, path: readonly Expression[]): HoverParts | undefined {
  const asked = path.map(variableOf).find((found) => found !== undefined);
  if (!asked) return undefined;
  const readers = readersOf(question.deployments, question.file);
  const set = readers.flatMap((reader) => valuesOf(reader, asked.name));
  return {
    span: touches(asked.key, question.offset) ? asked.key : asked.span,
    title: titleOf(code(asked.name), valuesText(set)),
    notes: [
      set.length > 0
        ? 'Set by `environment=` of supervisord.conf.'
        : readers.length > 0
          ? `No \`environment=\` of ${readers.map(({ program }) => code(program.name)).join(', ')} sets it, so the default holds unless the environment of supervisord has it.`
          : 'A variable of the environment.',
    ],
    card: undefined,
    scaling: undefined,
  };
}

const valuesOf = ({ instances }: Reader, name: string) =>
  instances.flatMap(({ process }) => process?.environment.get(name) ?? []);

/** The name in `os.environ["X"]`, `os.environ.get("X", …)`, `os.getenv("X")`. */
function variableOf(expression: Expression) {
  const key = keyOf(expression);
  return key?.kind === 'string' ? { name: key.value, key: key.span, span: expression.span } : undefined;
}

function keyOf(expression: Expression): Expression | undefined {
  if (expression.kind === 'subscript') return isEnviron(expression.object) ? expression.index : undefined;
  if (expression.kind !== 'call') return undefined;
  const { callee } = expression;
  const name = callee.kind === 'attribute' ? callee.name : callee.kind === 'name' ? callee.name : '';
  const asks = name === 'getenv' || (callee.kind === 'attribute' && isEnviron(callee.object));
  return asks ? expression.arguments[0]?.value : undefined;
}

const isEnviron = (expression: Expression): boolean =>
  (expression.kind === 'attribute' || expression.kind === 'name') && expression.name === 'environ';
