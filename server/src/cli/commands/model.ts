import { oneOf, readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { modelText } from '../formats/model-text.ts';
import { load } from '../load.ts';
import { modelJson } from '../model-json.ts';
import { paintFor } from '../paint.ts';

const help = `Usage: scaling-lens model [OPTIONS] [PATH…]

Prints the deployments as all rules, hovers and views see them.

  --format text|json              (default: text)
  --target cores=8,memory=16GiB   the machine that will run it; comes before the profile
  --config FILE                   the profile (default: the nearest scaling-lens.ini)
  --no-color                      no colours
`;

const options = {
  format: { type: 'string', default: 'text' },
  target: { type: 'string' },
  config: { type: 'string' },
  'no-color': { type: 'boolean' },
} as const;

export const model: Command = {
  summary: 'print the deployment as it is understood',
  help,
  run: async (args, io) => {
    const { values, positionals } = readArguments('model', args, options);
    const format = oneOf('format', values.format, ['text', 'json']);
    const { service, shown, asked } = await load({ ...values, paths: positionals }, io);
    const { snapshot, file } = service.workspace;
    const deployments = service
      .deployments(snapshot)
      .filter(({ files }) => files.some(({ uri }) => asked(uri)))
      .map((deployment) => modelJson(deployment, { file, shown }));
    io.out(
      format === 'json'
        ? `${JSON.stringify({ version: 1, deployments }, null, 2)}\n`
        : modelText(deployments, paintFor(io, values['no-color'])),
    );
    return 0;
  },
};
