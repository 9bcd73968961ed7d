import { gunicornSettings } from '../gunicorn.ts';
import type { ServerKind, ServerOption } from '../servers.ts';
import { type Doc, docOf } from './doc.ts';
import { gunicornSettingDoc } from './gunicorn.ts';
import { serverOptionTexts } from './server-options.ts';

/** The manual of each server, as far as its options are described there. */
const manuals: Readonly<Record<ServerKind, string>> = {
  gunicorn: 'https://docs.gunicorn.org/en/stable/settings.html',
  uvicorn: 'https://www.uvicorn.org/settings/',
  hypercorn: 'https://hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html',
  daphne: 'https://github.com/django/daphne#running',
  granian: 'https://github.com/emmett-framework/granian#options',
  waitress: 'https://docs.pylonsproject.org/projects/waitress/en/stable/runner.html',
  uwsgi: 'https://uwsgi-docs.readthedocs.io/en/latest/Options.html',
};

/** The address of a server's manual of options. */
export const serverManual = (server: ServerKind): string => manuals[server];

/** What an option does, what to mind and how it scales; undefined for options that say nothing about scaling. */
export function serverOptionDoc(option: ServerOption): Doc | undefined {
  if (option.server === 'gunicorn') return gunicornOptionDoc(option);
  const text = serverOptionTexts[`${option.server}/${option.role}`] ?? serverOptionTexts[option.role];
  return docOf(text, linkOf(option));
}

const gunicornOptionDoc = (option: ServerOption): Doc | undefined => {
  const setting = gunicornSettings().find(({ flags }) => flags[0] === option.flags[0]);
  return setting && gunicornSettingDoc(setting.name);
};

/** uWSGI's manual has an anchor for each option; the others have one page. */
function linkOf(option: ServerOption): string {
  const long = option.flags.find((flag) => flag.startsWith('--'));
  return option.server === 'uwsgi' && long ? `${manuals.uwsgi}#${long.slice(2)}` : manuals[option.server];
}
