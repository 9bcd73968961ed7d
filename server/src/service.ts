import { type Completion, type CompletionOptions, completion } from './features/completion/completion.ts';
import { type Hover, type HoverOptions, hover } from './features/hover/hover.ts';
import { type Question, questionAt } from './features/shared/question.ts';
import { createInspection, type Inspection, type InspectionParts } from './rules/inspect.ts';
import type { Snapshot } from './workspace/snapshot.ts';

export type { Workspace } from './workspace/workspace.ts';

/**
 * The only door to the analysis, for the language server, the command line and tests. Questions are pure functions
 * of a snapshot; `workspace` is the part that changes with time and gives the current snapshot.
 */
export interface LanguageService extends Inspection {
  /** What an editor shows of the token at an offset; undefined where there is nothing to say. */
  hover(snapshot: Snapshot, uri: string, offset: number, options?: HoverOptions): Hover | undefined;
  /** What may be written at an offset; undefined where there is nothing to offer. */
  completion(
    snapshot: Snapshot,
    uri: string,
    offset: number,
    options?: CompletionOptions,
  ): Completion | undefined;
}

export type ServiceParts = InspectionParts;

/** Makes the analysis over a host. */
export function createLanguageService(parts: ServiceParts): LanguageService {
  const inspection = createInspection(parts);
  const { deployments, findings } = inspection;
  const ask = (snapshot: Snapshot, uri: string, offset: number): Question | undefined =>
    questionAt(snapshot, uri, offset, {
      deployments: deployments(snapshot),
      findings: findings(snapshot),
    });
  return {
    ...inspection,
    hover: (snapshot, uri, offset, options) => {
      const question = ask(snapshot, uri, offset);
      return question && hover(question, options);
    },
    completion: (snapshot, uri, offset, options) => {
      const question = ask(snapshot, uri, offset);
      return question && completion(question, options);
    },
  };
}
