import { allRules } from '../../rules/index.generated.ts';
import { oneOf, readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { type Paint, paintFor, severityStyle } from '../paint.ts';
import { messagesIn, rulePages } from '../rule-pages.ts';

const help = `Usage: scaling-lens rules [--format text|json] [--messages]

Lists all rules. --messages prints every message text of their examples instead.
`;

export const rules: Command = {
  summary: 'list all rules',
  help,
  run: (args, io) => {
    const { values } = readArguments('rules', args, {
      format: { type: 'string', default: 'text' },
      messages: { type: 'boolean' },
      'no-color': { type: 'boolean' },
    });
    const format = oneOf('format', values.format, ['text', 'json']);
    const paint = paintFor(io, values['no-color']);
    if (values.messages) io.out(format === 'json' ? json({ messages: messages() }) : messageList(paint));
    else io.out(format === 'json' ? json({ rules: catalogue() }) : table(paint));
    return 0;
  },
};

const json = (content: object): string => `${JSON.stringify({ version: 1, ...content }, null, 2)}\n`;

const catalogue = () =>
  allRules.map(({ id, severity, confidence, title, fix, reads, level }) => ({
    id,
    severity,
    title,
    fixable: fix !== null,
    reads,
    confidence,
    level,
  }));

function messages() {
  const pages = rulePages();
  return allRules.map(({ id }) => ({ id, messages: messagesIn(pages.get(id) ?? '') }));
}

const messageList = (paint: Paint): string =>
  messages()
    .flatMap(({ id, messages: texts }) => texts.map((text) => `${paint('dim', id)}  ${text}\n`))
    .join('');

function table(paint: Paint): string {
  const width = Math.max(...allRules.map(({ id }) => id.length));
  const lines = allRules.map(({ id, severity, title, fix }) => {
    const name = paint(severityStyle[severity], severity.padEnd('information'.length));
    return `${id.padEnd(width)}  ${name}  ${fix === null ? ' ' : 'F'}  ${title}\n`;
  });
  return `${lines.join('')}\n${allRules.length} rules; F has a fix. \`scaling-lens explain ID\` tells more.\n`;
}
