import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const python = '/usr/bin/python3';
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

/** True when Python 3.11 is there, whose messages the tests compare with. */
export const hasPython = (): boolean =>
  existsSync(python) &&
  spawnSync(python, ['-c', 'import sys; sys.exit(sys.version_info[:2] != (3, 11))']).status === 0;

/** True when gunicorn 20.1.0 is there as well. */
export const hasGunicorn = (): boolean =>
  hasPython() &&
  spawnSync(python, ['-c', 'import gunicorn, sys; sys.exit(gunicorn.__version__ != "20.1.0")']).status === 0;

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
