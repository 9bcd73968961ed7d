import type { Value } from '../../base/known.ts';
import { strip } from '../../syntax/supervisor/python-text.ts';
import { type InetAddress, inetAddress, normPath, octal, text } from './convert.ts';
import { type Loader, refuse } from './loader.ts';
import { ownerOf } from './machine.ts';
import type { MergedSection } from './merge.ts';
import { namesOf, type OptionNames } from './names.ts';
import type { SupervisorServer } from './options.ts';
import { headerOf, optionIn, readOption, refuseValue, type SectionReader } from './read.ts';

/** Reads the http servers as `server_configs_from_parser` does: all inet ones, then all unix ones. */
export function readServers(loader: Loader): readonly SupervisorServer[] {
  const sections = [...loader.sections.byName.values()];
  const of = (kind: string) => sections.filter(({ name }) => name.startsWith(kind));
  return [
    ...of('inet_http_server').map((section) => readInet(readerOf(loader, section))),
    ...of('unix_http_server').map((section) => readUnix(readerOf(loader, section))),
  ];
}

const readerOf = (loader: Loader, section: MergedSection): SectionReader => ({ loader, section, suffix: '' });

const none = new Map<string, never>();

/** Reads an option that supervisord cannot do without; undefined where it is not set. */
function required<T>(
  reader: SectionReader,
  name: string,
  names: OptionNames,
  convert: (text: string) => { ok: true; value: T } | { ok: false; message: string },
): Value<T> | undefined {
  if (optionIn(reader, name)) return readOption<T | null>(reader, name, names, convert, null) as Value<T>;
  if (!reader.loader.statements)
    refuse(
      reader.loader,
      'supervisor/missing-option',
      `section [${reader.section.name}] has no ${name} value`,
      headerOf(reader),
      { section: reader.section.name, option: name },
    );
  return undefined;
}

function readInet(reader: SectionReader): SupervisorServer {
  const names = namesOf(reader.loader.environment, none);
  checkAuthentication(reader, names);
  const port = required<InetAddress>(reader, 'port', names, inetAddress);
  const server = { kind: 'inet', section: reader.section.name } as const;
  return port?.known ? { ...server, address: port.value } : server;
}

function readUnix(reader: SectionReader): SupervisorServer {
  const { loader } = reader;
  const names = namesOf(loader.environment, none);
  const withHere = namesOf(loader.environment, new Map([['here', loader.here]]));
  const file = required<string>(reader, 'file', withHere, text);
  checkAuthentication(reader, names);
  checkOption(reader, 'chown', names, ownerOf(loader), (value) => `Invalid sockchown value ${value}`);
  checkOption(reader, 'chmod', names, octal, (value) => `Invalid chmod value ${value}`);
  const server = { kind: 'unix', section: reader.section.name } as const;
  return file?.known ? { ...server, file: absolute(strip(file.value), loader) } : server;
}

/** `normalize_path`; a relative path starts where supervisord is started, which is taken for the file's folder. */
const absolute = (path: string, { here }: Loader): string =>
  normPath(path.startsWith('/') || path.startsWith('~') ? path : `${here}/${path}`);

/** Reads an option whose conversion has a message of its own. */
export function checkOption(
  reader: SectionReader,
  name: string,
  names: OptionNames,
  convert: (text: string) => { readonly ok: boolean },
  message: (value: string) => string,
): Value<string | null> {
  const value = readOption<string | null>(reader, name, names, text, null);
  if (!value.known || value.value === null || convert(value.value).ok) return value;
  const place = optionIn(reader, name)?.option.valuePlace ?? headerOf(reader);
  refuseValue(reader, name, message(value.value), place);
  return { known: false, why: 'supervisord refuses it', places: [place] };
}

/** Both of username and password, or neither. */
function checkAuthentication(reader: SectionReader, names: OptionNames): void {
  const username = readOption<string | null>(reader, 'username', names, text, null);
  const password = readOption<string | null>(reader, 'password', names, text, null);
  const isSet = [username, password].map((value) => !value.known || value.value !== null);
  if (isSet[0] === isSet[1] || reader.loader.statements) return;
  const [present, absent] = isSet[0] ? ['username', 'password'] : ['password', 'username'];
  refuse(
    reader.loader,
    'supervisor/missing-option',
    `Section [${reader.section.name}] contains incomplete authentication: If a username or a password is ` +
      'specified, both the username and password must be specified',
    optionIn(reader, present)?.option.namePlace ?? headerOf(reader),
    { section: reader.section.name, option: absent },
  );
}
