import { memo } from '../../base/memo.ts';
import type { NginxBlock, NginxConfig, NginxDirective } from '../../model/nginx/types.ts';

/** Which argument of a directive names the variable that it defines. */
const definers: ReadonlyMap<string, number> = new Map([
  ['set', 0],
  ['map', 1],
  ['geo', -1],
  ['split_clients', 1],
  ['auth_request_set', 0],
  ['perl_set', 0],
  ['js_set', 0],
  ['js_var', 0],
]);

/** The directives of a configuration that define variables, by name without the dollar sign. */
export const variablesOf = memo((config: NginxConfig): ReadonlyMap<string, NginxDirective> => {
  const found = new Map<string, NginxDirective>();
  const open: NginxBlock[] = [config.root];
  for (let block = open.pop(); block; block = open.pop()) {
    if (block.context === 'raw') continue;
    for (const directive of block.directives) {
      if (directive.block) open.push(directive.block);
      const index = definers.get(directive.name);
      const word = index === undefined ? undefined : directive.args.at(index);
      const name = word?.text.startsWith('$') ? word.text.slice(1).toLowerCase() : '';
      if (name !== '' && !found.has(name)) found.set(name, directive);
    }
  }
  return found;
});
