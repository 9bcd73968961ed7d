import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TextFile } from '../../server/src/base/file.ts';
import { otherDirective } from '../../server/src/catalog/nginx-other.ts';
import type { Ask, Question } from '../../server/src/model/link-lookup.ts';
import { hasPlaceholder } from '../../server/src/model/nginx/say.ts';
import type { NginxContext } from '../../server/src/model/nginx/types.ts';

/** Recorded verdicts and configurations beside the checkout; absent in a plain clone. */
export const shared = fileURLToPath(new URL('../../../shared', import.meta.url));

export const sharedIsHere = (): boolean => existsSync(`${shared}/cases/nginx-cases.json`);

/** What nginx 1.22.1 said of one file of the corpus. */
export interface CorpusVerdict {
  readonly file: string;
  readonly context: string;
  readonly templated: boolean;
  /** How it is judged once what the machine lacks is mended. */
  readonly lenient_category: string;
  readonly lenient_message: string;
  readonly strict_message: string;
}

/** The verdicts on all files of the corpus that hold no placeholders. */
export function corpusVerdicts(): readonly CorpusVerdict[] {
  const lines = readFileSync(`${shared}/corpus/verdicts-nginx.jsonl`, 'utf8').trim().split('\n');
  return lines
    .map((line) => JSON.parse(line) as CorpusVerdict)
    .filter(({ templated, file }) => !templated && existsSync(`${shared}/corpus/${file}`));
}

const files = new Map<string, TextFile | undefined>();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A file of the disk; undefined when there is none. */
export function fileAt(path: string): TextFile | undefined {
  if (!files.has(path)) {
    const isFile = existsSync(path) && statSync(path).isFile();
    const uri = pathToFileURL(path).href;
    const file = isFile
      ? { uri, text: decoder.decode(readFileSync(path)), kind: 'nginx' as const }
      : undefined;
    files.set(path, file);
  }
  return files.get(path);
}

/** Answers from the disk, below the folder of the asking file only: the corpus holds parts of servers. */
export const askDisk: Ask = (question) => {
  const folder = dirname(fileURLToPath(question.from.uri));
  const path = question.kind === 'glob' ? question.pattern : question.path;
  if (path.startsWith('/')) return [];
  if (question.kind === 'path') return [fileAt(join(folder, path)) ?? []].flat();
  return globbed(folder, question);
};

function globbed(folder: string, { pattern }: Extract<Question, { kind: 'glob' }>): readonly TextFile[] {
  const inside = join(folder, dirname(pattern));
  if (!existsSync(inside) || /[*?[]/.test(dirname(pattern))) return [];
  const last = pattern.slice(pattern.lastIndexOf('/') + 1);
  const escaped = last
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const names = readdirSync(inside).filter((name) => new RegExp(`^${escaped}$`).test(name));
  return names
    .filter((name) => !name.startsWith('.') || last.startsWith('.'))
    .sort()
    .flatMap((name) => fileAt(join(inside, name)) ?? []);
}

/** A message taken apart. */
export function takeMessage(message: string): { readonly said: string; readonly line: string } {
  const [, said = '', line = ''] = /^\[emerg\] (.*?)(?: in \S+:(\d+))?$/s.exec(message) ?? [];
  return { said, line };
}

/** Why a refusal says nothing of the text alone; undefined when it does. */
export function reasonNotText(verdict: CorpusVerdict, context: NginxContext): string | undefined {
  const { lenient_message, file } = verdict;
  if (lenient_message.includes('in command line')) return 'the recording passed an events block with -g';
  if (lenient_message.includes('invalid event type'))
    return 'which event types there are, the system decides';
  const name = /^\[emerg\] (?:unknown directive )?"([^"]+)"/.exec(lenient_message)?.[1];
  if (name && otherDirective(name)) return 'a module that nginx does not bring decides';
  const text = fileAt(`${shared}/corpus/${file}`)?.text ?? '';
  if (/_by_lua_block\b/.test(text)) return 'a module that nginx does not bring decides';
  const line = Number(takeMessage(lenient_message).line);
  if (hasPlaceholder(text.split('\n')[line - 1] ?? '')) return 'a template fills the line in';
  if (!context.endsWith(verdict.context)) return 'the recording read the file in another context';
  if (/duplicate listen/.test(lenient_message)) return 'the recording put one address for several host names';
  return undefined;
}
