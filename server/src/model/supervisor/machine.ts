import { parseInteger, strip } from '../../syntax/supervisor/python-text.ts';
import type { Convert, Converted } from './convert.ts';
import type { Loader } from './loader.ts';
import type { SupervisorMachine } from './options.ts';

/**
 * Checks that ask the machine. Without one they refuse only what no machine has: an empty name, or one in quotes,
 * which supervisord does not take off.
 */
const impossible = (name: string): boolean => strip(name) === '' || /^(["']).*\1$/.test(name);

/** `name_to_uid`: an account by name or number. */
export const userOf =
  ({ options: { machine } }: Loader): Convert<string> =>
  (name) =>
    accountOf(name, 'user', machine?.hasUser);

const groupOf =
  ({ options: { machine } }: Loader): Convert<string> =>
  (name) =>
    accountOf(name, 'group', machine?.hasGroup);

function accountOf(
  name: string,
  kind: 'user' | 'group',
  exists: ((name: string) => boolean) | undefined,
): Converted<string> {
  const number = parseInteger(name);
  const found = !impossible(name) && (exists?.(number.ok ? String(number.value) : name) ?? true);
  if (found) return { ok: true, value: name };
  return { ok: false, message: `Invalid ${kind} ${number.ok ? 'id' : 'name'} ${name}` };
}

/** `colon_separated_user_group`: `user` or `user:group`. */
export const ownerOf =
  (loader: Loader): Convert<string> =>
  (value) => {
    const colon = value.indexOf(':');
    const user = userOf(loader)(colon === -1 ? value : value.slice(0, colon));
    const group = colon === -1 ? user : groupOf(loader)(value.slice(colon + 1));
    if (user.ok && group.ok) return { ok: true, value };
    return { ok: false, message: `Invalid user:group definition ${value}` };
  };

/** `existing_directory`; an empty path is none. */
export const existingFolder =
  ({ options: { machine } }: Loader): Convert<string> =>
  (value) => {
    const path = withHome(value, machine);
    const exists = value !== '' && (machine?.hasFolder(path) ?? true);
    return exists
      ? { ok: true, value: path }
      : { ok: false, message: `${value} is not an existing directory` };
  };

/** `existing_dirpath`: the folder of the path exists. */
export const existingFolderOf =
  ({ options: { machine } }: Loader): Convert<string> =>
  (value) => {
    const path = withHome(value, machine);
    const folder = dirname(path);
    if (folder === '' || (machine?.hasFolder(folder) ?? true)) return { ok: true, value: path };
    return { ok: false, message: `The directory named as part of the path ${value} does not exist` };
  };

/** `os.path.dirname`. */
function dirname(path: string): string {
  const head = path.slice(0, path.lastIndexOf('/') + 1);
  return /^\/*$/.test(head) ? head : head.replace(/\/+$/, '');
}

/** `os.path.expanduser`; without a machine `~` stays. */
function withHome(path: string, machine: SupervisorMachine | undefined): string {
  if (!path.startsWith('~') || !machine) return path;
  const slash = path.indexOf('/');
  const end = slash === -1 ? path.length : slash;
  const home = machine.homeOf(end === 1 ? null : path.slice(1, end));
  return home === undefined ? path : home.replace(/\/+$/, '') + path.slice(end) || '/';
}

/** True for a path that only the machine can complete. */
export const needsHome = (loader: Loader, path: string): boolean =>
  path.startsWith('~') && loader.options.machine === undefined;
