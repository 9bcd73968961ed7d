import type { TextFile } from '../../base/file.ts';
import { type MappedText, mappedVerbatim } from '../../base/mapped-text.ts';
import { type ServerOption, serverFlag } from '../../catalog/servers.ts';
import type { Argument } from './arguments.ts';

/** What a uWSGI configuration says: each line is an option of the command line (core/ini.c). */
export interface UwsgiFile {
  readonly flags: readonly Argument<ServerOption>[];
  /** What `socket` speaks: `uwsgi`, unless `protocol` says otherwise. */
  readonly protocol: string;
  /** Why the file does not tell everything; null where it does. */
  readonly doubt: string | null;
}

/** A file of more sections than this is generated; what leads further stays unknown. */
const mostSections = 50;

/** One `key = value`, with the offset of both in the file. */
interface Row {
  readonly key: string;
  readonly keyAt: number;
  readonly value: string;
  readonly valueAt: number;
}

/** Longer values are left as they are written: each row may hold the one above it twice. */
const longest = 4_096;

/** Reads the section that a path asks for (`app.ini`, `app.ini:web`). */
export function readUwsgiFile(file: TextFile, path: string): UwsgiFile {
  const section = /:([^:/]+)$/.exec(path)?.[1] ?? 'uwsgi';
  const rows = rowsOf(rowsIn(file.text), section, new Set());
  const names = new Map<string, string>();
  const flags: Argument<ServerOption>[] = [];
  for (const row of rows) {
    const value = filledIn(row.value, names, path);
    names.set(row.key, value);
    const option = serverFlag('uwsgi', `--${row.key === 'uwsgi-socket' ? 'socket' : row.key}`);
    if (option) flags.push(argumentOf(option, row, value, file.uri));
  }
  return { flags, protocol: protocolOf(rows), doubt: doubtOf(rows, path) };
}

/** The rows of a section; where `ini = :other` stands, those of the other section of the same file, each section once. */
function rowsOf(
  sections: ReadonlyMap<string, readonly Row[]>,
  section: string,
  seen: Set<string>,
): readonly Row[] {
  seen.add(section);
  return (sections.get(section) ?? []).flatMap((row) => {
    const other = row.key === 'ini' ? /^:(.+)$/.exec(row.value)?.[1] : undefined;
    if (other === undefined || seen.size > mostSections) return [row];
    return seen.has(other) ? [] : rowsOf(sections, other, seen);
  });
}

function rowsIn(text: string): ReadonlyMap<string, readonly Row[]> {
  const sections = new Map<string, Row[]>();
  let rows: Row[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g)) {
    const header = /^\s*\[(.*)\]\s*$/.exec(line)?.[1];
    if (header !== undefined) {
      rows = sections.get(header) ?? [];
      sections.set(header, rows);
    } else if (!/^\s*(?:[#;]|$)/.test(line)) rows.push(rowOf(line, index));
  }
  return sections;
}

function rowOf(line: string, at: number): Row {
  const equals = line.indexOf('=');
  const key = equals < 0 ? line : line.slice(0, equals);
  const value = equals < 0 ? '' : line.slice(equals + 1);
  return {
    key: key.trim(),
    keyAt: at + key.search(/\S|$/),
    value: value.trim(),
    valueAt: at + (equals < 0 ? line.length : equals + 1 + value.search(/\S|$/)),
  };
}

/** The value with the rows above it (`%(name)`) and the folder of the file (`%d`) put in. */
function filledIn(value: string, names: ReadonlyMap<string, string>, path: string): string {
  const folder = /^\/(?:.*\/)?/.exec(path)?.[0];
  const filled = value
    .replace(/%\(([^)]*)\)/g, (written, name: string) => names.get(name) ?? written)
    .replace(/%d/g, (written) => folder ?? written);
  return filled.length > longest ? value : filled;
}

function argumentOf(
  option: ServerOption,
  { key, keyAt, value: written, valueAt }: Row,
  value: string,
  uri: string,
): Argument<ServerOption> {
  const flagPlace = { uri, span: { start: keyAt, end: keyAt + key.length } };
  if (isSwitchedOn(option, value)) return { option, flag: `--${key}`, flagPlace, value: null };
  const span = { start: valueAt, end: valueAt + written.length };
  const mapped = mappedOf(option, value, written, { uri, span });
  return { option, flag: `--${key}`, flagPlace, value: { text: value, place: { uri, span }, mapped } };
}

const isSwitchedOn = (option: ServerOption, value: string): boolean =>
  option.value === 'none' && /^(?:|1|true|yes|on)$/i.test(value);

/** A switch that is turned off, a placeholder and a comment behind a value are left open. */
function mappedOf(
  option: ServerOption,
  value: string,
  written: string,
  { uri, span }: { readonly uri: string; readonly span: { readonly start: number; readonly end: number } },
): MappedText {
  const isOpen = option.value === 'none' || /%[\w(]|\$\(|@\(|\s[#;]|[{}<>]/.test(value);
  if (!isOpen && value === written) return mappedVerbatim(value, uri, span.start);
  const unknown = isOpen ? { unknown: { why: `uWSGI fills in ${written} when it starts`, written } } : {};
  return {
    text: value,
    pieces: [{ start: 0, end: value.length, uri, source: span, verbatim: false, ...unknown }],
  };
}

const protocolOf = (rows: readonly Row[]): string =>
  rows.filter(({ key }) => /^(?:socket-)?protocol$/.test(key)).at(-1)?.value ?? 'uwsgi';

/** Rows that bring in what stands elsewhere, that choose among rows, or that listen in ways not followed here. */
const elsewhere =
  /^(?:ini|xml|xmlconfig|yaml|yml|json|include|inherit|import|emperor|vassals.*|zerg.*|if-.*|for|endfor|shared-socket|.*-shared-socket|(?:fastcgi|scgi|raw|puwsgi|suwsgi|https|ssl|persistent-http|zeromq|sctp).*-socket|https\d?|fastrouter|rawrouter|sslrouter)$/;

const doubtOf = (rows: readonly Row[], path: string): string | null => {
  const row = rows.find(({ key }) => elsewhere.test(key) || key.startsWith('{%'));
  if (rows.length === 0) return `${path} has no section that tells it`;
  return row ? `${row.key} in ${path} may set it` : null;
};
