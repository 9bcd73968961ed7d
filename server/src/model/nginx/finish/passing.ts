import { effective } from '../effective.ts';
import { refuse } from '../say.ts';
import type { Call } from '../state.ts';
import type { NginxBlock, NginxDirective } from '../types.ts';
import { compile } from '../variables.ts';
import { buffersFit, setsBuffers } from './buffers.ts';

/** Modules that pass requests on, in nginx's order, with the directives whose values they compile only now. */
const modules: readonly (readonly [prefix: string, late: readonly string[]])[] = [
  ['proxy', ['proxy_set_body', 'proxy_set_header']],
  ['fastcgi', ['fastcgi_param']],
  ['uwsgi', ['uwsgi_param']],
  ['scgi', ['scgi_param']],
  ['grpc', ['grpc_set_header']],
];

/**
 * Checks what is in force in every server and location, module by module, as nginx does when it merges their settings
 * at the end of `http`. One finding a module is enough. Of gRPC's one buffer nginx asks nothing.
 */
export function checkPassing(call: Call, blocks: readonly NginxBlock[]): void {
  for (const [prefix, late] of modules) {
    const checks = [
      ...(prefix === 'grpc' || !setsBuffers(call.run, prefix) ? [] : [buffersCheck(call, prefix)]),
      ...(call.run.names.has(`${prefix}_cache`) ? [cacheCheck(call, `${prefix}_cache`)] : []),
      ...late.filter((name) => call.run.names.has(name)).map((name) => lateCheck(call, name)),
    ];
    if (checks.length > 0) blocks.every((block) => checks.every((check) => check(block)));
  }
}

/** Checks one thing in every block; false when nginx refuses it, which is said then. */
type BlockCheck = (block: NginxBlock) => boolean;

const buffersCheck =
  (call: Call, prefix: string): BlockCheck =>
  (block) =>
    buffersFit(call, block, prefix);

const cacheCheck =
  (call: Call, name: string): BlockCheck =>
  (block) =>
    isCacheKnown(call, block, name);

/** A cache in force needs a path that defines its zone. */
function isCacheKnown(call: Call, block: NginxBlock, name: string): boolean {
  if (call.run.filledNames) return true;
  const word = cacheOf(block, name)?.args[0];
  if (!word || word.text === 'off' || word.text.includes('$')) return true;
  const zone = call.run.http.zones.get(word.text);
  if (!zone || zone.data !== null) return true;
  refuse(call, {
    code: 'nginx/undefined-name',
    said: `"${name}" zone "${word.text}" is unknown`,
    at: word,
    advice: `Define it: ${name}_path … keys_zone=${word.text}:10m;`,
  });
  return false;
}

/** The cache in force; a store in between switches the one around it off. */
function cacheOf(block: NginxBlock, name: string): NginxDirective | undefined {
  const store = name.replace(/cache$/, 'store');
  const stops = (directive: NginxDirective): boolean =>
    directive.name === name || (directive.name === store && directive.args[0]?.text !== 'off');
  for (let at: NginxBlock | null = block; at; at = at.parent) {
    const found = at.directives.filter(stops);
    if (found.length > 0) return found.reverse().find((directive) => directive.name === name);
  }
  return undefined;
}

/** Compiles the headers or parameters in force, each once. */
function lateCheck(call: Call, name: string): BlockCheck {
  const compiled = new Set<NginxDirective>();
  return (block) =>
    effective(block, name).every((directive) => {
      if (compiled.has(directive)) return true;
      compiled.add(directive);
      return compileValue(call, directive);
    });
}

function compileValue(call: Call, directive: NginxDirective): boolean {
  const word = directive.args[directive.name === 'proxy_set_body' ? 0 : 1];
  return !word?.text.includes('$') || compile(call, word) !== undefined;
}
