import { nearest } from '../../base/nearest.ts';
import { directivesIn, type NginxDirectiveInfo } from '../../catalog/nginx.ts';
import type { OtherDirective } from '../../catalog/nginx-other.ts';
import { refuse, warn } from './say.ts';
import type { Call } from './state.ts';
import type { NginxContext } from './types.ts';

/** Contexts of a directive as a sentence names them. */
const contextWords: Readonly<Record<string, string>> = {
  main: 'the main level',
  'http server': 'server',
  'http location': 'location',
  'http upstream': 'upstream',
  'http if in server': 'if in server',
  'http if in location': 'if in location',
  'http limit_except': 'limit_except',
};

/** A directive that is known, but not in this block. */
export function refuseMisplaced(
  call: Call,
  infos: readonly { readonly contexts: readonly string[] }[],
): void {
  // Parts of a template may be written for several places of the whole.
  if (call.run.templated && call.run.fragment && call.scope.parent === null) return;
  const contexts = [...new Set(infos.flatMap((info) => info.contexts))];
  const advice = `It belongs in ${contexts.map((context) => contextWords[context] ?? context).join(', ')}.`;
  const said = `"${call.name}" directive is not allowed here`;
  refuse(call, { code: 'nginx/directive-not-allowed-here', said, advice });
}

/** Behind so many problems the rest is named without looking for what was meant. */
const enough = 200;

/** A directive that no version of nginx and no module that we know brings. */
export function refuseUnknown(call: Call): void {
  const { problems } = call.run;
  const names = problems.length < enough ? namesIn(call.scope.context, call.run.options.version) : [];
  const near = nearest(call.name, names);
  const saying = {
    code: 'nginx/unknown-directive',
    said: `unknown directive "${call.name}"`,
    advice: near === undefined ? undefined : `Did you mean "${near}"?`,
    ...(near === undefined ? {} : { data: { nearest: near } }),
  };
  refuse(call, saying);
  // Without a near name it may be a module's that is loaded further down.
  const said = call.run.problems[call.run.problems.length - 1];
  if (near === undefined && said) call.run.doubtful.add(said);
}

function* namesIn(context: NginxContext, version: string | undefined): Iterable<string> {
  for (const { name } of directivesIn(context, version)) yield name;
}

/** A directive of NGINX Plus or of a module that has to be added. */
export function refuseForeign(call: Call, other: OtherDirective): void {
  if (other.from === 'NGINX Plus') {
    const said = `"${call.name}" is a directive of NGINX Plus; the open-source nginx refuses it`;
    warn(call, { code: 'nginx/plus-or-newer-only', said });
  } else call.run.foreign = true;
  for (const { text } of call.args) {
    const name = /^\$(\w+)$/.exec(text)?.[1];
    if (name) call.run.http.variables.defined.set(name.toLowerCase(), { changeable: true });
  }
}

/** A directive that the version at hand does not have yet, or has no more. */
export function refuseOtherVersion(call: Call, info: NginxDirectiveInfo): void {
  const { version } = call.run.options;
  const came = info.release ?? `${info.sinceBucket} or a release shortly before`;
  const advice =
    info.lastBucket === null
      ? `It came with nginx ${came}; this is ${version}.`
      : `It is gone since a release after nginx ${info.lastBucket}; this is ${version}.`;
  const said = `unknown directive "${call.name}"`;
  refuse(call, { code: 'nginx/plus-or-newer-only', said, advice });
}
