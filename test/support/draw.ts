import { lineIndex, positionAt } from '../../server/src/base/line-index.ts';
import type { Finding } from '../../server/src/model/finding.ts';
import { type ExampleFile, type Mark, matchesDrawn } from '../../server/src/rules/example.ts';
import { uriOf } from './fixture.ts';

/** Whether caret lines name the rule: `^^^ warning[nginx/upstream-empty]: …`, or not, as in a rule's examples. */
export type DrawStyle = 'with ids' | 'without ids';

/** The fixture as it was written, its caret lines in one fixed order. */
export const drawnMarks = (files: readonly ExampleFile[], style: DrawStyle): string =>
  files.map((file) => drawFile(file, file.marks, style)).join('');

/**
 * The fixture with what was found drawn into it. A message that a mark gives by its beginning is cut where the mark
 * cuts it, so that equal drawings mean equal findings.
 */
export function drawnFindings(
  files: readonly ExampleFile[],
  findings: readonly Finding[],
  style: DrawStyle,
): string {
  const drawn = files.map((file) => {
    const own = findings.filter(({ place }) => place.uri === uriOf(file.path));
    return drawFile(
      file,
      own.map((finding) => asMark(finding, file, style)),
      style,
    );
  });
  const known = new Set(files.map(({ path }) => uriOf(path)));
  const elsewhere = findings.filter(({ place }) => !known.has(place.uri));
  return (
    drawn.join('') +
    elsewhere.map(({ rule, place, message }) => `${place.uri}: ${rule}: ${message}\n`).join('')
  );
}

function asMark(finding: Finding, file: ExampleFile, style: DrawStyle): Mark {
  const lines = lineIndex(file.text);
  const start = positionAt(lines, finding.place.span.start);
  const end = positionAt(lines, finding.place.span.end);
  const lineEnd = (lines[start.line + 1] ?? file.text.length) - 1 - (lines[start.line] ?? 0);
  const goesOn = end.line > start.line;
  const mark = {
    line: start.line,
    start: start.character,
    end: Math.max(start.character + 1, goesOn ? lineEnd : end.character),
    goesOn,
    severity: finding.severity,
    rule: style === 'with ids' ? finding.rule : null,
    message: finding.message,
  };
  const likely = file.marks.find((other) => isSame(other, mark) && matchesDrawn(other.message, mark.message));
  return likely ? { ...mark, message: likely.message } : mark;
}

const isSame = (a: Mark, b: Mark): boolean =>
  a.line === b.line &&
  a.start === b.start &&
  a.end === b.end &&
  a.severity === b.severity &&
  a.rule === b.rule;

function drawFile({ path, text }: ExampleFile, marks: readonly Mark[], style: DrawStyle): string {
  const lines = text.split('\n').slice(0, -1);
  const drawn = lines.flatMap((line, i) => [
    line,
    ...marks
      .filter((mark) => mark.line === i)
      .map(caretLine(style))
      .sort(),
  ]);
  return `-- ${path} --\n${drawn.join('\n')}\n`;
}

const caretLine =
  (style: DrawStyle) =>
  ({ start, end, goesOn, severity, rule, message }: Mark): string => {
    const id = style === 'with ids' ? `[${rule}]` : '';
    return `${' '.repeat(start)}${'^'.repeat(end - start)}${goesOn ? '>' : ''} ${severity}${id}: ${message}`;
  };
