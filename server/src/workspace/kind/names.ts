import { pathOf } from '../../base/uri.ts';

/** What the path of a file tells about it before its text is read. */
export interface NameTells {
  /** Lower-case name without template and sample suffixes: `nginx.conf` for `nginx.conf.j2`. */
  readonly stem: string;
  /** Lower-case folder names, nearest last. */
  readonly folders: readonly string[];
  /** True when a template suffix (`.j2`, `.erb`, `.template` …) was taken off. */
  readonly template: boolean;
}

const templateSuffix = /\.(?:j2|jinja2?|erb|epp|template|tmpl|tpl|m4|mustache|ctmpl|in)$/;
const sampleSuffix = /\.(?:sample|example|dist|default|orig|bak|old|new)$/;

/** Splits a uri into what its name and folders tell. */
export function nameTells(uri: string): NameTells {
  const segments = pathOf(uri).toLowerCase().split('/').filter(Boolean);
  let stem = segments.pop() ?? '';
  let template = false;
  for (let turn = 0; turn < 3; turn++) {
    const cut = stem.replace(templateSuffix, '').replace(sampleSuffix, '');
    template ||= templateSuffix.test(stem);
    if (cut === stem || cut === '') break;
    stem = cut;
  }
  return { stem, folders: segments, template };
}

const last = (tells: NameTells, count: number): readonly string[] => tells.folders.slice(-count);

/** Names that are supervisor's by custom, whatever they hold. */
export const isSupervisorName = (tells: NameTells): boolean =>
  /^supervisord?([._-].*)?\.(?:conf|ini|cnf)$/.test(tells.stem) || tells.stem === 'supervisord';

/** True in a folder where supervisor's fragments live: `supervisor/`, `supervisord.d/`, `supervisor/conf.d/`. */
export const inSupervisorFolder = (tells: NameTells): boolean =>
  last(tells, 2).some((folder) => /^supervisord?([._-]|$)/.test(folder));

/** Names that are nginx's by custom: `nginx.conf`, `nginx-site.conf`, `site.nginx`, `app.vhost`. */
export const isNginxName = (tells: NameTells): boolean =>
  /(?:^|[._-])nginx(?:[._-]|$)/.test(tells.stem) ||
  /\.(?:nginx|nginxconf|vhost)$/.test(tells.stem) ||
  /^(?:mime\.types|(?:fastcgi|uwsgi|scgi|proxy)_params)$/.test(tells.stem);

/** True where nginx keeps its files: `nginx/…`, `sites-available/`, `vhosts.d/`. */
export const inNginxFolder = (tells: NameTells): boolean =>
  tells.folders.some((folder) => /(?:^|[._-])nginx(?:$|[._-])/.test(folder)) ||
  last(tells, 2).some((folder) =>
    /^(?:sites?-(?:available|enabled|conf)|vhosts?(?:\.d)?|openresty|tengine)$/.test(folder),
  );

/** Names that hold gunicorn's settings by custom: `gunicorn.conf.py`, `gunicorn_config.py`, `api_gunicorn.py`. */
export const isGunicornName = (tells: NameTells): boolean =>
  /(?:^|[._-])g?unicorn/.test(tells.stem) ||
  (last(tells, 1)[0] === 'gunicorn' && /^conf(?:ig)?(?:\.py)?$/.test(tells.stem));

const contextNames: readonly RegExp[] = [
  /\.(?:service|socket|sh|bash)$/,
  /^(?:dockerfile|containerfile)(?:[._-].*)?$/,
  /\.dockerfile$/,
  /^(?:docker-)?compose(?:[._-].*)?\.ya?ml$/,
  /^(?:docker-stack|stack)(?:[._-].*)?\.ya?ml$/,
  /^procfile(?:[._-].*)?$/,
  /^requirements(?:[._-].*)?\.(?:txt|in)$/,
  /^(?:pyproject\.toml|pipfile|setup\.py|setup\.cfg)$/,
  /^uwsgi.*\.ini$/,
];

/** Names of files that tell how a deployment is started or built. */
export const isContextName = (tells: NameTells): boolean =>
  contextNames.some((name) => name.test(tells.stem)) ||
  (last(tells, 1).some((folder) => folder.startsWith('requirements')) && tells.stem.endsWith('.txt'));

const otherLanguages =
  /\.(?:md|rst|adoc|html?|json|ya?ml|toml|xml|js|ts|jsx|tsx|css|scss|rb|go|rs|java|c|h|cpp|php|pl|lua|sql|csv|svg|lock|ipynb|log|po|pot|patch|diff|properties)$/;

/** Names whose extension is that of another language; they may quote configurations, but are none. */
export const isOtherLanguage = (tells: NameTells): boolean => otherLanguages.test(tells.stem);

/**
 * How much the path alone suggests that a file is worth reading: 2 for a name or folder of ours, 1 for a file
 * whose text must tell (no extension, a template), 0 for none.
 */
export function promise(uri: string): 0 | 1 | 2 {
  const tells = nameTells(uri);
  if (isContextName(tells)) return 2;
  if (isOtherLanguage(tells)) return 0;
  if (tells.stem.endsWith('.py')) return isGunicornName(tells) ? 2 : 0;
  if (/\.(?:conf|ini|cnf|cfg|inc|nginx|nginxconf|vhost)$/.test(tells.stem)) return 2;
  if (/g?unicorn|supervisor|nginx/.test(tells.stem)) return 2;
  if (inNginxFolder(tells) || inSupervisorFolder(tells)) return /\.\w+$/.test(tells.stem) ? 1 : 2;
  if (!tells.stem.includes('.') || tells.template) return never.test(tells.stem) ? 0 : 1;
  return /^[\w-]+(?:\.[\w-]+)+\.(?:com|org|net|io|dev|local|app)$/.test(tells.stem) ? 1 : 0;
}

const never =
  /^(?:licen[cs]e|copying|authors|readme|changelog|changes|news|notice|makefile|rakefile|gemfile|vagrantfile|jenkinsfile|codeowners|version|install|todo|contributing|manifest)/;

/** True when a file is worth reading, by its path. */
export const mayMatter = (uri: string): boolean => promise(uri) > 0;
