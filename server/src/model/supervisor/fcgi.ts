import type { Value } from '../../base/known.ts';
import { fcgiSocket, integer, octal, text } from './convert.ts';
import { refuse } from './loader.ts';
import { ownerOf, userOf } from './machine.ts';
import type { OptionNames } from './names.ts';
import { headerOf, optionIn, readOption, refuseValue, type SectionReader } from './read.ts';
import { checkOption } from './servers.ts';

/** Reads what an fcgi-program outside a group has more than a program: the socket that its processes share. */
export function readFcgi(reader: SectionReader, names: OptionNames, socketNames: OptionNames): void {
  readOption<string | null>(reader, 'user', names, userOf(reader.loader), null);
  readBacklog(reader, names);
  const owner = checkOption(
    reader,
    'socket_owner',
    names,
    ownerOf(reader.loader),
    (value) => `Invalid socket_owner value ${value}`,
  );
  const mode = checkOption(
    reader,
    'socket_mode',
    names,
    octal,
    (value) => `Invalid socket_mode value ${value}`,
  );
  readSocket(reader, socketNames, [owner, mode]);
}

function readBacklog(reader: SectionReader, names: OptionNames): void {
  const backlog = readOption<number | null>(reader, 'socket_backlog', names, integer, null);
  const place = optionIn(reader, 'socket_backlog')?.option.valuePlace;
  if (!backlog.known || backlog.value === null || !place) return;
  if (backlog.value >= 1 && backlog.value <= 65535) return;
  refuseValue(reader, 'socket_backlog', `Invalid socket_backlog value ${backlog.value}`, place);
}

function readSocket(
  reader: SectionReader,
  names: OptionNames,
  access: readonly Value<string | null>[],
): void {
  const { section } = reader;
  const value = readOption<string | null>(reader, 'socket', names, text, null);
  if (!value.known) return;
  if (!value.value) {
    if (!reader.loader.statements || value.value === '')
      refuse(
        reader.loader,
        'supervisor/missing-option',
        `[${section.name}] section requires a "socket" line`,
        headerOf(reader),
        {
          section: section.name,
          option: 'socket',
        },
      );
    return;
  }
  const reason = socketFault(value.value, access);
  const place = optionIn(reader, 'socket')?.option.valuePlace ?? headerOf(reader);
  if (reason !== undefined) refuseValue(reader, 'socket', `${reason} in [${section.name}] socket`, place);
}

/** Owner and mode are for unix sockets; Supervisor looks at them before it looks at the rest of the address. */
function socketFault(value: string, access: readonly Value<string | null>[]): string | undefined {
  const isLimited = access.some((one) => one.known && one.value !== null);
  if (isLimited && !value.startsWith('unix://'))
    return 'socket_owner and socket_mode params should only be used with a Unix domain socket';
  const socket = fcgiSocket(value);
  return socket.ok ? undefined : socket.message;
}
