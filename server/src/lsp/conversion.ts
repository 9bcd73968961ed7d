import type { DiagnosticTag, Position, Range, DiagnosticSeverity as Severity } from 'vscode-languageserver';
import { linesOf, type TextFile } from '../base/file.ts';
import { type LineIndex, lineIndex, positionAt } from '../base/line-index.ts';
import type { Span } from '../base/span.ts';
import type { Finding } from '../model/finding.ts';

/** The range of a span in protocol positions (UTF-16 units). */
export function rangeOf(file: TextFile, span: Span): Range {
  const lines = linesOf(file);
  return { start: positionAt(lines, span.start), end: positionAt(lines, span.end) };
}

/** The offset of a protocol position. Past the end of a line it is the end of that line, its ending excluded. */
export const offsetOf = (file: TextFile, position: Position): number =>
  offsetIn(file.text, linesOf(file), position);

export const spanOf = (file: TextFile, range: Range): Span => ({
  start: offsetOf(file, range.start),
  end: offsetOf(file, range.end),
});

/** `text` after a range of it is replaced; the whole text where there is no range. */
export function applyChange(text: string, range: Range | undefined, newText: string): string {
  if (!range) return newText;
  const lines = lineIndex(text);
  const start = offsetIn(text, lines, range.start);
  const end = Math.max(start, offsetIn(text, lines, range.end));
  return text.slice(0, start) + newText + text.slice(end);
}

function offsetIn(text: string, lines: LineIndex, position: Position): number {
  const start = lines[position.line];
  if (start === undefined) return position.line < 0 ? 0 : text.length;
  const next = lines[position.line + 1];
  const end = next === undefined ? text.length : lineEnd(text, start, next);
  return Math.min(start + Math.max(0, position.character), end);
}

function lineEnd(text: string, start: number, next: number): number {
  const crlf = next - start >= 2 && text.charCodeAt(next - 1) === 10 && text.charCodeAt(next - 2) === 13;
  return next - (crlf ? 2 : 1);
}

const severities = { error: 1, warning: 2, information: 3, hint: 4 } as const satisfies Record<
  Finding['severity'],
  Severity
>;

/** How findings that are advice (information, hint) appear. */
export type Advice = 'hover' | 'hints' | 'problems';

/** The protocol's severity of a finding; undefined when the setting keeps it out of the editor's problems. */
export function severityOf(finding: Finding, advice: Advice): Severity | undefined {
  if (finding.severity === 'error' || finding.severity === 'warning') return severities[finding.severity];
  if (advice === 'hover') return undefined;
  return advice === 'problems' ? severities[finding.severity] : severities.hint;
}

const tags = { unnecessary: 1, deprecated: 2 } as const satisfies Record<string, DiagnosticTag>;

export const tagsOf = (finding: Finding): DiagnosticTag[] => (finding.tag ? [tags[finding.tag]] : []);
