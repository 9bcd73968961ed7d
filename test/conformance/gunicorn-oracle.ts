import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The Python that has gunicorn: Debian's, unless GUNICORN_PYTHON names another one. */
const python = process.env.GUNICORN_PYTHON ?? '/usr/bin/python3';
const script = resolve(import.meta.dirname, '../../tools/oracle/gunicorn_oracle.py');

/** One question to the real programs; see the head of tools/oracle/gunicorn_oracle.py. */
export type Question =
  | { readonly op: 'compile'; readonly text: string }
  | {
      readonly op: 'evaluate';
      readonly text: string;
      readonly env?: Readonly<Record<string, string>>;
      readonly cpus?: number;
      /** Names that are set before the text runs. */
      readonly given?: Readonly<Record<string, unknown>>;
    }
  | {
      readonly op: 'load';
      readonly files: Readonly<Record<string, string>>;
      readonly args: readonly string[];
      readonly env?: Readonly<Record<string, string>>;
      readonly cpus?: number;
    };

export interface Answer {
  readonly ok: boolean;
  readonly type?: string;
  readonly message?: string;
  readonly line?: number | null;
  readonly error?: string;
  readonly oracle?: string;
  readonly app?: string | null;
  readonly names?: Readonly<Record<string, PlainValue>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly ignored?: readonly string[];
  readonly worker_class?: string;
  readonly address?: readonly unknown[];
  readonly address_error?: string;
}

/** A value of Python with its type, as the oracle prints it. */
export interface PlainValue {
  readonly t: string;
  readonly v?: unknown;
}

const answers = new Map<string, string | undefined>();

/** What Python prints for a text, asked once; undefined when there is no Python, or it fails. */
function printed(code: string): string | undefined {
  if (answers.has(code)) return answers.get(code);
  const run = existsSync(python) ? spawnSync(python, ['-c', code], { encoding: 'utf8' }) : undefined;
  answers.set(code, run?.status === 0 ? run.stdout.trim() : undefined);
  return answers.get(code);
}

/** The version of the Python at hand, as `3.11`; undefined without one. */
export const pythonVersion = (): string | undefined =>
  printed('import sys; print("%d.%d" % sys.version_info[:2])');

/** The version of the gunicorn at hand; undefined without one. */
export const gunicornVersion = (): string | undefined =>
  printed('import gunicorn; print(gunicorn.__version__)');

/** True when Python 3.11 is there, whose messages the tests compare with. */
export const hasPython = (): boolean => pythonVersion() === '3.11';

/** True when gunicorn 20.1.0 is there as well. */
export const hasGunicorn = (): boolean => hasPython() && gunicornVersion() === '20.1.0';

/** Asks all questions in one process; answers in order. */
export function ask(questions: readonly Question[]): Promise<Answer[]> {
  return new Promise((done, fail) => {
    const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      output += part;
    });
    child.on('error', fail);
    child.on('close', () => {
      const answers = output.split('\n').filter((line) => line !== '');
      if (answers.length !== questions.length)
        fail(new Error(`${answers.length} answers to ${questions.length} questions`));
      else done(answers.map((line) => JSON.parse(line) as Answer));
    });
    for (const question of questions) child.stdin.write(`${JSON.stringify(question)}\n`);
    child.stdin.end();
  });
}
