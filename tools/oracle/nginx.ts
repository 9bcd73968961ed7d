import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What `nginx -t` says of a configuration. */
export interface NginxVerdict {
  readonly ok: boolean;
  readonly messages: readonly NginxMessage[];
}

export interface NginxMessage {
  readonly level: string;
  /** Without ` in FILE:LINE`. */
  readonly text: string;
  /** Relative to the configuration's folder; null where nginx names none. */
  readonly file: string | null;
  readonly line: number | null;
}

/** A private folder in which `nginx -t` is run; `slot` folders let several run at once. */
export interface NginxOracle {
  readonly version: string;
  /** The folder of modules that this build can load; empty when it names none. */
  readonly modules: string;
  readonly folder: string;
  /** The verdict on `nginx.conf` with this text, and on further files by relative path. */
  ask(conf: string, files?: Readonly<Record<string, string>>): Promise<NginxVerdict>;
  close(): void;
}

/** The version of the nginx that is installed, such as `1.22.1`; undefined when there is none. */
export function installedNginx(): string | undefined {
  const run = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
  return run.error ? undefined : /nginx\/(\d+\.\d+\.\d+)/.exec(run.stderr)?.[1];
}

const modulesFolder = (): string =>
  /--modules-path=(\S+)/.exec(spawnSync('nginx', ['-V'], { encoding: 'utf8' }).stderr)?.[1] ?? '';

/** Puts a configuration's own pid and temporary files into the oracle's folder, on the line where `http {` opens. */
export const quietHttp = (folder: string): string =>
  [
    'access_log off;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${folder}/t;`),
  ].join(' ');

/** An oracle with `width` private folders, or undefined when no nginx is installed. */
export function nginxOracle(width = 2): NginxOracle | undefined {
  const version = installedNginx();
  if (version === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'nginx-oracle-'));
  const free = Array.from({ length: width }, (_, slot) => join(folder, String(slot)));
  for (const slot of free) mkdirSync(slot);
  const waiting: ((slot: string) => void)[] = [];
  const take = () =>
    new Promise<string>((resolve) => {
      const slot = free.pop();
      if (slot === undefined) waiting.push(resolve);
      else resolve(slot);
    });
  const give = (slot: string) => {
    const next = waiting.shift();
    if (next) next(slot);
    else free.push(slot);
  };
  return {
    version,
    modules: modulesFolder(),
    folder,
    async ask(conf, files = {}) {
      const slot = await take();
      try {
        return await testIn(slot, conf, files);
      } finally {
        give(slot);
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function testIn(slot: string, conf: string, files: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries({ ...files, 'nginx.conf': conf })) {
    mkdirSync(dirname(join(slot, path)), { recursive: true });
    writeFileSync(join(slot, path), text);
  }
  const main = join(slot, 'nginx.conf');
  const { code, stderr } = await run([
    '-t',
    '-p',
    slot,
    '-c',
    main,
    '-e',
    'stderr',
    '-g',
    `pid ${slot}/nginx.pid;`,
  ]);
  for (const path of Object.keys(files)) rmSync(join(slot, path), { force: true });
  return { ok: code === 0, messages: messagesIn(stderr, slot) };
}

function run(args: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('nginx', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (chunk: string) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stderr }));
  });
}

const messageStart = /^(?:nginx: |\d{4}\/\d\d\/\d\d [\d:]+ )\[(\w+)\] (?:\d+#\d+: )?/;

function messagesIn(stderr: string, slot: string): NginxMessage[] {
  const messages: { level: string; text: string }[] = [];
  for (const line of stderr.split('\n')) {
    const start = messageStart.exec(line);
    const last = messages[messages.length - 1];
    if (start?.[1]) messages.push({ level: start[1], text: line.slice(start[0].length) });
    else if (last && !line.startsWith('nginx: ')) last.text += `\n${line}`;
  }
  return messages.map((message) => locate(message.level, message.text.trimEnd(), slot));
}

function locate(level: string, text: string, slot: string): NginxMessage {
  const at = text.lastIndexOf(` in ${slot}/`);
  const tail = at === -1 ? undefined : /^(.*):(\d+)$/.exec(text.slice(at + slot.length + 5));
  if (!tail) return { level, text, file: null, line: null };
  return { level, text: text.slice(0, at), file: tail[1] ?? null, line: Number(tail[2]) };
}
