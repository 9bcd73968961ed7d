import type { Command } from './command.ts';
import { usageError } from './usage.ts';

const help = `Usage: scaling-lens server --stdio

Starts the language server on standard input and output, for any editor that speaks the Language Server Protocol.
`;

export const server: Command = {
  summary: 'start the language server, for any editor',
  help,
  run: async (args) => {
    if (!args.includes('--stdio'))
      throw usageError(
        'The server needs to be told how to talk',
        'Start it with `scaling-lens server --stdio`.',
      );
    // Loading it starts it: the connection reads the same arguments.
    await import('../node/server.ts');
    await new Promise(() => {});
    return 0;
  },
};
