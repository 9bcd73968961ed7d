import type { TextFile } from '../base/file.ts';
import { memo } from '../base/memo.ts';
import type { Span } from '../base/span.ts';
import { parseNginx } from '../syntax/nginx/parse.ts';
import type { NginxStatement } from '../syntax/nginx/tree.ts';
import { supervisorTreeOf } from '../syntax/supervisor/parse.ts';
import type { Question } from './shared/question.ts';

/** What a symbol is, in words that every editor can show. */
export type SymbolKind =
  | 'section'
  | 'program'
  | 'group'
  | 'block'
  | 'server'
  | 'location'
  | 'upstream'
  | 'setting';

/** One entry of a file's outline. */
export interface DocumentSymbol {
  readonly name: string;
  /** What stands beside the name, such as the address of a server. */
  readonly detail: string;
  readonly kind: SymbolKind;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly DocumentSymbol[];
}

/** The outline of a file; empty for files of no language. */
export function documentSymbols({ file, deployments }: Question): readonly DocumentSymbol[] {
  if (file.kind === 'supervisor') return supervisorSymbols(file);
  if (file.kind === 'nginx') return nginxSymbols(file);
  if (file.kind !== 'gunicorn') return [];
  const settings = deployments.flatMap(({ gunicorn }) => gunicorn).find((one) => one.file === file)?.settings;
  return [...(settings?.values() ?? [])]
    .filter(({ namePlace }) => namePlace.uri === file.uri)
    .map(({ name, namePlace, statementPlace, valuePlace }) => ({
      name,
      detail: oneLine(file.text.slice(valuePlace.span.start, valuePlace.span.end)),
      kind: 'setting' as const,
      span: statementPlace.span,
      nameSpan: namePlace.span,
      children: [],
    }));
}

const oneLine = (text: string): string => {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};

const supervisorSymbols: (file: TextFile) => readonly DocumentSymbol[] = memo((file: TextFile) =>
  supervisorTreeOf(file).tree.sections.map(({ name, nameSpan, span, options }) => {
    const colon = name.indexOf(':');
    const kind = /^group:/.test(name) ? 'group' : colon > 0 ? 'program' : 'section';
    const command = options.find((option) => option.name === 'command')?.value;
    return {
      name,
      detail: command ? oneLine(command) : '',
      kind,
      span,
      nameSpan,
      children: [],
    } satisfies DocumentSymbol;
  }),
);

const nginxTree = memo((file: TextFile) => parseNginx(file.text).tree);

const nginxSymbols: (file: TextFile) => readonly DocumentSymbol[] = memo((file: TextFile) =>
  outline(nginxTree(file).statements, 0),
);

/** Blocks nested deeper than this are generated and not worth an outline. */
const maxDepth = 12;

const outline = (statements: readonly NginxStatement[], depth: number): readonly DocumentSymbol[] =>
  statements.flatMap((statement) => {
    const [name, ...args] = statement.words;
    if (!name || !statement.body || depth > maxDepth) return [];
    const children = statement.body.lua ? [] : outline(statement.body.statements, depth + 1);
    const title = [name, ...args].map(({ text }) => text).join(' ');
    const last = args.at(-1) ?? name;
    return [
      {
        name: title,
        detail: detailOf(name.text, statement.body.statements),
        kind: kindOf(name.text),
        span: { start: statement.start, end: statement.end },
        nameSpan: { start: name.start, end: last.end },
        children,
      },
    ];
  });

const kindOf = (name: string): SymbolKind =>
  name === 'server' || name === 'location' || name === 'upstream' ? name : 'block';

/** A server shows its names, a location where it leads. */
function detailOf(name: string, statements: readonly NginxStatement[]): string {
  const told = name === 'server' ? /^(?:server_name|listen)$/ : name === 'location' ? /_pass$/ : undefined;
  const found = told && statements.filter(({ words }) => told.test(words[0]?.text ?? ''));
  return oneLine(
    (found ?? [])
      .map(({ words }) =>
        words
          .slice(1)
          .map(({ text }) => text)
          .join(' '),
      )
      .join(', '),
  );
}

/** A stretch of lines that can be folded, by offsets. */
export interface Fold {
  readonly span: Span;
  readonly kind: 'region' | 'comment';
}

/** What can be folded: sections, blocks and runs of comment lines. */
export function folds({ file }: Question): readonly Fold[] {
  if (file.kind === 'supervisor') {
    const { sections } = supervisorTreeOf(file).tree;
    return [
      ...sections.map(
        ({ span, headerSpan }): Fold => ({
          span: { start: headerSpan.start, end: lastText(file.text, span) },
          kind: 'region',
        }),
      ),
      ...commentFolds(file.text, /^\s*[;#]/),
    ];
  }
  return file.kind === 'nginx'
    ? [...blockFolds(nginxTree(file).statements, 0), ...commentFolds(file.text, /^\s*#/)]
    : [];
}

/** The end of the last line of a span that holds text. */
const lastText = (text: string, { start, end }: Span): number =>
  start + text.slice(start, end).trimEnd().length;

const blockFolds = (statements: readonly NginxStatement[], depth: number): readonly Fold[] =>
  statements.flatMap(({ body }) =>
    body && depth < 200
      ? [
          { span: { start: body.start, end: body.end }, kind: 'region' as const },
          ...blockFolds(body.statements, depth + 1),
        ]
      : [],
  );

function commentFolds(text: string, isComment: RegExp): readonly Fold[] {
  const found: Fold[] = [];
  let start = -1;
  let end = 0;
  let lines = 0;
  let offset = 0;
  for (const line of [...text.split('\n'), '']) {
    if (isComment.test(line)) {
      if (start < 0) start = offset;
      end = offset + line.length;
      lines++;
    } else {
      if (start >= 0 && lines > 1) found.push({ span: { start, end }, kind: 'comment' });
      start = -1;
      lines = 0;
    }
    offset += line.length + 1;
  }
  return found;
}
