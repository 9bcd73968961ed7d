import type { TextFile } from '../../base/file.ts';
import { memo } from '../../base/memo.ts';
import type { Span } from '../../base/span.ts';
import { type GunicornSettingInfo, gunicornSettings, workerClasses } from '../../catalog/gunicorn.ts';
import { atLeast } from '../../catalog/version.ts';
import type { Statement } from '../../syntax/gunicorn/ast.ts';
import { pythonSyntax } from '../../syntax/gunicorn/parse.ts';
import { blocksOf, namesBoundBy } from '../../syntax/gunicorn/walk.ts';
import { pythonText } from '../shared/cards/gunicorn.ts';
import type { Question } from '../shared/question.ts';
import { type CompletionItem, choice, placeholder } from './item.ts';

/** Names that the module assigns or defines, at whatever depth of its `if` and `try`. */
const boundIn = memo((file: TextFile): ReadonlySet<string> => {
  const names = new Set<string>();
  const open: (readonly Statement[])[] = [pythonSyntax(file).module.body];
  for (let block = open.pop(); block; block = open.pop()) {
    for (const statement of block) {
      for (const name of namesBoundBy(statement)) names.add(name);
      open.push(...blocksOf(statement));
    }
  }
  return names;
});

const isHook = ({ parameters, validator }: GunicornSettingInfo): boolean =>
  parameters !== null || validator === 'post_request';

/** Settings that a file does not set yet. */
export function settingItems(question: Question, span: Span): readonly CompletionItem[] {
  const { file } = question;
  const line = /^[^\n\r]*/.exec(file.text.slice(span.end))?.[0] ?? '';
  const nameOnly = /^\s*(?::[^=]*)?=(?!=)/.test(line);
  return missing(question)
    .filter((setting) => !isHook(setting))
    .map((setting) => settingItem(setting, nameOnly ? 'name' : 'whole'));
}

function missing(question: Question): readonly GunicornSettingInfo[] {
  const bound = boundIn(question.file);
  const version = question.deployments[0]?.versions.gunicorn;
  return gunicornSettings().filter(
    ({ name, since }) =>
      !bound.has(name) && name !== 'config' && (since === null || atLeast(version, since) !== false),
  );
}

/** Settings that most files hold. */
const usual = new Set([
  'bind',
  'workers',
  'worker_class',
  'threads',
  'worker_connections',
  'timeout',
  'graceful_timeout',
  'keepalive',
  'max_requests',
  'max_requests_jitter',
  'preload_app',
  'accesslog',
  'errorlog',
  'loglevel',
  'wsgi_app',
]);

function settingItem(setting: GunicornSettingInfo, part: 'name' | 'whole'): CompletionItem {
  const { name, deprecated, ignoredSince, default: standard } = setting;
  const isOld = deprecated || ignoredSince !== null;
  const text = standard.kind === 'value' && standard.value !== null ? pythonText(standard.value) : undefined;
  return {
    label: name,
    kind: 'setting',
    ...(text === undefined || text.length > 40 ? {} : { detail: `default ${text}` }),
    ...(part === 'whole'
      ? { insert: `${name} = ${valueSnippet(setting, text)}`, form: 'snippet' as const }
      : {}),
    ...(isOld ? { deprecated: true as const } : {}),
    rank: isOld ? 5 : usual.has(name) ? 1 : 3,
    doc: { of: 'setting', name },
  };
}

function valueSnippet(
  { name, validator, values }: GunicornSettingInfo,
  standard: string | undefined,
): string {
  if (name === 'bind') return `"${placeholder(1, '127.0.0.1:8000')}"`;
  if (name === 'workers') return placeholder(1, 'multiprocessing.cpu_count() * 2 + 1');
  if (name === 'worker_class') return `"${choice(1, classNames())}"`;
  if (validator === 'bool') return choice(1, standard === 'True' ? ['False', 'True'] : ['True', 'False']);
  if (name === 'accesslog' || name === 'errorlog') return `"${placeholder(1, '-')}"`;
  if (values.length > 0) return `"${choice(1, values)}"`;
  if (standard === undefined) return validator === 'string' ? '"$1"' : '$1';
  return standard.startsWith('"') ? `"${placeholder(1, standard.slice(1, -1))}"` : placeholder(1, standard);
}

const classNames = (): readonly string[] =>
  workerClasses()
    .filter(({ removed, aliasOf }) => removed === null && aliasOf === null)
    .map(({ name }) => name);

/** What the parameters of the hooks are called, by their number. */
const parameterNames: Readonly<Record<string, string>> = {
  on_starting: 'server',
  on_reload: 'server',
  when_ready: 'server',
  pre_fork: 'server, worker',
  post_fork: 'server, worker',
  post_worker_init: 'worker',
  worker_int: 'worker',
  worker_abort: 'worker',
  pre_exec: 'server',
  pre_request: 'worker, req',
  post_request: 'worker, req, environ, resp',
  child_exit: 'server, worker',
  worker_exit: 'server, worker',
  nworkers_changed: 'server, new_value, old_value',
  on_exit: 'server',
  ssl_context: 'config, default_ssl_context_factory',
};

/** Hooks that a file does not define yet: with `def`, from the name on, or the name alone. */
export const hookItems = (question: Question, part: 'whole' | 'rest' | 'name'): readonly CompletionItem[] =>
  missing(question)
    .filter(isHook)
    .map(({ name, parameters }) => {
      const given =
        parameterNames[name] ?? Array.from({ length: parameters ?? 1 }, (_, i) => `arg${i + 1}`).join(', ');
      const rest = `${name}(${given}):\n    \${0:pass}`;
      return {
        label: part === 'whole' ? `def ${name}` : name,
        kind: 'hook',
        detail: `(${given})`,
        ...(part === 'name'
          ? {}
          : { insert: part === 'whole' ? `def ${rest}` : rest, form: 'snippet' as const }),
        rank: 4,
        doc: { of: 'setting', name },
      };
    });
