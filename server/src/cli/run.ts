import { nearest } from '../base/nearest.ts';
import type { Command } from './command.ts';
import type { Io } from './io.ts';
import { isUsageError, usageError } from './usage.ts';
import { version } from './version.ts';

/** Each is loaded when it is called, so that `check` does not pay for the others. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./commands/check.ts')).check,
  model: async () => (await import('./commands/model.ts')).model,
  rules: async () => (await import('./commands/rules.ts')).rules,
  explain: async () => (await import('./commands/explain.ts')).explain,
  plan: async () => (await import('./commands/plan.ts')).plan,
  scale: async () => (await import('./commands/scale.ts')).scale,
  server: async () => (await import('./server.ts')).server,
};

/** Runs one command line; gives the exit status: 0, 1 for findings, 2 for a wrong call. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    if (isUsageError(error))
      io.error(`scaling-lens: ${error.message}${/[.?]$/.test(error.message) ? '' : '.'} ${error.next}\n`);
    else io.error(`scaling-lens: this is a fault of ours, please report it.\n${stackOf(error)}\n`);
    return 2;
  }
}

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

async function dispatch([name, ...rest]: readonly string[], io: Io): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.out(await overview());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    io.out(`${version}\n`);
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) throw unknownCommand(name);
  const command = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    io.out(command.help);
    return 0;
  }
  return command.run(rest, io);
}

function unknownCommand(name: string) {
  const near = nearest(name, Object.keys(commands));
  const next = near ? `Did you mean \`scaling-lens ${near}\`?` : 'See `scaling-lens --help`.';
  return usageError(`There is no command '${name}'`, next);
}

async function overview(): Promise<string> {
  const names = Object.keys(commands);
  const loaded = await Promise.all(Object.values(commands).map((load) => load()));
  const width = Math.max(...names.map((name) => name.length));
  const lines = loaded.map(({ summary }, i) => `  ${(names[i] ?? '').padEnd(width)}  ${summary}`);
  return [
    'Reads supervisord.conf, gunicorn.conf.py and nginx files as one deployment.',
    '',
    'Usage: scaling-lens COMMAND [OPTIONS] [PATH…]',
    '',
    ...lines,
    '',
    '`scaling-lens COMMAND --help` tells the options. Exit status: 0 fine, 1 findings, 2 wrong call.',
    '',
  ].join('\n');
}
