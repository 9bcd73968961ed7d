import type { Edit, Place, Related } from '../base/span.ts';
import type { Judge } from './problem.ts';

/**
 * `error`: it cannot work, or the program refuses the file. `warning`: it fails or hurts under load.
 * `information`: worth knowing. `hint`: an improvement on demand.
 */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** What is only suspected is not reported, so there is no `low`. */
export type Confidence = 'high' | 'medium';

/** A change that mends a finding; all its edits are applied or none. */
export interface Fix {
  /** What it does, in the imperative: `Add %(process_num)02d to process_name`. */
  readonly title: string;
  /** True when it keeps the meaning that the author certainly had; only such fixes run without being looked at. */
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}

/** What a rule says of one place. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** What is wrong, with both values and both places; then what to do. */
  readonly message: string;
  readonly refusedBy: Judge | null;
  readonly place: Place;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  /** How editors draw it besides the underline: faded (no effect) or struck through. */
  readonly tag?: FindingTag;
}

/** `unnecessary`: the text has no effect and can go. `deprecated`: it works and will not for ever. */
export type FindingTag = 'unnecessary' | 'deprecated';
