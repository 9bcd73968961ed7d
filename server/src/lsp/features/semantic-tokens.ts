import {
  type ClientCapabilities,
  type SemanticTokens,
  type SemanticTokensParams,
  type SemanticTokensRangeParams,
  SemanticTokensRegistrationType,
} from 'vscode-languageserver';
import { linesOf, type TextFile } from '../../base/file.ts';
import { lineAt } from '../../base/line-index.ts';
import type { Span } from '../../base/span.ts';
import {
  type SemanticToken,
  type TokenModifier,
  tokenModifiers,
  tokenTypes,
} from '../../features/semantic-tokens/token.ts';
import { answering } from '../answer.ts';
import { rangeOf, spanOf } from '../conversion.ts';
import { located, type Session } from '../session.ts';
import type { Feature } from './feature.ts';

const announced = {
  legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
  full: true,
  range: true,
};

/**
 * What each piece of a file is, for editors that colour by meaning. VS Code takes the tokens of one extension for a
 * file, so where another one colours Python, gunicorn.conf.py is not offered: its settings would be all that is seen.
 */
export const semanticTokenFeature: Feature = {
  capabilities: (client) => (canRegister(client) ? {} : { semanticTokensProvider: announced }),
  initialized: async ({ connection, client, options }) => {
    if (!canRegister(client)) return;
    const own = ['supervisord', 'nginx', 'NGINX'].map((language) => ({ language }));
    const python = options.pythonTokensElsewhere ? [] : [{ language: 'python', pattern: '**/*gunicorn*.py' }];
    const documentSelector = [...own, ...python];
    await connection.client.register(SemanticTokensRegistrationType.type, { ...announced, documentSelector });
  },
  register: (session) => {
    const { semanticTokens } = session.connection.languages;
    const empty: SemanticTokens = { data: [] };
    semanticTokens.on(
      answering<SemanticTokensParams, SemanticTokens>(session.log, 'Semantic tokens', empty, (params) =>
        tokensFor(session, params.textDocument.uri, () => undefined),
      ),
    );
    semanticTokens.onRange(
      answering<SemanticTokensRangeParams, SemanticTokens>(session.log, 'Semantic tokens', empty, (params) =>
        tokensFor(session, params.textDocument.uri, (file) => spanOf(file, params.range)),
      ),
    );
  },
};

const canRegister = ({ textDocument }: ClientCapabilities): boolean =>
  textDocument?.semanticTokens?.dynamicRegistration === true;

function tokensFor(
  session: Session,
  uri: string,
  within: (file: TextFile) => Span | undefined,
): SemanticTokens {
  const here = located(session, uri);
  if (!here) return { data: [] };
  const part = within(here.file);
  const tokens = session.shown.answer('semanticTokens', here.file, (snapshot) =>
    session.service.semanticTokens(snapshot, here.file.uri),
  );
  const wanted = part ? tokens.filter(({ start, end }) => end > part.start && start < part.end) : tokens;
  return {
    data: encoded(
      here.file,
      wanted.flatMap((one) => onLines(here.file, one)),
    ),
  };
}

/** A token for each line, since many editors want none that goes over the end of one. */
function onLines(file: TextFile, token: SemanticToken): readonly SemanticToken[] {
  const lines = linesOf(file);
  const first = lineAt(lines, token.start);
  const last = lineAt(lines, Math.max(token.start, token.end - 1));
  if (first === last) return [token];
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const start = Math.max(token.start, lines[first + index] ?? 0);
    const next = Math.min(token.end, lines[first + index + 1] ?? token.end);
    const text = file.text.slice(start, next);
    return { ...token, start, end: start + text.replace(/[\r\n]+$/, '').length };
  }).filter(({ start, end }) => end > start);
}

/** Five numbers a token: lines and characters from the one before, length, type, modifiers as bits. */
function encoded(file: TextFile, tokens: readonly SemanticToken[]): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const { start, end, type, modifiers } of tokens) {
    const range = rangeOf(file, { start, end });
    const sameLine = range.start.line === line;
    data.push(
      range.start.line - line,
      sameLine ? range.start.character - character : range.start.character,
      range.end.character - range.start.character,
      tokenTypes.indexOf(type),
      bitsOf(modifiers),
    );
    line = range.start.line;
    character = range.start.character;
  }
  return data;
}

const bitsOf = (modifiers: readonly TokenModifier[]): number =>
  modifiers.reduce((bits, one) => bits | (1 << tokenModifiers.indexOf(one)), 0);
