import type { ScalingLevel } from '../level.ts';
import type { DeploymentView, Subject } from './view.ts';

/** What is said of one setting, whatever the deployment. All texts are Markdown. */
export interface SettingText {
  /** The level it acts on; null when it acts on none by itself. */
  readonly level: ScalingLevel | null;
  readonly what: string;
  readonly when: string;
  readonly limits: string;
  /** The arithmetic with the numbers of the deployment, a sentence a line. */
  readonly sums: (subject: Subject, view: DeploymentView) => readonly string[];
}

export type SettingTexts = Readonly<Record<string, SettingText>>;
