import { checkReferers } from '../check/headers.ts';
import { checkServerNames } from '../check/listen.ts';
import { checkUpstreams } from '../check/upstream.ts';
import { effectiveOne } from '../effective.ts';
import { refuse } from '../say.ts';
import type { Call, Run } from '../state.ts';
import type { NginxBlock, NginxDirective } from '../types.ts';
import { checkVariables } from '../variables.ts';
import { checkBuffers } from './buffers.ts';
import { checkLocations } from './locations.ts';
import { compileLate } from './params.ts';
import { checkCertificates, checkHeaderBuffers, checkSslListens } from './servers.ts';

/**
 * What nginx finds out when an `http` block ends, in its order (`ngx_http_block`): upstreams, merged settings,
 * locations, certificates, variables, server names. The call stands at the `}`.
 */
export function finishHttp(call: Call): void {
  const { run } = call;
  const { servers } = run.http;
  checkUpstreams(run.http.upstreams);
  const known = isWhole(run);
  if (known) {
    checkHeaderBuffers(call, servers);
    checkReferers(run.http.referers);
    checkCertificates(servers);
    const blocks = servers.flatMap(({ scope }) => (scope ? blocksBelow(scope.block) : []));
    checkBuffers(call, blocks, run.names);
    checkCaches(call, blocks);
    compileLate(call, blocks, run.names);
  }
  for (const { scope } of servers) if (scope?.location) checkLocations(scope.location);
  if (known) {
    checkSslListens(call);
    if (!run.foreign) checkVariables(run);
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

const cacheNames = ['proxy_cache', 'fastcgi_cache', 'uwsgi_cache', 'scgi_cache'];

/** A cache in force needs a path that defines its zone. */
function checkCaches(call: Call, blocks: readonly NginxBlock[]): void {
  const { zones } = call.run.http;
  for (const name of cacheNames.filter((cache) => call.run.names.has(cache))) {
    for (const block of blocks) {
      const directive = effectiveOne(block, name);
      const word = directive?.args[0];
      if (!word || word.text === 'off' || word.text.includes('$')) continue;
      const zone = zones.get(word.text);
      if (!zone || zone.data !== null) continue;
      refuse(call, {
        code: 'nginx/undefined-name',
        said: `"${name}" zone "${word.text}" is unknown`,
        at: word,
        advice: `Define it: ${name}_path … keys_zone=${word.text}:10m;`,
      });
      break;
    }
  }
}
