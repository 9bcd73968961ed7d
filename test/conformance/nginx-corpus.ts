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
  /** What it said of the file in each context that the recording tried, without mending anything. */
  readonly contexts_tried: readonly { readonly context: string; readonly message: string }[];
  /** What was mended: `events`, `cert PATH`, `include PATH`. */
  readonly fixes: readonly string[];
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
  if (question.kind === 'absence') return [];
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

/** nginx's message on a file read in a context, or why it says nothing of the text alone. */
export type Judgement =
  | { readonly kind: 'said'; readonly said: string; readonly line: string }
  | { readonly kind: 'open'; readonly why: string };

const open = (why: string): Judgement => ({ kind: 'open', why });

/**
 * What nginx says of a file that it refuses. The recording put an `events` block on the command line, which nginx 1.22
 * does not take: what it said before that counts then. Where we read a fragment in another context than the recording,
 * what the recording heard in ours counts.
 */
export function judgementOf(verdict: CorpusVerdict, context: NginxContext): Judgement {
  const { lenient_message, strict_message, contexts_tried } = verdict;
  const isHere = context.endsWith(verdict.context);
  const here = contexts_tried.find((tried) => context.endsWith(tried.context));
  const message = lenient_message.includes('in command line') ? strict_message : lenient_message;
  const heard = isHere ? message : here?.message;
  if (heard === undefined) return open('nobody asked nginx about the context in which the file is read here');
  const why = reasonNotText(verdict, heard);
  return why === undefined ? { kind: 'said', ...takeMessage(heard) } : open(why);
}

/** Why a refusal says nothing of the text alone; undefined when it does. */
function reasonNotText({ file }: CorpusVerdict, message: string): string | undefined {
  if (message.includes('invalid event type')) return 'which event types there are, the system decides';
  if (/^\[emerg\] (?:open\(\)|cannot load|host not found)/.test(message))
    return 'a file or a name that is not there decides';
  const name = /^\[emerg\] (?:unknown directive )?"([^"]+)"/.exec(message)?.[1];
  if (name && otherDirective(name) && !/not allowed here/.test(message))
    return 'a module that nginx does not bring decides';
  const text = fileAt(`${shared}/corpus/${file}`)?.text ?? '';
  const line = Number(takeMessage(message).line);
  if (hasPlaceholder(text.split('\n')[line - 1] ?? '')) return 'a template fills the line in';
  if (message.includes('no ssl configured for the server'))
    return 'a module that nginx does not bring decides';
  if (/duplicate listen/.test(message)) return 'the recording put one address for several host names';
  return undefined;
}
