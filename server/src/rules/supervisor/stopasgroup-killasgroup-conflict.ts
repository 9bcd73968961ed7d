import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { optionAt, removeOption } from '../edit/supervisor.ts';
import { explained } from '../shared/refusal.ts';

export default defineRule({
  id: 'supervisor/stopasgroup-killasgroup-conflict',
  title: 'stopasgroup=true with killasgroup=false',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'A program says `stopasgroup=true` and `killasgroup=false`.',
  why: 'Stopping the group and then killing only its leader would leave the children behind, so supervisord refuses the file and starts nothing.',
  silent: ['One of the two is left out: `stopasgroup=true` alone implies `killasgroup=true`.'],
  logs: ['Error: Cannot set stopasgroup=true and killasgroup=false'],
  evidence: [
    {
      text: 'Supervisor documentation, [program:x] section values',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    { text: 'Run with supervisor 4.2.5: exit status 2' },
  ],
  fix: 'Deletes killasgroup, which follows stopasgroup.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/celery -A shop worker
        stopasgroup=true
        killasgroup=false
                    ^^^^^ error: What is stopped as a group must be killed as one. Delete killasgroup=false, or set stopasgroup=false. supervisord refuses the file: Cannot set stopasgroup=true and killasgroup=false in section 'program:web'
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/celery -A shop worker
        stopasgroup=true
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/celery -A shop worker
        stopasgroup=true
      `,
    },
  ],
  check: explained('supervisor/stopasgroup-killasgroup-conflict', explain),
});

function explain(problem: Problem, deployment: Deployment) {
  return {
    text: 'What is stopped as a group must be killed as one. Delete killasgroup=false, or set stopasgroup=false.',
    fixes: dropKill(problem, deployment),
  };
}

function dropKill({ place }: Problem, deployment: Deployment): readonly Fix[] {
  const kill = optionAt(deployment, place.uri, place.span.start)?.section.options.get('killasgroup');
  const edit = kill && removeOption(deployment, kill);
  return edit ? [{ title: 'Delete killasgroup', safe: false, edits: [edit] }] : [];
}
