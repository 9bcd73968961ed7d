import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { changeTo, gunicornUses, numberIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/timeout-zero',
  title: 'timeout = 0 never ends a worker that hangs',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['gunicorn', 'supervisor'],
  what: '`timeout` is 0.',
  why: 'gunicorn then never kills a worker that is stuck. Each one that hangs is lost until someone restarts the program.',
  silent: [
    'One worker on a platform with its own request limit (a `service.yaml` or Knative file beside it).',
  ],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
  ],
  fix: 'Sets timeout=60.',
  examples: [
    {
      bad: `
        timeout = 0
                  ^ warning: timeout=0 lets a worker of 'gunicorn' hang for ever: gunicorn no longer replaces it. Set a limit such as 60 s.
      `,
      fixed: `
        timeout = 60
      `,
    },
    {
      good: `
        timeout = 30
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const at = writtenAt(use, 'timeout');
    if (!at || numberIn(use, 'timeout') !== 0) continue;
    yield {
      place: at,
      message: `timeout=0 lets a worker of ${use.label} hang for ever: gunicorn no longer replaces it. Set a limit such as 60 s.`,
      fixes: fixWith('Set timeout to 60', false, changeTo(use, 'timeout', '60')),
    };
  }
}
