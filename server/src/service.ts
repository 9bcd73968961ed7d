import type { Edit, Place, Span } from './base/span.ts';
import { type Call, callNode, callsFrom, callsTo } from './features/call-hierarchy/call-hierarchy.ts';
import type { CallNode } from './features/call-hierarchy/node.ts';
import { type CodeLens, codeLenses } from './features/code-lens.ts';
import { type Completion, type CompletionOptions, completion } from './features/completion/completion.ts';
import { type FormatOptions, format } from './features/format/format.ts';
import { type Hover, type HoverOptions, hover } from './features/hover/hover.ts';
import { type InlayHint, inlayHints } from './features/inlay-hints/inlay-hints.ts';
import {
  type Definition,
  type DocumentLink,
  definition,
  documentLinks,
  type Highlight,
  highlights,
  references,
} from './features/navigation.ts';
import { type RenameTarget, type Renaming, rename, renameTarget } from './features/rename.ts';
import { type Scaling, scaleEverywhere } from './features/scale/scale.ts';
import { selectionSpans } from './features/selection.ts';
import { semanticTokens } from './features/semantic-tokens/semantic-tokens.ts';
import type { SemanticToken } from './features/semantic-tokens/token.ts';
import { type Question, questionAt } from './features/shared/question.ts';
import { type DocumentSymbol, documentSymbols, type Fold, folds } from './features/symbols.ts';
import type { TreeItem } from './features/tree/item.ts';
import { deploymentTree } from './features/tree/tree.ts';
import { type WorkspaceSymbol, workspaceSymbols } from './features/workspace-symbols.ts';
import type { Mention } from './model/mentions/mention.ts';
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
  /** Where what stands at an offset is defined. */
  definition(snapshot: Snapshot, uri: string, offset: number): Definition | undefined;
  /** Every place that names what stands at an offset; empty where nothing is named. */
  references(
    snapshot: Snapshot,
    uri: string,
    offset: number,
    roles: ReadonlySet<Mention['role']>,
  ): readonly Place[];
  /** The places of the file itself that name what stands at an offset. */
  highlights(snapshot: Snapshot, uri: string, offset: number): readonly Highlight[];
  /** Includes and configuration paths of a file that lead to one file each. */
  documentLinks(snapshot: Snapshot, uri: string): readonly DocumentLink[];
  /** The route, upstream, program or configuration file that an offset calls or stands in. */
  callNode(snapshot: Snapshot, uri: string, offset: number): CallNode | undefined;
  /** Who calls the part with this id; undefined when there is none any more. */
  callsTo(snapshot: Snapshot, id: string): readonly Call[] | undefined;
  /** Whom the part with this id calls; undefined when there is none any more. */
  callsFrom(snapshot: Snapshot, id: string): readonly Call[] | undefined;
  /** What can be renamed at an offset, or why it cannot. */
  renameTarget(snapshot: Snapshot, uri: string, offset: number): RenameTarget | undefined;
  /** The edits of a rename, or why it is refused. */
  rename(snapshot: Snapshot, uri: string, offset: number, newName: string): Renaming | undefined;
  /** The outline of a file. */
  documentSymbols(snapshot: Snapshot, uri: string): readonly DocumentSymbol[];
  /** Programs, groups and upstreams of all deployments whose name holds the query. */
  workspaceSymbols(snapshot: Snapshot, query: string): readonly WorkspaceSymbol[];
  /** The figures of the deployment that stand over the lines of a file. */
  codeLenses(snapshot: Snapshot, uri: string): readonly CodeLens[];
  /** What expressions of a part of a file come to. */
  inlayHints(snapshot: Snapshot, uri: string, within: Span): readonly InlayHint[];
  /** What can be folded in a file. */
  folds(snapshot: Snapshot, uri: string): readonly Fold[];
  /** What each piece of a file is, in order and without overlaps. */
  semanticTokens(snapshot: Snapshot, uri: string): readonly SemanticToken[];
  /** The edits of white space that tidy a file, or the part of it that is given. */
  format(snapshot: Snapshot, uri: string, options: FormatOptions, within?: Span): readonly Edit[];
  /** All deployments as a tree: routes, upstreams, instances, workers. */
  tree(snapshot: Snapshot): readonly TreeItem[];
  /** The edits that make a program of a file run `count` instances, nginx included, or why it is refused. */
  scale(snapshot: Snapshot, uri: string, program: string, count: number): Scaling;
  /** The spans that hold an offset, the innermost first, each inside the next. */
  selectionSpans(snapshot: Snapshot, uri: string, offset: number): readonly Span[];
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
    definition: (snapshot, uri, offset) => {
      const question = ask(snapshot, uri, offset);
      return question && definition(question);
    },
    references: (snapshot, uri, offset, roles) => {
      const question = ask(snapshot, uri, offset);
      return question ? references(question, roles) : [];
    },
    highlights: (snapshot, uri, offset) => {
      const question = ask(snapshot, uri, offset);
      return question ? highlights(question) : [];
    },
    documentLinks: (snapshot, uri) => {
      const question = ask(snapshot, uri, 0);
      return question ? documentLinks(question) : [];
    },
    callNode: (snapshot, uri, offset) => {
      const question = ask(snapshot, uri, offset);
      return question && callNode(question);
    },
    callsTo: (snapshot, id) => callsTo(deployments(snapshot), id),
    callsFrom: (snapshot, id) => callsFrom(deployments(snapshot), id),
    renameTarget: (snapshot, uri, offset) => {
      const question = ask(snapshot, uri, offset);
      return question && renameTarget(question);
    },
    rename: (snapshot, uri, offset, newName) => {
      const question = ask(snapshot, uri, offset);
      return question && rename(question, newName);
    },
    documentSymbols: (snapshot, uri) => {
      const question = ask(snapshot, uri, 0);
      return question ? documentSymbols(question) : [];
    },
    workspaceSymbols: (snapshot, query) => workspaceSymbols(deployments(snapshot), query),
    codeLenses: (snapshot, uri) => {
      const question = ask(snapshot, uri, 0);
      return question ? codeLenses(question) : [];
    },
    inlayHints: (snapshot, uri, within) => {
      const question = ask(snapshot, uri, within.start);
      return question ? inlayHints(question, within) : [];
    },
    folds: (snapshot, uri) => {
      const question = ask(snapshot, uri, 0);
      return question ? folds(question) : [];
    },
    semanticTokens: (snapshot, uri) => {
      const question = ask(snapshot, uri, 0);
      return question ? semanticTokens(question) : [];
    },
    format: (snapshot, uri, options, within) => {
      const question = ask(snapshot, uri, 0);
      return question ? format(question, options, within) : [];
    },
    tree: (snapshot) => deploymentTree(snapshot, deployments(snapshot), findings(snapshot)),
    scale: (snapshot, uri, program, count) => scaleEverywhere(deployments(snapshot), uri, program, count),
    selectionSpans: (snapshot, uri, offset) => {
      const question = ask(snapshot, uri, offset);
      return question ? selectionSpans(question) : [];
    },
  };
}
