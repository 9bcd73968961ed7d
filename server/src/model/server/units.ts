import type { TextFile } from '../../base/file.ts';
import { known, unknown, type Value } from '../../base/known.ts';
import { type MappedText, mappedVerbatim } from '../../base/mapped-text.ts';
import { type Place, place } from '../../base/span.ts';
import { splitCommand } from '../../syntax/shell/split.ts';
import type { Launch } from './types.ts';

/** A launch that a unit, an image or a compose file describes. */
export interface UnitLaunch {
  /** The unit's, stage's or service's name. */
  readonly name: string;
  readonly place: Place;
  readonly launch: Launch;
}

/** One `Key=Value` of a unit with its section; continuation lines are joined. */
interface UnitOption {
  readonly section: string;
  readonly key: string;
  readonly value: MappedText;
}

/** The options of a systemd unit in order (systemd.syntax(7)): `#` and `;` start comments, `\` continues a line. */
function unitOptions(file: TextFile): readonly UnitOption[] {
  const options: UnitOption[] = [];
  let section = '';
  for (const line of logicalLines(file)) {
    const text = line.text.trim();
    const header = /^\[([^\]]*)\]$/.exec(text);
    const equals = line.text.indexOf('=');
    if (header) section = header[1] ?? '';
    else if (equals > 0) {
      const key = line.text.slice(0, equals).trim();
      options.push({ section, key, value: rest(line, equals + 1) });
    }
  }
  return options;
}

/** Lines without comments, continued ones joined by a blank as systemd does; each keeps its way to the source. */
function logicalLines({ text, uri }: TextFile): readonly MappedText[] {
  const lines: MappedText[] = [];
  let start = 0;
  let open: MappedText | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\r$/, '');
    const isComment = /^\s*[#;]/.test(line);
    const continues = !isComment && line.endsWith('\\');
    const part = mappedVerbatim(continues ? `${line.slice(0, -1)} ` : line, uri, start);
    start += raw.length + 1;
    if (isComment) continue;
    const joined: MappedText = open ? join(open, part) : part;
    open = continues ? joined : undefined;
    if (!continues) lines.push(joined);
  }
  return open ? [...lines, open] : lines;
}

const join = (a: MappedText, b: MappedText): MappedText => ({
  text: a.text + b.text,
  pieces: [
    ...a.pieces,
    ...b.pieces.map((piece) => ({
      ...piece,
      start: piece.start + a.text.length,
      end: piece.end + a.text.length,
    })),
  ],
});

function rest(line: MappedText, start: number): MappedText {
  const lead = /^\s*/.exec(line.text.slice(start))?.[0].length ?? 0;
  const from = start + lead;
  const pieces = line.pieces.flatMap((piece) => {
    if (piece.end <= from) return [];
    const cut = Math.max(0, from - piece.start);
    return [
      {
        ...piece,
        start: piece.start + cut - from,
        end: piece.end - from,
        source: { start: piece.source.start + cut, end: piece.source.end },
      },
    ];
  });
  return { text: line.text.slice(from).trimEnd(), pieces };
}

const baseName = (uri: string): string => uri.slice(uri.lastIndexOf('/') + 1);

/** What a `.service` unit starts; empty for a unit without ExecStart. */
export function systemdLaunches(file: TextFile): readonly UnitLaunch[] {
  const options = unitOptions(file).filter(({ section }) => section === 'Service');
  const start = options.filter(({ key }) => key === 'ExecStart').at(-1)?.value;
  if (!start || start.text === '') return [];
  const prefix = /^[-@:+!|]*/.exec(start.text)?.[0].length ?? 0;
  const folder = options.filter(({ key }) => key === 'WorkingDirectory').at(-1)?.value.text;
  const at = start.pieces[0]?.source;
  return [
    {
      name: baseName(file.uri).replace(/\.service(?:\..*)?$/, ''),
      place: place(file.uri, at?.start ?? 0, at?.end ?? 0),
      launch: {
        command: systemdText(rest(start, prefix)),
        directory: known(folder ? folder.replace(/^-/, '') : null, 'literal'),
        environment: systemdEnvironment(options),
      },
    },
  ];
}

/** A command line is unknown where a specifier (`%i`) or a variable decides it. */
function systemdText(text: MappedText): Value<MappedText> {
  const at = text.pieces.flatMap(({ uri, source }) => ({ uri, span: source }));
  if (/(^|[^%])%[A-Za-z]/.test(text.text)) return unknown('holds a specifier of a template unit', at);
  if (/\$\{?\w/.test(text.text)) return unknown('holds a variable that systemd fills in', at);
  return known(text, 'literal', at);
}

/**
 * Environment= pairs; EnvironmentFile= makes the variables that change gunicorn's defaults unknown. That it holds
 * gunicorn's own flags (GUNICORN_CMD_ARGS) is not assumed: no file could then be taken at its word.
 */
function systemdEnvironment(options: readonly UnitOption[]): ReadonlyMap<string, Value<string>> {
  const environment = new Map<string, Value<string>>();
  if (options.some(({ key }) => key === 'EnvironmentFile')) {
    for (const name of ['PORT', 'WEB_CONCURRENCY']) {
      environment.set(name, unknown('EnvironmentFile= may set it'));
    }
  }
  for (const { key, value } of options) {
    if (key !== 'Environment') continue;
    for (const word of splitCommand(value).words) {
      const equals = word.text.indexOf('=');
      if (equals > 0) {
        const at = word.place ? [word.place] : [];
        environment.set(word.text.slice(0, equals), known(word.text.slice(equals + 1), 'literal', at));
      }
    }
  }
  return environment;
}

/** The addresses of a `.socket` unit (ListenStream=), as written, with their places. */
export function systemdSockets(file: TextFile): readonly { readonly text: string; readonly place: Place }[] {
  return unitOptions(file).flatMap(({ section, key, value }) => {
    const at = value.pieces[0]?.source;
    if (section !== 'Socket' || key !== 'ListenStream' || value.text === '' || !at) return [];
    return [{ text: value.text, place: place(file.uri, at.start, at.start + value.text.length) }];
  });
}

/** What the image's last ENTRYPOINT and CMD start; empty where there is neither. */
export function dockerfileLaunches(file: TextFile): readonly UnitLaunch[] {
  let folder: string | null = null;
  let entrypoint: MappedText | undefined;
  let command: MappedText | undefined;
  const environment = new Map<string, Value<string>>();
  for (const line of logicalLines(file)) {
    const instruction = /^\s*(WORKDIR|ENTRYPOINT|CMD|ENV|FROM)\s+/i.exec(line.text);
    if (!instruction) continue;
    const value = rest(line, instruction[0].length);
    const word = (instruction[1] ?? '').toUpperCase();
    if (word === 'FROM') {
      folder = null;
      entrypoint = undefined;
      command = undefined;
      environment.clear();
    } else if (word === 'WORKDIR') folder = value.text;
    else if (word === 'ENTRYPOINT') entrypoint = value;
    else if (word === 'CMD') command = value;
    else for (const [name, text] of envPairs(value)) environment.set(name, known(text, 'literal'));
  }
  const line = commandOf(entrypoint, command);
  const at = (command ?? entrypoint)?.pieces[0]?.source;
  if (!line || !at) return [];
  const launch = { command: variableFree(line), directory: known(folder, 'literal'), environment };
  return [{ name: 'image', place: place(file.uri, at.start, at.end), launch }];
}

const envPairs = (value: MappedText): readonly (readonly [string, string])[] => {
  const words = splitCommand(value).words.map(({ text }) => text);
  const first = words[0] ?? '';
  if (!first.includes('=')) return [[first, words.slice(1).join(' ')]];
  return words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]);
};

/** Exec form is a JSON list of words; an entrypoint takes the command as its further words. */
function commandOf(
  entrypoint: MappedText | undefined,
  command: MappedText | undefined,
): MappedText | undefined {
  const parts = [entrypoint, command].filter((part) => part !== undefined).map(execForm);
  return parts.length === 2 && parts[0] && parts[1]
    ? join(join(parts[0], { text: ' ', pieces: [] }), parts[1])
    : parts[0];
}

/** `["gunicorn", "-w", "4"]` as a command line with the brackets and commas blanked out. */
function execForm(value: MappedText): MappedText {
  if (!/^\[/.test(value.text)) return value;
  let inQuote = false;
  const text = [...value.text]
    .map((char) => {
      if (char === '"') inQuote = !inQuote;
      return !inQuote && /[[\],]/.test(char) ? ' ' : char;
    })
    .join('');
  return { ...value, text };
}

const variableFree = (line: MappedText): Value<MappedText> =>
  /\$\{?\w/.test(line.text.replace(/\bsh\b.*-c.*/s, ''))
    ? unknown('holds a variable that is filled in at start')
    : known(line, 'literal');

/**
 * The `command:` (or `entrypoint:`) of each service of a compose file, read by indentation: a scalar on the line or
 * a list. Anything written otherwise (anchors, folded texts) is left out.
 */
export function composeLaunches(file: TextFile): readonly UnitLaunch[] {
  const launches: UnitLaunch[] = [];
  let services = -1;
  let service: { readonly name: string; readonly indent: number } | undefined;
  let start = 0;
  for (const raw of file.text.split('\n')) {
    const at = start;
    start += raw.length + 1;
    const line = /^(\s*)([\w.-]+)\s*:\s?(.*?)\s*$/.exec(raw.replace(/\s#.*$/, ''));
    if (!line) continue;
    const indent = (line[1] ?? '').length;
    const key = line[2] ?? '';
    if (key === 'services' && indent === 0) services = indent;
    else if (services >= 0 && indent === 0) services = -1;
    else if (services >= 0 && (!service || indent <= service.indent)) service = { name: key, indent };
    else if (services >= 0 && service && (key === 'command' || key === 'entrypoint') && line[3]) {
      const value = line[3];
      const from = at + raw.indexOf(value, indent + key.length + 1);
      const bare = value.replace(/^(["'])(.*)\1$/s, '$2');
      const text = execForm(mappedVerbatim(bare, file.uri, from + value.indexOf(bare)));
      launches.push({
        name: service.name,
        place: place(file.uri, from, from + value.length),
        launch: { command: variableFree(text), directory: known(null, 'literal'), environment: new Map() },
      });
    }
  }
  return launches;
}
