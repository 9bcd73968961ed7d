// Draws what a rule finds into the `bad` examples of its file, so that an author reads findings instead of counting
// columns: npx tsx tools/draw-rule.ts nginx/upstream-empty [...]. Read the change before you keep it.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Finding } from '../server/src/model/finding.ts';
import { lonePath } from '../server/src/rules/example.ts';
import { findingsOf } from '../test/support/diagnostics.ts';
import { readFixture, uriOf } from '../test/support/fixture.ts';

const caretLine = /^ *\^+>? (?:error|warning|information|hint)(?:\[[^\]]+\])?: /;

async function drawRule(id: string): Promise<void> {
  const path = new URL(`../server/src/rules/${id}.ts`, import.meta.url);
  const source = readFileSync(path, 'utf8');
  const parts = source.split(/(\bbad: `)((?:[^`\\]|\\[\s\S])*)(?=`)/);
  for (let at = 2; at < parts.length; at += 3) parts[at] = await drawn(id, parts[at] ?? '');
  writeFileSync(path, parts.join(''));
  console.log(`drew ${id}`);
}

/** The literal (as it stands in the source) with caret lines for the findings of the rule and for no others. */
async function drawn(id: string, raw: string): Promise<string> {
  const lines = raw.split('\n').filter((line) => !caretLine.test(line));
  const text = unescaped(lines.join('\n'));
  const language = /^nginx\//.test(id)
    ? 'nginx'
    : /^(?:gunicorn|uvicorn)\//.test(id)
      ? 'gunicorn'
      : 'supervisor';
  const fixture = readFixture(text, lonePath(language, text));
  const found = (await findingsOf(fixture)).filter(({ rule }) => rule === id);
  const carets = new Map<number, string[]>();
  let line = lines[0]?.trim() === '' ? 1 : 0;
  for (const file of fixture.files) {
    if (/^ *-- \/.* --$/.test(lines[line] ?? '')) line++;
    const own = found.filter(({ place }) => place.uri === uriOf(file.path));
    for (const finding of own) addCarets(carets, line, file.text, finding);
    line += file.text.split('\n').length - 1;
    while (line < lines.length && lines[line] === '') line++;
  }
  const indent = (lines.find((one) => one.trim() !== '') ?? '').search(/\S/);
  return lines
    .flatMap((one, i) => [one, ...(carets.get(i) ?? []).map((caret) => escaped(' '.repeat(indent) + caret))])
    .join('\n');
}

function addCarets(carets: Map<number, string[]>, first: number, text: string, finding: Finding): void {
  const { start, end } = finding.place.span;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const row = text.slice(0, lineStart).split('\n').length - 1;
  const lineEnd = text.indexOf('\n', start);
  const goesOn = lineEnd >= 0 && end > lineEnd;
  const length = Math.max(1, (goesOn ? lineEnd : end) - start);
  const mark = `${' '.repeat(start - lineStart)}${'^'.repeat(length)}${goesOn ? '>' : ''}`;
  const list = carets.get(first + row) ?? [];
  list.push(`${mark} ${finding.severity}: ${finding.message.split('\n').join(' ')}`);
  carets.set(first + row, list);
}

const unescaped = (raw: string): string => raw.replace(/\\([`$\\])/g, '$1');
const escaped = (text: string): string => text.replace(/[`\\]|\$(?=\{)/g, '\\$&');

for (const id of process.argv.slice(2)) await drawRule(id);
