import { defineRule } from '../define.ts';

/** Found by `rules/run.ts`, which alone holds the list of all rules. */
export default defineRule({
  id: 'suppression/unknown-rule',
  title: 'An ignore comment that names no rule',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'A `scaling-lens-ignore` comment names an id, or a group such as `nginx/*`, that no rule has; or it names none at all.',
  why: 'The comment silences nothing, while its author believes that it does.',
  silent: [],
  logs: [],
  evidence: [{ text: 'The list of rules: `scaling-lens rules`' }],
  fix: 'Replaces the id by the nearest one.',
  examples: [
    {
      bad: `
        [program:web]
        command=/srv/web/run
        ; scaling-lens-ignore supervisor/unknow-key — read by our own deploy tool
                              ^^^^^^^^^^^^^^^^^^^^^ warning: There is no rule 'supervisor/unknow-key', so this comment silences nothing. Did you mean 'supervisor/unknown-key'?
        autorestrat=true
      `,
      fixed: `
        [program:web]
        command=/srv/web/run
        ; scaling-lens-ignore supervisor/unknown-key — read by our own deploy tool
        autorestrat=true
      `,
    },
    {
      bad: `
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            # scaling-lens-ignore
            ^^^^^^^^^^^^^^^^^^^^^ warning: This ignore comment names no rule, so it silences nothing. Write the id after it: scaling-lens-ignore group/name — reason.
            server 127.0.0.1:8000;
        }
      `,
    },
    {
      good: `
        [program:web]
        command=/srv/web/run
        ; scaling-lens-ignore supervisor/* — read by our own deploy tool
        autorestrat=true
      `,
    },
  ],
  check: () => [],
});
