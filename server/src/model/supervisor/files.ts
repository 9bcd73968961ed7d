import type { TextFile } from '../../base/file.ts';
import { sourceOf } from '../../base/mapped-text.ts';
import type { Place, Span } from '../../base/span.ts';
import { placeholdersIn } from '../../base/template.ts';
import type { FormatValue } from '../../syntax/supervisor/evaluate.ts';
import { supervisorTreeOf } from '../../syntax/supervisor/parse.ts';
import { compareByCodePoint, repr, splitSpace } from '../../syntax/supervisor/python-text.ts';
import { parsingErrorOf } from '../../syntax/supervisor/reason.ts';
import type { SupervisorSyntaxError } from '../../syntax/supervisor/tree.ts';
import type { Ask } from '../link-lookup.ts';
import { addLoaded, folderOfPath, type Loader, pathOn, refuse, warn } from './loader.ts';
import { addFile, expandHere, leavesHere, type MergedSection } from './merge.ts';
import { namesOf } from './names.ts';
import type { LoadedSupervisor } from './options.ts';
import { expandOption, headerOf, optionIn, type SectionReader } from './read.ts';

type Include = LoadedSupervisor['includes'][number];

/** Reads the main file and what its [include] names, into the loader's sections. */
export function readFiles(loader: Loader, ask: Ask): readonly Include[] {
  readFile(loader, loader.main, loader.path, undefined);
  const include = loader.sections.byName.get('include');
  if (!include) return [];
  expandHere(loader.sections, loader.here);
  return readIncludes(loader, include, ask);
}

/** Reads one file; what ConfigParser or the decoder refuses becomes a problem, the rest is read all the same. */
function readFile(loader: Loader, file: TextFile, path: string, includedAs: string | undefined): void {
  addLoaded(loader, file);
  const { tree, errors } = supervisorTreeOf(file);
  refuseBytes(loader, file);
  refuseLines(loader, file, path, errors);
  addFile(loader.sections, tree, file, includedAs);
}

function refuseBytes(loader: Loader, file: TextFile): void {
  const at = file.undecodableAt;
  if (at === undefined) return;
  const position = utf8Length(file.text, at);
  const reason = file.undecodableReason ?? `'utf-8' codec can't decode byte in position ${position}`;
  refuse(loader, 'supervisor/syntax-error', reason, { uri: file.uri, span: { start: at, end: at + 1 } });
}

/** The number of bytes of `text[0, end)` in UTF-8. */
function utf8Length(text: string, end: number): number {
  let bytes = 0;
  for (let i = 0; i < end; i++) {
    const unit = text.charCodeAt(i);
    const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
    bytes += unit < 0x80 ? 1 : unit < 0x800 || isSurrogate ? 2 : 3;
  }
  return bytes;
}

/** One problem a line; the first one's reason lists all lines, as ConfigParser does. */
function refuseLines(
  loader: Loader,
  file: TextFile,
  path: string,
  errors: readonly SupervisorSyntaxError[],
): void {
  const counted = errors.filter((error) => !isTemplates(loader, file, error));
  const shown = counted[0]?.kind === 'no section' ? counted.slice(0, 1) : counted;
  for (const [index, error] of shown.entries()) {
    const reason = parsingErrorOf(index === 0 ? counted : [error], path) ?? '';
    const data = { kind: error.kind, line: String(error.line) };
    refuse(loader, 'supervisor/syntax-error', reason, { uri: file.uri, span: error.span }, data);
  }
}

/** True for a line that a template engine makes or takes away. */
function isTemplates(loader: Loader, file: TextFile, error: SupervisorSyntaxError): boolean {
  if (loader.options.templates === 'literal') return false;
  if (loader.statements) return true;
  return placeholdersIn(file.text).some((found) => found.kind !== 'variable' && touch(found, error.span));
}

const touch = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

function readIncludes(loader: Loader, section: MergedSection, ask: Ask): readonly Include[] {
  const reader: SectionReader = { loader, section, suffix: '' };
  const merged = optionIn(reader, 'files');
  if (!merged) {
    loader.complete = false;
    if (!loader.statements)
      refuse(
        loader,
        'supervisor/missing-option',
        '.ini file has [include] section, but no files setting',
        headerOf(reader),
        { section: 'include', option: 'files' },
      );
    return [];
  }
  const own = new Map<string, FormatValue>([
    ['here', loader.here],
    ['host_node_name', loader.nodeName],
  ]);
  const expanded = expandOption(
    reader,
    merged,
    namesOf(loader.environment, own, 'own first'),
    'include.files',
  );
  if (expanded.kind !== 'text') {
    loader.complete = false;
    return [];
  }
  return splitSpace(expanded.text.text).map(({ text, start }) => {
    const span = { start, end: start + text.length };
    const place = sourceOf(expanded.text, span.start, span.end) ?? merged.option.valuePlace;
    const isKnown = !expanded.unknown.some((run) => touch(run, span));
    return readPattern(loader, { text, isKnown }, place, ask);
  });
}

function readPattern(
  loader: Loader,
  pattern: { readonly text: string; readonly isKnown: boolean },
  place: Place,
  ask: Ask,
): Include {
  const { text } = pattern;
  const files = pattern.isKnown
    ? ask({ kind: 'glob', pattern: text, from: loader.main, as: 'supervisor' })
    : [];
  if (files.length === 0) {
    loader.complete = false;
    const path = text.startsWith('/') ? text : `${loader.here === '/' ? '' : loader.here}/${text}`;
    if (pattern.isKnown) warn(loader, `No file matches via include "${path}"`, place);
  }
  const sorted = files
    .map((file) => ({ file, path: pathOn(loader.options, file) }))
    .sort((a, b) => compareByCodePoint(a.path, b.path));
  for (const { file, path } of sorted) {
    readFile(loader, file, path, path);
    if (leavesHere(loader.sections, file)) expandHere(loader.sections, folderOfPath(path));
  }
  return { pattern: text, place, files: sorted.map(({ file }) => file) };
}

/** The file in which the first header of a section stands, as messages show it: quoted by `repr`. */
export const fileShown = (loader: Loader, section: MergedSection): string =>
  repr(section.file ?? loader.path);
