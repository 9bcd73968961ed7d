import { type CancellationToken, ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Log } from './log.ts';

/**
 * Wraps a handler so that it always answers: an error is logged with the name of what failed and the answer is
 * `otherwise`; a request that was cancelled before its turn is told so.
 */
export function answering<Params, Result>(
  log: Log,
  what: string,
  otherwise: Result,
  handle: (params: Params, token: CancellationToken) => Result | Promise<Result>,
): (params: Params, token: CancellationToken) => Promise<Result | ResponseError<void>> {
  return async (params, token) => {
    if (token.isCancellationRequested) return cancelled();
    try {
      const result = await handle(params, token);
      return token.isCancellationRequested ? cancelled() : result;
    } catch (error) {
      if (error instanceof ResponseError && error.code !== ErrorCodes.InternalError) return error;
      log.failure(`${what}${target(params)}`, error);
      return otherwise;
    }
  };
}

const cancelled = (): ResponseError<void> =>
  new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');

function target(params: unknown): string {
  const document = (params as { readonly textDocument?: { readonly uri?: string } } | null)?.textDocument;
  return document?.uri ? ` of ${document.uri}` : '';
}
