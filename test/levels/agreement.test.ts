import { expect, test } from 'vitest';
import type { Language } from '../../server/src/base/file.ts';
import { gunicornLevel, nginxLevel, supervisorLevel } from '../../server/src/catalog/scaling.ts';
import { explainedSettings, explainSetting } from '../../server/src/levels/explain.ts';
import { bareDeployment } from '../support/deployment.ts';

const catalog = { supervisor: supervisorLevel, gunicorn: gunicornLevel, nginx: nginxLevel } as const;

/** Parameters of `server` are not names of the catalogue. */
const parameters = new Set([
  'weight',
  'max_conns',
  'max_fails',
  'fail_timeout',
  'backup',
  'down',
  'slow_start',
]);

test.each(['supervisor', 'gunicorn', 'nginx'] as const)(
  '%s: one level in hovers and in completion',
  (language) => {
    const differing = explainedSettings(language).filter((name) => {
      if (language === 'nginx' && parameters.has(name)) return false;
      return levelOf(language, name) !== catalog[language](name);
    });
    expect(differing).toEqual([]);
  },
);

const levelOf = (language: Language, name: string) =>
  explainSetting({ language, name, programs: [] }, bareDeployment([]))?.level;
