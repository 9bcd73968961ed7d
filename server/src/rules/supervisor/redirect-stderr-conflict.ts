import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { type Draft, defineRule } from '../define.ts';
import { optionAt, removeOption } from '../edit/supervisor.ts';
import { draftOf, problemsByCode } from '../from-problems.ts';

export default defineRule({
  id: 'supervisor/redirect-stderr-conflict',
  title: 'redirect_stderr=true with a stderr_logfile',
  severity: 'information',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: '`redirect_stderr=true` sends standard error to the log of standard output, and `stderr_logfile` names a file as well.',
  why: 'The file named by `stderr_logfile` stays empty. Whoever looks there for an error finds nothing.',
  silent: ['`stderr_logfile` is NONE, AUTO or left out.'],
  logs: [
    'For [program:web], redirect_stderr=true but stderr_logfile has also been set to a filename, the filename has been ignored',
  ],
  evidence: [
    {
      text: 'Supervisor documentation, [program:x] section values',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    {
      text: 'Supervisor source, options.py',
      url: 'https://github.com/Supervisor/supervisor/blob/4.2.5/supervisor/options.py',
    },
  ],
  fix: 'Deletes stderr_logfile.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/celery -A shop worker
        redirect_stderr=true
        stderr_logfile=/var/log/shop/err.log
                       ^^^^^^^^^^^^^^^^^^^^^ information: supervisord ignores stderr_logfile of [program:web], since redirect_stderr=true sends errors to stdout_logfile. Delete stderr_logfile, or set redirect_stderr=false.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/celery -A shop worker
        redirect_stderr=true
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/celery -A shop worker
        redirect_stderr=true
        stderr_logfile=NONE
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const problem of problemsByCode(deployment).get('supervisor/redirect-stderr-conflict') ?? []) {
    yield {
      ...draftOf(problem, dropLog(problem, deployment)),
      message: `supervisord ignores stderr_logfile of [${problem.data?.section}], since redirect_stderr=true sends errors to stdout_logfile. Delete stderr_logfile, or set redirect_stderr=false.`,
    };
  }
}

function dropLog({ place }: Problem, deployment: Deployment): readonly Fix[] {
  const log = optionAt(deployment, place.uri, place.span.start)?.section.options.get('stderr_logfile');
  const edit = log && removeOption(deployment, log);
  return edit ? [{ title: 'Delete stderr_logfile', safe: true, edits: [edit] }] : [];
}
