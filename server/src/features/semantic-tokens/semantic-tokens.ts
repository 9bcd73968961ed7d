import type { TextFile } from '../../base/file.ts';
import { memoOf } from '../../base/memo.ts';
import { sliceOf } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { EntityKind } from '../../model/mentions/mention.ts';
import { mentionsOf } from '../../model/mentions/mentions.ts';
import { namePart } from '../shared/name-part.ts';
import type { Question } from '../shared/question.ts';
import { gunicornTokens } from './gunicorn.ts';
import { nginxTokens } from './nginx.ts';
import { supervisorTokens } from './supervisor.ts';
import { flattened, type SemanticToken, type TokenType, token } from './token.ts';

const remembered = memoOf<TextFile, readonly SemanticToken[]>();

/**
 * What each piece of a file is, in order and without overlaps. In gunicorn.conf.py only settings and hooks: the rest
 * of the file belongs to Python's own extensions. Empty for files of no language.
 */
export const semanticTokens = ({ file, deployments }: Question): readonly SemanticToken[] =>
  remembered(file, deployments, () => flattened([...ownTokens(file), ...namedIn(file, deployments)]));

function ownTokens(file: TextFile): readonly SemanticToken[] {
  if (file.kind === 'supervisor') return supervisorTokens(file);
  if (file.kind === 'nginx') return nginxTokens(file);
  return file.kind === 'gunicorn' ? gunicornTokens(file) : [];
}

/** Entities that have a look of their own; addresses, files and users look like the values they are. */
const typeOf: Partial<Readonly<Record<EntityKind, TokenType>>> = {
  program: 'class',
  group: 'namespace',
  upstream: 'interface',
  location: 'function',
  zone: 'type',
};

/** The names of a file that mean something defined here or elsewhere in a deployment. */
const namedIn = (file: TextFile, deployments: readonly Deployment[]): readonly SemanticToken[] =>
  deployments.flatMap((deployment) =>
    mentionsOf(deployment).flatMap(({ kind, role, name, place }) => {
      const type = typeOf[kind];
      if (!type || place.uri !== file.uri) return [];
      const part = namePart(sliceOf(file.text, place.span), name);
      if (!part) return [];
      const span = { start: place.span.start + part.start, end: place.span.start + part.end };
      return [role === 'definition' ? token(type, span, 'declaration') : token(type, span)];
    }),
  );
