import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { gunicornUses, takeOut, valueIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/preload-with-reload',
  title: 'preload_app and reload exclude each other',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['gunicorn', 'supervisor'],
  what: '`preload_app` and `reload` are both true.',
  why: 'With preloading the workers share the code that the master loaded, so a reload changes nothing.',
  silent: ['One of the two.'],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'Run with gunicorn 26.1 starts without complaint' },
  ],
  fix: 'Removes reload.',
  examples: [
    {
      bad: `
        preload_app = True
        reload = True
                 ^^^^ warning: reload does nothing with preload_app: the workers share the code that the master loaded at start. Remove one of the two.
      `,
      fixed: `
        preload_app = True
      `,
    },
    {
      good: `
        preload_app = True
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const at = writtenAt(use, 'reload');
    if (!at || valueIn(use, 'reload') !== true || valueIn(use, 'preload_app') !== true) continue;
    yield {
      place: at,
      message:
        'reload does nothing with preload_app: the workers share the code that the master loaded at start. Remove one of the two.',
      fixes: fixWith('Remove reload', false, takeOut(deployment, use, 'reload')),
    };
  }
}
