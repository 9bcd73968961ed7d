// npm run bench: start-up, a keystroke to its published diagnostics and requests beside an empty server, memory, and
// a cold check of a thousand files. Build first (npm run build). The machine's load is part of every figure: compare
// the two columns. `npm run bench -- 200 2000` takes these sizes only.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Case, casesOf, sharedServer, smallDeployment } from './cases.ts';
import { type BenchServer, median, percentile95, startServer } from './client.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const servers = {
  ours: path.join(root, 'dist/server-node.js'),
  empty: path.join(root, 'test/bench/floor.mjs'),
};
const sizes = process.argv.slice(2).map(Number).filter(Number.isInteger);

/** Milliseconds of each round of one case. */
interface Rounds {
  readonly keystroke: readonly number[];
  readonly hover: readonly number[];
  readonly completion: readonly number[];
  readonly symbols: readonly number[];
  /** Peak resident memory in MiB; undefined where the system does not tell. */
  readonly memory: number | undefined;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function run(script: string, one: Case, edits: number): Promise<Rounds> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const target = path.join(folder, one.file);
  // Opened with a finding in it, so that the first answer to wait for is sure to come.
  const text = one.head + one.variants[1] + one.tail;
  for (const [name, other] of [...(one.others ?? []), [one.file, text] as const]) write(folder, name, other);
  const uri = pathToFileURL(target).href;
  const server = await startServer(script, pathToFileURL(folder).href);
  const opened = server.published(uri);
  await server.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: one.language, version: 0, text },
  });
  await opened;
  const keystroke = await keystrokes(server, uri, one, edits);
  const requests = script === servers.ours ? await ask(server, uri, one, edits) : none;
  const memory = memoryOf(server);
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  return { keystroke, ...requests, memory };
}

function write(folder: string, name: string, text: string): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const none = { hover: [], completion: [], symbols: [] };

const lineOf = ({ head }: Case): number => head.split('\n').length - 1;

async function keystrokes(
  server: BenchServer,
  uri: string,
  one: Case,
  edits: number,
): Promise<readonly number[]> {
  const line = lineOf(one);
  const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
  const times: number[] = [];
  for (let version = 1; version <= edits; version++) {
    const text = one.variants[version % 2 === 1 ? 0 : 1];
    times.push(
      await timed(async () => {
        const done = server.published(uri);
        await server.connection.sendNotification('textDocument/didChange', {
          textDocument: { uri, version },
          contentChanges: [{ range, text }],
        });
        await done;
      }),
    );
  }
  return times;
}

async function ask(server: BenchServer, uri: string, one: Case, rounds: number) {
  const position = { line: lineOf(one), character: 6 };
  const textDocument = { uri };
  const all = async (method: string, params: object): Promise<readonly number[]> => {
    const times: number[] = [];
    for (let i = 0; i < rounds; i++)
      times.push(await timed(() => server.connection.sendRequest(method, params)));
    return times;
  };
  return {
    hover: await all('textDocument/hover', { textDocument, position }),
    completion: await all('textDocument/completion', { textDocument, position }),
    symbols: await all('textDocument/documentSymbol', { textDocument }),
  };
}

/** Linux tells the peak of a process in /proc. */
function memoryOf({ process: { pid } }: BenchServer): number | undefined {
  const file = `/proc/${pid}/status`;
  const peak = existsSync(file) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  return peak === undefined ? undefined : Number(peak) / 1024;
}

const show = (ms: number): string => (Number.isNaN(ms) ? '–' : ms.toFixed(1)).padStart(8);

async function editing(): Promise<void> {
  console.log(
    '\nms, p50 and p95     lines    keystroke to findings   empty server    hover   compl.  symbols   MiB',
  );
  for (const lines of sizes.length > 0 ? sizes : [200, 2_000, 20_000]) {
    for (const one of casesOf(lines)) {
      const edits = lines > 5_000 ? 10 : lines > 500 ? 100 : 200;
      const ours = await run(servers.ours, one, edits);
      const empty = await run(servers.empty, one, edits);
      console.log(
        [
          `${one.file.padEnd(17)} ${String(lines).padStart(7)}    `,
          `${show(median(ours.keystroke))}${show(percentile95(ours.keystroke))}     `,
          `${show(median(empty.keystroke))}${show(percentile95(empty.keystroke))}`,
          ` ${show(median(ours.hover))} ${show(median(ours.completion))} ${show(median(ours.symbols))}`,
          ` ${(ours.memory?.toFixed(0) ?? '–').padStart(5)}`,
        ].join(''),
      );
    }
  }
}

async function manyApps(): Promise<void> {
  for (const apps of [10, 50, 200]) {
    const { keystroke } = await run(servers.ours, sharedServer(apps), apps > 100 ? 20 : 100);
    console.log(
      `${String(apps).padStart(4)} applications, keystroke to findings ${show(median(keystroke))}${show(percentile95(keystroke))} ms`,
    );
  }
}

async function startUp(): Promise<void> {
  const folder = pathToFileURL(path.join(root, 'examples/monolith')).href;
  for (const [name, script] of Object.entries(servers)) {
    const times: number[] = [];
    for (let i = 0; i < 7; i++) {
      let server: BenchServer | undefined;
      times.push(
        await timed(async () => {
          server = await startServer(script, folder);
        }),
      );
      await server?.stop();
    }
    console.log(`start to initialized, ${name.padEnd(6)} ${show(median(times))} ms`);
  }
}

/** The whole process, as a CI job starts it. */
const checked = (folder: string): number => {
  const started = performance.now();
  const cli = path.join(root, 'dist/cli.mjs');
  spawnSync(process.execPath, [cli, 'check', folder, '--quiet', '--fail-on', 'never']);
  return performance.now() - started;
};

function cold(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  for (const count of [1, 50, 500]) {
    for (let i = 0; i < count; i++)
      for (const [name, text] of smallDeployment()) write(path.join(folder, `app${i}`), name, text);
    const times = [1, 2, 3].map(() => checked(folder));
    console.log(`check of ${String(2 * count).padStart(4)} files, whole process ${show(median(times))} ms`);
  }
  rmSync(folder, { recursive: true, force: true });
}

await startUp();
cold();
await editing();
await manyApps();
