import { arrayOf, quoted, rowsModule } from './rows.ts';

export interface GunicornFacts {
  readonly gunicorn: string;
  readonly settings: readonly {
    readonly name: string;
    readonly section: string;
    readonly cli: readonly string[];
    readonly cli_action: string | null;
    readonly meta: string | null;
    readonly cli_type: string | null;
    readonly nargs?: string;
    readonly const?: unknown;
    readonly default: unknown;
    readonly validator: string;
    readonly since: string;
    readonly since_documented?: string;
    readonly env?: string;
    readonly changed: readonly string[] | null;
  }[];
  readonly config_file_name_traps: Readonly<Record<string, string>>;
  readonly worker_classes: Readonly<
    Record<string, { readonly since?: string; readonly removed?: string; readonly deprecated?: string }>
  >;
  readonly removed_settings: Readonly<Record<string, string>>;
}

/** Defaults that gunicorn computes when it starts, so no constant can stand for them. */
const isComputed = (value: unknown): boolean =>
  typeof value === 'string' && /^<.*>$|^\$XDG| \(platform dependent\)$/.test(value);

/** Checks that gunicorn 26.2.2 has and the facts, of 26.1, do not: seen in its own `KNOWN_SETTINGS`. */
export const laterValidators: Readonly<Record<string, string>> = {
  http2_max_concurrent_streams: 'validate_http2_stream_limit',
  http2_initial_window_size: 'validate_http2_window_size',
};

export function gunicornModule(facts: GunicornFacts): string {
  const traps = Object.entries(facts.config_file_name_traps).filter(([, right]) => !right.startsWith('('));
  const more = [
    `export const traps = ${quoted(traps.map((pair) => pair.join('=')).join(' '))};`,
    `export const removed = ${quoted(
      Object.entries(facts.removed_settings)
        .map((pair) => pair.join('='))
        .join(' '),
    )};`,
    `export const workerClasses = ${arrayOf(Object.entries(facts.worker_classes).map(workerClassRow))};`,
  ].join('\n');
  return rowsModule(
    `gunicorn ${facts.gunicorn}, gunicorn/config.py; compared with KNOWN_SETTINGS of 20.1.0, 23.0.0 and 26.2.2`,
    'name, section, flags, action, metavar, type of the flag, nargs, default as JSON (empty: computed at start), validator, since (empty: the oldest release compared, 0.17.0), environment variable, changed in',
    facts.settings.map(gunicornRow),
    more,
  );
}

function gunicornRow(setting: GunicornFacts['settings'][number]): string {
  return [
    setting.name,
    setting.section,
    setting.cli.join(','),
    setting.cli_action ?? '',
    setting.meta ?? '',
    setting.cli_type ?? '',
    setting.nargs ?? '',
    isComputed(setting.default) ? '' : JSON.stringify(setting.default),
    (laterValidators[setting.name] ?? setting.validator).replace(/^validate_/, ''),
    sinceOf(setting.since, setting.since_documented),
    setting.env ?? '',
    (setting.changed ?? []).join(','),
  ]
    .join('\t')
    .trimEnd();
}

const sinceOf = (since: string, documented: string | undefined): string =>
  since.endsWith('or before') ? '' : since.startsWith('unreleased') ? (documented ?? '') : since;

const workerClassRow = ([name, facts]: GunicornWorkerClass): string =>
  [name, facts.since ?? '', facts.deprecated?.replace('.x', '.0') ?? '', facts.removed ?? '']
    .join(' ')
    .trimEnd();

type GunicornWorkerClass = readonly [
  string,
  { readonly since?: string; readonly removed?: string; readonly deprecated?: string },
];
