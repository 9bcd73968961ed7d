import type { Language } from '../base/file.ts';
import type { Place, Related } from '../base/span.ts';
import type { ScalingLevel } from '../levels/level.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Confidence, FindingTag, Fix, Severity } from '../model/finding.ts';
import type { Judge } from '../model/problem.ts';

/**
 * A rule: one file that says what it looks for, why, when it stays silent, and proves it with examples.
 * Its documentation page, its line in the settings and the index are generated from it.
 */
export interface Rule {
  /** `supervisor/…`, `gunicorn/…`, `uvicorn/…`, `nginx/…` or `xfile/…`; never changed once published. */
  readonly id: string;
  /** One line without a full stop, as a heading. */
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** The scaling level it is about; null for a rule about plain correctness. */
  readonly level: ScalingLevel | null;
  /** The languages it reads. */
  readonly reads: readonly Language[];
  /** The exact condition, in Markdown. */
  readonly what: string;
  /** What happens when it is ignored, in Markdown. */
  readonly why: string;
  /** When it stays silent: each false-positive note of the catalogue, each with an example that stays silent. */
  readonly silent: readonly string[];
  /** What the real program prints or logs, letter by letter, so that a search for the log line finds the rule. */
  readonly logs: readonly string[];
  readonly evidence: readonly Evidence[];
  /** What its fix does; null where none is offered. */
  readonly fix: string | null;
  readonly examples: readonly Example[];
  /** Yields what it sees in one deployment. Pure; never throws on any input. */
  check(deployment: Deployment): Iterable<Draft>;
}

export interface Evidence {
  readonly text: string;
  readonly url?: string;
}

/**
 * One or more files in one literal (`-- /path --` before each; a lone text takes the language's usual name).
 * In `bad`, a line of carets under the marked text draws each finding of this rule:
 * `   ^^^^ warning: message` (severity, then the message or its beginning followed by `…`; the match is 1:1).
 * `fixed` is the text after the first fix of the first finding. `good` must draw nothing.
 */
export type Example =
  | { readonly bad: string; readonly fixed?: string; readonly note?: string }
  | { readonly good: string; readonly note?: string };

/** A finding in the making: the rule's own severity and confidence apply unless it says otherwise. */
export interface Draft {
  readonly place: Place;
  readonly message: string;
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  readonly refusedBy?: Judge;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  readonly tag?: FindingTag;
}

/** Gives the rule back; it exists so that a rule file is checked against `Rule` where it is written. */
export const defineRule = (rule: Rule): Rule => rule;
