import { callHierarchy } from './call-hierarchy.ts';
import { codeActions } from './code-actions.ts';
import { codeLensFeature } from './code-lens.ts';
import { commands } from './commands.ts';
import { completions } from './completion.ts';
import type { Feature } from './feature.ts';
import { formatting } from './formatting.ts';
import { hovers } from './hover.ts';
import { inlayHintFeature } from './inlay-hints.ts';
import { navigation } from './navigation.ts';
import { renames } from './rename.ts';
import { rulePages } from './rule-page.ts';
import { scaleFeature } from './scale.ts';
import { selectionFeature } from './selection.ts';
import { semanticTokenFeature } from './semantic-tokens.ts';
import { structure } from './structure.ts';
import { treeFeature } from './tree.ts';

/** All that the server answers besides the life of documents. A new one is a file here and a line in this table. */
export const features: readonly Feature[] = [
  callHierarchy,
  codeActions,
  codeLensFeature,
  commands,
  completions,
  formatting,
  hovers,
  inlayHintFeature,
  navigation,
  renames,
  rulePages,
  scaleFeature,
  selectionFeature,
  semanticTokenFeature,
  structure,
  treeFeature,
];
