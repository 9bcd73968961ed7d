// npm run bench: a keystroke to its published diagnostics beside an empty server, start-up, and a cold check of a
// thousand files. Build first (npm run build). The machine's load is part of every figure: compare the two columns.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { median, percentile95, startServer } from './client.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const servers = { ours: path.join(root, 'dist/server.js'), empty: path.join(root, 'test/bench/floor.mjs') };

/** A supervisor file whose last program names an unknown option now and then, so that each edit changes findings. */
const supervisorText = (lines: number): string =>
  `[supervisord]\n${Array.from({ length: Math.floor(lines / 5) }, (_, i) => `[program:p${i}]\ncommand=gunicorn -w 2 -b unix:/run/p${i}.sock p${i}:app\nautorestart=true\nstopwaitsecs=35\n\n`).join('')}[program:last]\ncommand=/bin/cat\nnumprocs=1\n`;

const nginxText = (lines: number): string =>
  `${Array.from(
    { length: Math.floor(lines / 10) },
    (_, i) =>
      `upstream u${i} {\n    server 127.0.0.1:${10_000 + (i % 20_000)};\n}\nserver {\n    listen 80;\n    server_name s${i}.example;\n    location / {\n        proxy_pass http://u${i};\n    }\n}\n`,
  ).join('')}upstream last {\n    server 127.0.0.1:9;\n}\n`;

const gunicornText = (lines: number): string =>
  `${Array.from({ length: lines }, (_, i) => `value_${i} = ${i} * 2\n`).join('')}workers = 1\n`;

interface Case {
  readonly file: string;
  readonly language: string;
  readonly text: string;
  /** What is typed in turn at the end of the last value: one makes a finding, the other takes it away. */
  readonly variants: readonly [string, string];
}

const cases = (lines: number): readonly Case[] => [
  {
    file: 'supervisord.conf',
    language: 'supervisord',
    text: supervisorText(lines),
    variants: ['numprocs=1\n', 'numprocs=x\n'],
  },
  {
    file: 'nginx/site.conf',
    language: 'nginx',
    text: nginxText(lines),
    variants: ['    server 127.0.0.1:9;\n}\n', '    server 127.0.0.1:x;\n}\n'],
  },
  {
    file: 'gunicorn.conf.py',
    language: 'python',
    text: gunicornText(lines),
    variants: ['workers = 1\n', 'workers = 0\n'],
  },
];

async function keystrokes(
  script: string,
  { file, language, text, variants }: Case,
  edits: number,
): Promise<readonly number[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  const uri = pathToFileURL(target).href;
  const server = await startServer(script, pathToFileURL(folder).href);
  const opened = server.published(uri);
  await server.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: language, version: 0, text },
  });
  await Promise.race([opened, new Promise((resolve) => setTimeout(resolve, 3000))]);
  const times: number[] = [];
  let last = variants[0];
  const line = text.slice(0, text.length - last.length).split('\n').length - 1;
  for (let version = 1; version <= edits; version++) {
    const next = version % 2 === 1 ? variants[1] : variants[0];
    const range = {
      start: { line, character: 0 },
      end: { line: line + last.split('\n').length - 1, character: 0 },
    };
    const done = server.published(uri);
    const started = performance.now();
    await server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range, text: next }],
    });
    await done;
    times.push(performance.now() - started);
    last = next;
  }
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  return times;
}

const show = (ms: number): string => ms.toFixed(1).padStart(8);

async function editing(): Promise<void> {
  console.log('keystroke to diagnostics, ms        ours p50     p95   empty p50     p95');
  for (const lines of [2_000, 20_000]) {
    for (const one of cases(lines)) {
      const edits = lines > 5_000 ? 6 : 12;
      const ours = await keystrokes(servers.ours, one, edits);
      const empty = await keystrokes(servers.empty, one, edits);
      console.log(
        `${one.file.padEnd(18)} ${String(lines).padStart(6)} lines   ${show(median(ours))}${show(percentile95(ours))}    ${show(median(empty))}${show(percentile95(empty))}`,
      );
    }
  }
}

async function startUp(): Promise<void> {
  const folder = pathToFileURL(path.join(root, 'examples/monolith')).href;
  for (const [name, script] of Object.entries(servers)) {
    const times: number[] = [];
    for (let i = 0; i < 7; i++) {
      const started = performance.now();
      const server = await startServer(script, folder);
      times.push(performance.now() - started);
      await server.stop();
    }
    console.log(`start to initialized, ${name.padEnd(6)} ${show(median(times))} ms`);
  }
}

function cold(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  for (let i = 0; i < 500; i++) {
    const own = path.join(folder, `app${i}`);
    mkdirSync(path.join(own, 'nginx'), { recursive: true });
    writeFileSync(path.join(own, 'supervisord.conf'), supervisorText(30));
    writeFileSync(path.join(own, 'nginx/site.conf'), nginxText(60));
  }
  const times = [1, 2, 3].map(() => {
    const started = performance.now();
    spawnSync(process.execPath, [
      path.join(root, 'dist/cli.mjs'),
      'check',
      folder,
      '--quiet',
      '--fail-on',
      'never',
    ]);
    return performance.now() - started;
  });
  console.log(`cold check of 1,000 files    ${show(median(times))} ms (whole process)`);
  rmSync(folder, { recursive: true, force: true });
}

await startUp();
await editing();
cold();
