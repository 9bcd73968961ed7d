import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./supervisor_oracle.py', import.meta.url));

/** The Python that has Supervisor installed: Debian's, unless SUPERVISOR_PYTHON names another one. */
const python = process.env.SUPERVISOR_PYTHON ?? '/usr/bin/python3';

/** True when the Python at hand can import Supervisor. */
export const supervisorInstalled = (): boolean =>
  spawnSync(python, ['-c', 'import supervisor.options'], { stdio: 'ignore' }).status === 0;

/** A running oracle. Questions may be asked without waiting; answers come in their order. */
export interface SupervisorOracle {
  readonly version: string;
  /** The folder that `load` writes its files to. */
  readonly folder: string;
  ask<Answer>(question: object): Promise<Answer>;
  stop(): void;
}

/** Starts tools/oracle/supervisor_oracle.py; rejects when it ends before its first line. */
export async function startSupervisorOracle(): Promise<SupervisorOracle> {
  const child = spawn(python, ['-X', 'utf8', script], { stdio: ['pipe', 'pipe', 'pipe'] });
  const waiting: Waiting[] = [];
  const errors: string[] = [];
  child.stderr.on('data', (data: Buffer) => errors.push(data.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line)));
  child.on('close', () => {
    for (const { reject } of waiting) reject(new Error(`the oracle stopped: ${errors.join('')}`));
  });
  const next = () => new Promise<unknown>((resolve, reject) => waiting.push({ resolve, reject }));
  const { version, folder } = (await next()) as { version: string; folder: string };
  return { version, folder, ask: (question) => ask(child, next, question), stop: () => child.stdin.end() };
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

function ask<Answer>(
  child: ChildProcessWithoutNullStreams,
  next: () => Promise<unknown>,
  question: object,
): Promise<Answer> {
  const answer = next() as Promise<Answer>;
  child.stdin.write(`${JSON.stringify(question)}\n`);
  return answer;
}
