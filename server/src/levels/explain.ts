import type { Language } from '../base/file.ts';
import { gunicornSettings } from './explain/gunicorn.ts';
import { nginxSettings } from './explain/nginx.ts';
import { supervisorSettings } from './explain/supervisor.ts';
import type { SettingText, SettingTexts } from './explain/text.ts';
import type { DeploymentView, Subject } from './explain/view.ts';
import type { ScalingLevel } from './level.ts';
import { levelText } from './texts/page.ts';

/** What a setting means for scaling here. All texts are Markdown. */
export interface Explanation {
  readonly level: ScalingLevel | null;
  readonly what: string;
  readonly when: string;
  readonly limits: string;
  /** With the numbers of this deployment; a formula and the reason where one is unknown. */
  readonly sums: readonly string[];
  /** Which level comes next, and when. */
  readonly next: readonly string[];
}

const texts: Readonly<Record<Language, SettingTexts>> = {
  supervisor: supervisorSettings,
  gunicorn: gunicornSettings,
  nginx: nginxSettings,
};

/** The settings that can be explained. */
export const explainedSettings = (language: Language): readonly string[] => Object.keys(texts[language]);

function textFor({ language, name }: Subject): SettingText | undefined {
  const own = texts[language];
  return Object.hasOwn(own, name) ? own[name] : undefined;
}

/** Explains a setting with the deployment's own numbers; undefined for a setting that has nothing to do with scaling. */
export function explainSetting(subject: Subject, view: DeploymentView): Explanation | undefined {
  const text = textFor(subject);
  if (!text) return undefined;
  const level = text.level === null ? undefined : levelText(text.level);
  return {
    level: text.level,
    what: text.what,
    when: text.when,
    limits: text.limits,
    sums: text.sums(subject, view),
    next: (level?.next ?? []).map((step) => `**${step.level}**: ${step.when}`),
  };
}

/** An explanation as Markdown lines: what it does, when, limits, the arithmetic, and what comes next. */
export function explanationLines(explanation: Explanation): readonly string[] {
  const { what, when, limits, sums, level, next } = explanation;
  return [
    what,
    `**When:** ${when}`,
    `**Limits:** ${limits}`,
    ...sums.map((line) => `- ${line}`),
    ...(level === null || next.length === 0 ? [] : [`Level **${level}**; next ${next.join('; ')}.`]),
  ];
}
