import type { NginxUpstreamServer } from '../../model/nginx/types.ts';
import type { Question } from '../shared/question.ts';
import type { InlayHint } from './hint.ts';

/** Parameters of `server` with what holds where they are not written (ngx_http_upstream.c). */
const parameters = ['weight=1', 'max_fails=1', 'fail_timeout=10s'] as const;

/**
 * The parameters of the servers of an upstream that are not written. nginx uses none of them for a server that is
 * alone or down.
 */
export function defaultHints({ deployments, file }: Question): readonly InlayHint[] {
  const seen = new Set<number>();
  return deployments
    .flatMap(({ upstreams }) => upstreams.filter(({ servers }) => servers.length > 1))
    .flatMap(({ servers }) => servers.map(({ server }) => server))
    .filter(({ directive, down }) => directive.place.uri === file.uri && !down)
    .flatMap(hintOf)
    .filter(({ offset }) => !seen.has(offset) && seen.add(offset));
}

function hintOf({ directive, parameters: written }: NginxUpstreamServer): readonly InlayHint[] {
  const missing = parameters.filter((text) => !written.has(text.slice(0, text.indexOf('='))));
  if (missing.length === 0) return [];
  const offset = directive.place.span.end - 1;
  return [
    {
      kind: 'defaults',
      offset,
      text: missing.join(' '),
      tooltip: 'What nginx takes where nothing is written.',
    },
  ];
}
