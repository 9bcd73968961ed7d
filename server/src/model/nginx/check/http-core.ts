import { finishHttp } from '../finish/http.ts';
import { refuseDuplicate, refuseValue, takeSlot, textOf } from '../say.ts';
import type { Call, Scope, ServerState } from '../state.ts';
import { parseMilliseconds, parseSeconds } from '../values/units.ts';
import { checkRegex, compileRegex } from '../variables.ts';
import type { Check, Checks, Opened } from './check.ts';
import { setter } from './check.ts';
import { errorLogCheck } from './error-log.ts';
import { fileChecks } from './files.ts';
import { addDefaultListen, listenCheck } from './listen.ts';
import { limitExceptCheck, locationCheck } from './location.ts';
import { resolverCheck } from './resolver.ts';
import { typesCheck } from './types.ts';

/** `server` of http (`ngx_http_core_server`). */
const serverCheck: Check = {
  open: (call): Opened => {
    const server: ServerState = { call, names: [], listens: false, open: false, scope: null };
    call.run.http.servers.push(server);
    return { server, location: { name: '', kind: 'prefix', children: [] } };
  },
  close: (call: Call, inner: Scope) => {
    if (!inner.server) return;
    inner.server.scope = inner;
    const mayListen = inner.server.listens || inner.server.open || call.run.templated;
    if (!mayListen) addDefaultListen(call, inner.server);
  },
};

const serverNameCheck = setter((call) => {
  for (const word of call.args) {
    const { text } = word;
    if (/^\*(?:$|[^.]|.$)/s.test(text) || text === '.') {
      const advice = 'A wildcard begins with "*." and goes on with a name.';
      return refuseValue(call, `server name "${text}" is invalid`, word, advice);
    }
    if (text === '~') return refuseValue(call, `empty regex in server name "${text}"`, word);
    call.scope.server?.names.push(word);
    if (text.startsWith('~') && !compileRegex(call, text.slice(1), word)) return;
  }
});

const keepaliveTimeoutCheck = setter((call) => {
  if (!takeSlot(call)) return;
  const wrong =
    parseMilliseconds(textOf(call, 0)) === undefined
      ? 0
      : call.args.length > 1 && parseSeconds(textOf(call, 1)) === undefined
        ? 1
        : undefined;
  if (wrong !== undefined) refuseValue(call, `"${call.name}" directive invalid value`, call.args[wrong]);
});

const gzipDisableCheck = setter((call) => {
  for (const word of call.args) {
    if (word.text !== 'msie6' && word.text !== 'degradation' && !checkRegex(call, word.text, word)) return;
  }
});

/** ngx_http_core_module. */
export const httpCoreChecks: Checks = {
  ...fileChecks,
  server: serverCheck,
  server_name: serverNameCheck,
  listen: listenCheck,
  location: locationCheck,
  limit_except: limitExceptCheck,
  types: typesCheck,
  keepalive_timeout: keepaliveTimeoutCheck,
  internal: setter((call) => void takeSlot(call)),
  gzip_disable: gzipDisableCheck,
  error_log: errorLogCheck,
  resolver: resolverCheck,
};

/** `http` may stand once. */
export const httpBlockCheck: Check = {
  open: (call) => {
    const earlier = call.scope.slots.get('http');
    if (earlier) refuseDuplicate(call, earlier);
    else call.scope.slots.set('http', call.directive);
    return { location: { name: '', kind: 'prefix', children: [] } };
  },
  close: finishHttp,
};
