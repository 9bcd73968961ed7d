import type { Place } from '../../base/span.ts';
import type { Problem } from '../problem.ts';
import { parseInteger } from './python/natives/conversions.ts';

/**
 * What is wrong with one text of `bind`: gunicorn loads it and stops when it opens its sockets (gunicorn/util.py
 * `parse_address`). Undefined for an address, and for a text that a template or a shell fills in.
 */
export function bindProblem(text: string, place: Place): Problem | undefined {
  if (/[{}$%<>]/.test(text)) return undefined;
  const reason = parseError(text) ?? hostError(text);
  if (reason === undefined) return undefined;
  return {
    code: 'gunicorn/invalid-setting',
    message: `gunicorn stops when it binds '${text}'. ${reason}`,
    place,
    related: [],
    refusedBy: null,
    data: { setting: 'bind', type: 'str' },
  };
}

/** gunicorn's own words for a text that is no address. */
function parseError(text: string): string | undefined {
  if (text.startsWith('unix:')) return undefined;
  if (text.startsWith('fd://')) {
    const number = text.slice('fd://'.length);
    return parseInteger(number, 10) === null
      ? `Error: '${number}' is not a valid file descriptor.`
      : undefined;
  }
  const port = portOf(text.startsWith('tcp://') ? (text.split('tcp://')[1] ?? '') : text);
  if (port === undefined || parseInteger(port, 10) !== null) return undefined;
  const hint = text.startsWith('/') || port.startsWith('/') ? ' Write unix:/path for a unix socket.' : '';
  return `Error: '${port}' is not a valid port number.${hint}`;
}

/** The part that gunicorn takes for a port; undefined where it takes 8000. */
function portOf(netloc: string): string | undefined {
  if (netloc.includes('[') && netloc.includes(']')) return netloc.split(']:')[1];
  return netloc.includes(':') ? netloc.split(':')[1] : undefined;
}

/** A path or a number without more is a host name to gunicorn, and no host has such a name. */
function hostError(text: string): string | undefined {
  if (text.startsWith('unix:') || text.startsWith('fd:')) return undefined;
  const host = text.replace(/^tcp:\/\//, '').split(':')[0] ?? '';
  if (host.includes('/'))
    return `It takes '${host}' for the name of a host. Write unix:${host} for a unix socket.`;
  return /^\d+$/.test(text)
    ? `It takes '${text}' for the name of a host. Write :${text} for a port.`
    : undefined;
}
