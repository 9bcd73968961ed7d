import type { TextFile } from '../../base/file.ts';
import { gunicornSetting, removedSettings } from '../../catalog/gunicorn.ts';
import type { Expression, Statement } from '../../syntax/gunicorn/ast.ts';
import { pythonSyntax } from '../../syntax/gunicorn/parse.ts';
import { blocksOf, partsOf } from '../../syntax/gunicorn/walk.ts';
import { type SemanticToken, token } from './token.ts';

/** The names that the module gives gunicorn: settings and hooks. */
export const gunicornTokens = (file: TextFile): readonly SemanticToken[] =>
  pythonSyntax(file).module.body.flatMap(tokensOf);

function tokensOf(statement: Statement): readonly SemanticToken[] {
  if (statement.kind === 'function')
    return gunicornSetting(statement.name) ? [token('function', statement.nameSpan, 'declaration')] : [];
  const targets = statement.kind === 'assignment' ? statement.targets : augmentedTarget(statement);
  return [...targets.flatMap(settingTokens), ...blocksOf(statement).flat().flatMap(tokensOf)];
}

const augmentedTarget = (statement: Statement): readonly Expression[] =>
  statement.kind === 'augmented' ? [statement.target] : [];

function settingTokens(target: Expression): readonly SemanticToken[] {
  if (target.kind !== 'name') return partsOf(target).flatMap(settingTokens);
  const setting = gunicornSetting(target.name);
  if (removedSettings().has(target.name) || setting?.deprecated)
    return [token('property', target.span, 'deprecated')];
  return setting ? [token('property', target.span)] : [];
}
