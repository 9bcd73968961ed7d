import { defineRule } from '../define.ts';

/** Found by `rules/run.ts`, which alone knows what the other rules found. */
export default defineRule({
  id: 'suppression/unused',
  title: 'An ignore comment that silences nothing',
  severity: 'hint',
  confidence: 'high',
  level: null,
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'A `scaling-lens-ignore` comment names a rule that finds nothing on the line (for `scaling-lens-ignore-file`: in the file) the comment is for.',
  why: 'The fault was mended, moved to another line, or was never there. The comment stays behind and would hide the next one.',
  silent: ['The named rule is switched off or was not run: whether the comment is still needed is unknown.'],
  logs: [],
  evidence: [{ text: 'Arithmetic of the other findings: no program takes part in it' }],
  fix: 'Removes the comment, or the rule from its list.',
  examples: [
    {
      bad: `
        [program:web]
        ; scaling-lens-ignore supervisor/unknown-key — told the author
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 'supervisor/unknown-key' finds nothing on the line below, so ignoring it has no effect. Remove it.
        command=/srv/web/run
      `,
      fixed: `
        [program:web]
        command=/srv/web/run
      `,
    },
    {
      good: `
        [program:web]
        command=/srv/web/run
        ; scaling-lens-ignore supervisor/unknown-key — read by our own deploy tool
        autorestrat=true
      `,
    },
    {
      good: `
        -- /scaling-lens.ini --
        [rules]
        supervisor/unknown-key = off
        -- /supervisord.conf --
        [program:web]
        ; scaling-lens-ignore supervisor/unknown-key — while the rule is off, nobody can tell
        command=/srv/web/run
      `,
    },
  ],
  check: () => [],
});
