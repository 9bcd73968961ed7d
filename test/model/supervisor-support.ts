import type { TextFile } from '../../server/src/base/file.ts';
import type { Ask } from '../../server/src/model/link-lookup.ts';
import { loadSupervisor } from '../../server/src/model/supervisor/load.ts';
import type { LoadOptions } from '../../server/src/model/supervisor/options.ts';

export const fileOf = (text: string, path = '/etc/supervisor/conf.d/web.conf'): TextFile => ({
  uri: `file://${path}`,
  text,
  kind: 'supervisor',
});
export const nothing: Ask = () => [];
export const load = (text: string, options: LoadOptions = {}, ask = nothing) =>
  loadSupervisor(fileOf(text), ask, options);

/** Problems as `code @ text: message`, the message up to its suffix. */
export const problems = (text: string, options?: LoadOptions) =>
  load(text, options).problems.map(({ code, place, message }) => {
    const at = text.slice(place.span.start, place.span.end);
    return `${code.replace('supervisor/', '')} @ ${at}: ${message.split(/ in section '| Available /)[0]}`;
  });

export const program = (lines: string) => `[supervisord]\n[program:web]\ncommand=/bin/cat\n${lines}\n`;
