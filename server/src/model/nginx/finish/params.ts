import { effective } from '../effective.ts';
import type { Call } from '../state.ts';
import type { NginxBlock, NginxDirective } from '../types.ts';
import { compile } from '../variables.ts';

/** Directives whose values nginx compiles only when `http` ends, in the order of their modules. */
const late = [
  'proxy_set_body',
  'proxy_set_header',
  'fastcgi_param',
  'uwsgi_param',
  'scgi_param',
  'grpc_set_header',
];

/** Compiles headers and parameters that are in force anywhere, each once. */
export function compileLate(call: Call, blocks: readonly NginxBlock[], names: ReadonlySet<string>): void {
  for (const name of late) {
    if (!names.has(name)) continue;
    const seen = new Set<NginxDirective>();
    for (const block of blocks) {
      for (const directive of effective(block, name)) {
        if (seen.has(directive)) continue;
        seen.add(directive);
        if (!compileValue(call, directive)) return;
      }
    }
  }
}

function compileValue(call: Call, directive: NginxDirective): boolean {
  const word = directive.args[directive.name === 'proxy_set_body' ? 0 : 1];
  return !word?.text.includes('$') || compile(call, word) !== undefined;
}
