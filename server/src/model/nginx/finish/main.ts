import { checkThreadPools } from '../check/thread-pool.ts';
import { checkZones } from '../check/zone.ts';
import type { ListenAddress, ListenPort, Run, Scope } from '../state.ts';
import { parseInteger } from '../values/units.ts';

/** What nginx finds out when the main file ends (`ngx_init_cycle`). */
export function finishMain(run: Run, root: Scope): void {
  if (!run.complete || run.templated) return;
  checkEvents(run, root);
  if (run.foreign) return;
  checkConnections(run, root);
  checkThreadPools(run);
  if (!run.filledNames) checkZones(run.http.zones);
}

/** Every listening socket takes a connection of a worker, and one more is for the channel to the master. */
function checkConnections(run: Run, root: Scope): void {
  const events = root.slots.get('events');
  const directive = events?.block?.directives.find(({ name }) => name === 'worker_connections');
  const connections = directive && parseInteger(directive.args[0]?.text ?? '');
  const sockets = run.http.ports.reduce((sum, port) => sum + socketsOf(port), 0);
  if (directive === undefined || connections === undefined || connections > sockets) return;
  const said = `${connections} worker_connections are not enough for ${sockets} listening sockets`;
  run.problems.push({
    code: 'nginx/invalid-value',
    message: `${said}. It takes one more than there are sockets, and many more for clients.`,
    place: directive.place,
    related: [],
    refusedBy: 'nginx',
    data: { said },
  });
}

/** A wildcard address listens for all others of its port but those that set options of their own. */
function socketsOf({ addresses }: ListenPort): number {
  const hasWildcard = addresses.some(isWildcard);
  return addresses.filter((address) => !hasWildcard || isWildcard(address) || address.set !== null).length;
}

const isWildcard = ({ key }: ListenAddress): boolean => key === '0.0.0.0' || key === '[::]';

function checkEvents(run: Run, root: Scope): void {
  if (root.slots.has('events') || run.names.size === 0) return;
  run.problems.push({
    code: 'nginx/missing-directive',
    message: 'no "events" section in configuration. Add: events { }',
    place: { uri: run.main.uri, span: { start: 0, end: 0 } },
    related: [],
    refusedBy: 'nginx',
    data: { said: 'no "events" section in configuration' },
  });
}
