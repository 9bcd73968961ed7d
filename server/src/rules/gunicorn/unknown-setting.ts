import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'gunicorn/unknown-setting',
  title: 'A name that gunicorn ignores',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['gunicorn'],
  what: "A top-level name of the file is no setting and looks meant as one: a flag's name instead of the setting's (`preload`, `log_level`, `name`), a slip of the keyboard, a setting that was removed.",
  why: 'gunicorn runs the file and takes the names it knows. All others count as variables, so the setting keeps its default without a word.',
  silent: [
    'Variables that the file itself reads later, imports, helper functions.',
    'Names that resemble no setting.',
  ],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'Run with gunicorn 26.1 with wokers=4: no message, one worker' },
  ],
  fix: 'Writes the name of the setting.',
  examples: [
    {
      bad: `
        wokers = 4
        ^^^^^^ warning: gunicorn ignores 'wokers' without a word: it is no setting. The setting is called 'workers'.
        preload = True
        ^^^^^^^ warning: gunicorn ignores 'preload' without a word: it is no setting. The setting is called 'preload_app'.
      `,
      fixed: `
        workers = 4
        preload = True
      `,
    },
    {
      good: `
        import os
        worker = int(os.environ.get("W", 2))
        workers = worker * 2
      `,
    },
    {
      good: `
        project = "shop"
      `,
    },
  ],
  check: fromProblems('gunicorn/unknown-setting', rename),
});

function rename({ place, data }: Problem): readonly Fix[] {
  const name = data?.suggestion;
  return name ? [{ title: `Write ${name}`, safe: false, edits: [replace(place, name)] }] : [];
}
