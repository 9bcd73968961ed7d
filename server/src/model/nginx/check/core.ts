import { refuse, refuseDirective, refuseDuplicate, refuseValue, takeSlot, textOf } from '../say.ts';
import type { Call } from '../state.ts';
import { parseInteger } from '../values/units.ts';
import { type Check, type Checks, setter } from './check.ts';
import { errorLogCheck } from './error-log.ts';
import { threadPoolCheck } from './thread-pool.ts';
import { checkUpstreams } from './upstream.ts';

const workerProcesses = setter((call) => {
  if (!takeSlot(call)) return;
  const text = textOf(call, 0);
  if (text === 'auto' || parseInteger(text) !== undefined) return;
  const advice = 'It takes a number or auto.';
  refuseValue(call, '"worker_processes" directive invalid value', call.args[0], advice);
});

const workerPriority = setter((call) => {
  const text = textOf(call, 0);
  const number = parseInteger(text.replace(/^[-+]/, ''));
  // A priority of 0 leaves the slot as it was.
  if (call.scope.slots.has(call.name) || number !== 0) if (!takeSlot(call)) return;
  if (number === undefined) refuseDirective(call, 'nginx/invalid-value', 'invalid number', call.args[0]);
});

/** `worker_cpu_affinity MASK …` or `auto [MASK]` (`ngx_set_cpu_affinity`). */
const workerCpuAffinity = setter((call) => {
  if (!takeSlot(call)) return;
  const isAuto = textOf(call, 0) === 'auto';
  if (isAuto && call.args.length > 2) {
    const said = 'invalid number of arguments in "worker_cpu_affinity" directive';
    return refuse(call, { code: 'nginx/wrong-argument-count', said });
  }
  for (const word of call.args.slice(isAuto ? 1 : 0)) {
    if (word.text.length > 1024) {
      return refuseValue(call, '"worker_cpu_affinity" supports up to 1024 CPUs only', word);
    }
    // nginx reads a mask from its end.
    const wrong = [...word.text].reverse().find((letter) => !' 01'.includes(letter));
    if (wrong !== undefined) {
      return refuseValue(call, `invalid character "${wrong}" in "worker_cpu_affinity"`, word);
    }
  }
});

/** Dynamic modules that are built from nginx's own source. */
const ownModules =
  /^ngx_(?:http_(?:geoip|image_filter|perl|xslt_filter|js)|stream(?:_geoip|_js)?|mail|otel)_module\.so$/;

/** `load_module FILE`: another's module may define names that nobody else knows. */
const loadModule = setter((call) => {
  const file = textOf(call, 0).split('/').pop() ?? '';
  if (!ownModules.test(file)) call.run.foreign = true;
  if (!['events', 'http', 'stream', 'mail'].some((name) => call.scope.slots.has(name))) return;
  const said = '"load_module" directive is specified too late';
  const advice = 'Modules are loaded above all blocks.';
  refuse(call, { code: 'nginx/directive-not-allowed-here', said, advice });
});

/** ngx_core_module. */
export const coreChecks: Checks = {
  worker_processes: workerProcesses,
  worker_priority: workerPriority,
  worker_cpu_affinity: workerCpuAffinity,
  user: setter((call) => void takeSlot(call)),
  load_module: loadModule,
};

const onceBlock = (name: string): Check => ({
  open: (call) => {
    const earlier = call.scope.slots.get(name);
    if (earlier) refuseDuplicate(call, earlier);
    else call.scope.slots.set(name, call.directive);
    return {};
  },
});

/** Blocks of the main level that may stand once. */
export const mainBlockChecks: Readonly<Record<string, Checks>> = {
  ngx_events_module: { events: onceBlock('events') },
  ngx_stream_module: {
    stream: { ...onceBlock('stream'), close: ({ run }) => checkUpstreams(run.streamUpstreams) },
  },
  ngx_mail_module: { mail: onceBlock('mail') },
  ngx_errlog_module: { error_log: errorLogCheck },
  ngx_thread_pool_module: { thread_pool: threadPoolCheck },
};

const workerConnections = setter((call) => {
  if (!takeSlot(call)) return;
  const text = textOf(call, 0);
  if (parseInteger(text) === undefined) refuseValue(call, `invalid number "${text}"`, call.args[0]);
});

/** Ways to wait for events that nginx knows; which of them a build has depends on the system it is for. */
const eventTypes = [
  'epoll',
  'kqueue',
  'eventport',
  'devpoll',
  '/dev/poll',
  'poll',
  'select',
  'iocp',
  'rtsig',
  'event_core',
  'win32_select',
  'win32_poll',
];

/** ngx_event_core_module. */
export const eventChecks: Checks = {
  worker_connections: workerConnections,
  use: setter((call: Call) => {
    if (!takeSlot(call) || eventTypes.includes(textOf(call, 0))) return;
    refuseValue(call, `invalid event type "${textOf(call, 0)}"`, call.args[0]);
  }),
};
