import type { Language } from '../../base/file.ts';
import type { ScalingLevel } from '../level.ts';

/** The page of one scaling level, written for someone who never scaled a server. All texts are Markdown. */
export interface LevelText {
  readonly level: ScalingLevel;
  /** A heading without a full stop. */
  readonly title: string;
  /** Two sentences at most: what it is and what it is good for. */
  readonly summary: string;
  /** What it is, in paragraphs. */
  readonly what: readonly string[];
  readonly when: readonly string[];
  readonly settings: readonly LevelSetting[];
  readonly advantages: readonly string[];
  readonly limitations: readonly string[];
  readonly arithmetic: readonly LevelFormula[];
  /** How to see that it is used up. */
  readonly exhausted: readonly string[];
  readonly next: readonly LevelStep[];
  readonly sources: readonly LevelSource[];
}

/** A setting that acts on the level. */
export interface LevelSetting {
  readonly file: Language;
  /** As it is written: `numprocs`, `workers`, `worker_processes`. */
  readonly name: string;
  readonly effect: string;
}

export interface LevelFormula {
  /** What it answers: `Workers to start with`. */
  readonly answers: string;
  /** With symbols: `W = 2·C + 1`. */
  readonly formula: string;
  /** What each symbol stands for, with units. */
  readonly symbols: string;
  readonly example: string;
}

/** Where to go from here, and when. */
export interface LevelStep {
  readonly level: ScalingLevel;
  readonly when: string;
}

export interface LevelSource {
  readonly text: string;
  readonly url: string;
}
