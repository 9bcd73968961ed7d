import type { ClientCapabilities, Connection } from 'vscode-languageserver';
import type { HintKind } from '../features/inlay-hints/inlay-hints.ts';
import type { Target, Versions } from '../model/deployment.ts';
import type { Severity } from '../model/finding.ts';
import type { Workspace } from '../service.ts';
import { defaultSettings, type Settings } from '../workspace/snapshot.ts';
import type { Advice } from './conversion.ts';

/** What the editor sets: the analysis's part and how findings are shown. */
export interface EditorSettings {
  readonly analysis: Settings;
  readonly advice: Advice;
  /** The kinds of inlay hints that are shown. */
  readonly inlayHints: ReadonlySet<HintKind>;
  /** Whether completion lists nginx's directives; `auto`: unless another extension does. */
  readonly nginxDirectives: 'auto' | 'on' | 'off';
}

export const defaultEditorSettings: EditorSettings = {
  analysis: defaultSettings,
  advice: 'hints',
  inlayHints: new Set(['values', 'instances']),
  nginxDirectives: 'auto',
};

/** The settings as the editor has them now. */
export interface SettingsHolder {
  current(): EditorSettings;
  /** Asks the editor for `scalingLens.*` and hands the analysis its part. */
  pull(): Promise<void>;
  /** Takes what an editor that cannot be asked sends by itself: an object that holds `scalingLens`. */
  take(sent: unknown): void;
}

/** The defaults hold until the first `pull`, and for an editor that cannot be asked. */
export function settingsHolder(
  connection: Connection,
  client: ClientCapabilities,
  workspace: Workspace,
): SettingsHolder {
  let settings = defaultEditorSettings;
  const use = (raw: unknown): void => {
    settings = readSettings(raw);
    workspace.setSettings(settings.analysis);
  };
  const canBeAsked = client.workspace?.configuration === true;
  return {
    current: () => settings,
    pull: async () => {
      if (canBeAsked) use(await connection.workspace.getConfiguration('scalingLens'));
    },
    take: (sent) => {
      const raw = asRecord(sent).scalingLens;
      if (!canBeAsked && raw !== undefined) use(raw);
    },
  };
}

/** The settings of a `scalingLens` object as an editor holds it. What has the wrong type counts as not set. */
export function readSettings(raw: unknown): EditorSettings {
  const section = asRecord(raw);
  return {
    advice: adviceOf(section.advice),
    inlayHints: hintKindsOf(section.inlayHints),
    nginxDirectives: directivesOf(asRecord(section.completion).nginxDirectives),
    analysis: {
      target: targetOf(asRecord(section.target)),
      versions: versionsOf(asRecord(section.versions)),
      rules: new Map(entriesOf(section.rules, isRuleSetting)),
      paths: new Map(entriesOf(section.paths, isText)),
    },
  };
}

const asRecord = (raw: unknown): Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null ? (raw as Readonly<Record<string, unknown>>) : {};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const ruleSettings: ReadonlySet<unknown> = new Set(['error', 'warning', 'information', 'hint', 'off']);
const isRuleSetting = (value: unknown): value is Severity | 'off' => ruleSettings.has(value);

const adviceOf = (value: unknown): Advice => (value === 'hover' || value === 'problems' ? value : 'hints');

/** Those on by default unless switched off, and others switched on; none for `false`. */
function hintKindsOf(raw: unknown): ReadonlySet<HintKind> {
  if (raw === false) return new Set();
  const given = asRecord(raw);
  const all: readonly HintKind[] = ['values', 'instances', 'defaults'];
  return new Set(
    all.filter((kind) =>
      typeof given[kind] === 'boolean' ? given[kind] : defaultEditorSettings.inlayHints.has(kind),
    ),
  );
}

const directivesOf = (value: unknown): EditorSettings['nginxDirectives'] =>
  value === 'on' || value === 'off' ? value : 'auto';

function entriesOf<T>(raw: unknown, accept: (value: unknown) => value is T): (readonly [string, T])[] {
  return Object.entries(asRecord(raw)).flatMap(([key, value]) =>
    accept(value) ? [[key, value] as const] : [],
  );
}

/** The target with what is set; `from` says `settings` as soon as anything is. */
function targetOf(raw: Readonly<Record<string, unknown>>): Partial<Target> {
  const values = {
    cores: countOf(raw.cores),
    memory: bytesOf(raw.memory),
    memoryPerWorker: bytesOf(raw.memoryPerWorker),
    maxConnections: countOf(raw.maxConnections),
    poolSize: countOf(raw.poolSize),
    maxOverflow: countOf(raw.maxOverflow),
    requestsPerSecond: countOf(raw.requestsPerSecond),
  };
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return given.length === 0 ? {} : { ...Object.fromEntries(given), from: 'settings' };
}

const versionsOf = (raw: Readonly<Record<string, unknown>>): Partial<Versions> =>
  Object.fromEntries(
    ['supervisor', 'gunicorn', 'nginx', 'uvicorn'].flatMap((name) =>
      isText(raw[name]) ? [[name, raw[name]]] : [],
    ),
  );

const countOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;

const units: Readonly<Record<string, number>> = {
  '': 1,
  k: 1000,
  m: 1000 ** 2,
  g: 1000 ** 3,
  t: 1000 ** 4,
  ki: 1024,
  mi: 1024 ** 2,
  gi: 1024 ** 3,
  ti: 1024 ** 4,
};

/** Bytes of a size such as `16GiB`, `512MB` or `1073741824`. */
function bytesOf(value: unknown): number | undefined {
  if (typeof value === 'number') return countOf(value);
  const match = isText(value) ? /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?i?)b?\s*$/i.exec(value) : null;
  const unit = units[match?.[2]?.toLowerCase() ?? '-'];
  return match && unit ? Math.round(Number(match[1]) * unit) : undefined;
}
