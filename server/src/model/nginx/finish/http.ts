import { checkReferers } from '../check/headers.ts';
import { checkServerNames } from '../check/listen.ts';
import { checkUpstreams } from '../check/upstream.ts';
import type { Call, Run } from '../state.ts';
import type { NginxBlock, NginxDirective } from '../types.ts';
import { checkVariables } from '../variables.ts';
import { checkCharsets } from './charsets.ts';
import { checkLocations } from './locations.ts';
import { checkPassing } from './passing.ts';
import { checkCertificates, checkHeaderBuffers, checkSslListens } from './servers.ts';

/**
 * What nginx finds out when an `http` block ends, in its order (`ngx_http_block`): buffers of servers,
 * upstreams, merged settings, locations, certificates, variables, server names. The call stands at the `}`.
 */
export function finishHttp(call: Call): void {
  const { run } = call;
  const { servers } = run.http;
  const known = isWhole(run);
  if (known) checkHeaderBuffers(call, servers);
  checkUpstreams(run.http.upstreams);
  const blocks = known ? servers.flatMap(({ scope }) => (scope ? blocksBelow(scope.block) : [])) : [];
  if (known) {
    checkReferers(run.http.referers);
    checkCertificates(servers);
    checkPassing(call, blocks);
  }
  for (const { scope } of servers) if (scope?.location) checkLocations(scope.location);
  if (known) {
    checkSslListens(call);
    checkCharsets(call, blocks);
    if (!run.foreign && !run.filledNames) checkVariables(run);
  }
  if (!run.templated) checkServerNames(run.http.ports);
}

/** True when nothing that the configuration consists of is hidden. */
const isWhole = (run: Run): boolean => run.complete && !run.fragment && !run.templated;

/** Deeper than anyone nests locations. */
const deepest = 100;

/** A server's block and all locations in it, outer ones first. */
function blocksBelow(server: NginxBlock): readonly NginxBlock[] {
  const blocks: NginxBlock[] = [];
  const waiting = [{ block: server, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { block, depth } = next;
    blocks.push(block);
    if (depth === deepest) continue;
    const inner = block.directives.flatMap(({ block: below }: NginxDirective) =>
      below?.context.startsWith('http ') ? { block: below, depth: depth + 1 } : [],
    );
    waiting.push(...inner.reverse());
  }
  return blocks;
}
