import { checkThreadPools } from '../check/thread-pool.ts';
import { checkZones } from '../check/zone.ts';
import type { Run, Scope } from '../state.ts';

/** What nginx finds out when the main file ends (`ngx_init_cycle`). */
export function finishMain(run: Run, root: Scope): void {
  if (!run.complete || run.templated) return;
  checkEvents(run, root);
  if (run.foreign) return;
  checkThreadPools(run);
  checkZones(run.http.zones);
}

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
