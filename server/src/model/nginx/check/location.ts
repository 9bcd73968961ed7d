import { hasPlaceholder, refuse, refuseValue, takeSlot, textOf } from '../say.ts';
import type { Call, LocationState } from '../state.ts';
import type { NginxWord } from '../types.ts';
import { compileRegex } from '../variables.ts';
import type { Check, Opened } from './check.ts';

/** `location` (`ngx_http_core_location`). */
export const locationCheck: Check = { open: openLocation };

function openLocation(call: Call): Opened {
  const location = readLocation(call);
  if (!location) return { location: { name: '', kind: 'prefix', children: [] } };
  const { scope } = call;
  if (scope.context === 'http location' && !fitsInside(call, location)) return { location };
  scope.location?.children.push({ location, call });
  return { location };
}

/** The location's name and kind; undefined when nginx refuses them, which is said then. */
function readLocation(call: Call): LocationState | undefined {
  const [first, second] = call.args;
  if (first && second) return readModified(call, first, second);
  const text = textOf(call, 0);
  if (text.startsWith('=')) return location(text.slice(1), 'exact');
  if (text.startsWith('^~')) return location(text.slice(2), 'noregex');
  if (text.startsWith('~')) return readRegex(call, text.replace(/^~\*?/, ''), first);
  return location(text, text.startsWith('@') && !hasPlaceholder(text) ? 'named' : 'prefix');
}

function readModified(call: Call, modifier: NginxWord, name: NginxWord): LocationState | undefined {
  switch (modifier.text) {
    case '=':
      return location(name.text, 'exact');
    case '^~':
      return location(name.text, 'noregex');
    case '~':
    case '~*':
      return readRegex(call, name.text, name);
  }
  const said = `invalid location modifier "${modifier.text}"`;
  refuseValue(call, said, modifier, 'The modifiers are =, ^~, ~ and ~*.');
  return undefined;
}

const location = (name: string, kind: LocationState['kind']): LocationState => ({ name, kind, children: [] });

const readRegex = (call: Call, pattern: string, word: NginxWord | undefined): LocationState | undefined =>
  compileRegex(call, pattern, word) ? location(pattern, 'regex') : undefined;

/** What nginx asks of a location inside another. */
function fitsInside(call: Call, { name, kind }: LocationState): boolean {
  const outer = call.scope.location;
  if (!outer || hasPlaceholder(name) || hasPlaceholder(outer.name)) return true;
  const said = nestingMistake(name, kind, outer);
  if (said === undefined) return true;
  refuseValue(call, said, call.args[call.args.length - 1], 'Move it to the level of the server.');
  return false;
}

function nestingMistake(name: string, kind: LocationState['kind'], outer: LocationState): string | undefined {
  if (outer.kind === 'exact') return `location "${name}" cannot be inside the exact location "${outer.name}"`;
  if (outer.kind === 'named') return `location "${name}" cannot be inside the named location "${outer.name}"`;
  if (kind === 'named') return `named location "${name}" can be on the server level only`;
  return kind === 'regex' || name.startsWith(outer.name)
    ? undefined
    : `location "${name}" is outside location "${outer.name}"`;
}

const methods = new Set(
  'GET HEAD POST PUT DELETE MKCOL COPY MOVE OPTIONS PROPFIND PROPPATCH LOCK UNLOCK PATCH'.split(' '),
);

/** `limit_except` (`ngx_http_core_limit_except`). */
export const limitExceptCheck: Check = {
  open: (call) => {
    const inside: Opened = {
      location: { name: call.scope.location?.name ?? '', kind: 'noname', children: [] },
    };
    if (!takeSlot(call)) return inside;
    const wrong = call.args.find(({ text }) => !methods.has(text.toUpperCase()));
    if (wrong)
      refuse(call, { code: 'nginx/invalid-value', said: `invalid method "${wrong.text}"`, at: wrong });
    return inside;
  },
};
