import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The Python that has uvicorn: Debian's, unless UVICORN_PYTHON names another one. */
const python = process.env.UVICORN_PYTHON ?? '/usr/bin/python3';
const script = resolve(import.meta.dirname, '../../tools/oracle/uvicorn_oracle.py');

/** Whether uvicorn takes a command line, and why not. */
export interface UvicornAnswer {
  readonly ok: boolean;
  readonly error?: string;
}

/** The version of the uvicorn at hand; undefined without one. */
export function uvicornVersion(): string | undefined {
  if (!existsSync(python)) return undefined;
  const code = 'import uvicorn; print(uvicorn.__version__)';
  const run = spawnSync(python, ['-c', code], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim() : undefined;
}

/** Asks about command lines, without the program's own word; answers in order. */
export function askUvicorn(lines: readonly (readonly string[])[]): readonly UvicornAnswer[] {
  const input = lines.map((args) => `${JSON.stringify({ args })}\n`).join('');
  const { stdout, stderr } = spawnSync(python, [script], { input, encoding: 'utf8' });
  const answers = stdout.split('\n').filter((line) => line !== '');
  if (answers.length !== lines.length) throw new Error(`uvicorn gave no answer: ${stderr}`);
  return answers.map((line) => JSON.parse(line) as UvicornAnswer);
}
