import type { Language } from '../base/file.ts';
import type { Evidence, Example, Rule } from './define.ts';
import { dedent, lonePath, parseExample } from './example.ts';

/** A rule's documentation page in Markdown, made of nothing but the rule. */
export function rulePage(rule: Rule): string {
  const parts = [
    `# ${rule.id}`,
    `**${rule.title}**`,
    facts(rule),
    '## What it finds',
    rule.what,
    '## Why it matters',
    rule.why,
    ...section('What the program prints', rule.logs.length > 0 ? fence('text', rule.logs.join('\n')) : ''),
    ...section('Found', exampleBlocks(rule, 'bad')),
    ...section('Mended', exampleBlocks(rule, 'fixed')),
    ...section('Silent', exampleBlocks(rule, 'good')),
    ...section('Fix', rule.fix ?? ''),
    ...section('When it stays silent', rule.silent.map((line) => `- ${line}`).join('\n')),
    '## How to silence it',
    howToSilence(rule.id),
    '## Evidence',
    rule.evidence.map(evidenceLine).join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

const section = (title: string, body: string): readonly string[] =>
  body === '' ? [] : [`## ${title}`, body];

function facts({ severity, confidence, level, reads, fix }: Rule): string {
  const rows = [
    `severity: ${severity}`,
    `confidence: ${confidence}`,
    ...(level ? [`scaling level: ${level}`] : []),
    `reads: ${reads.join(', ')}`,
    `fix: ${fix === null ? 'none' : 'yes'}`,
  ];
  return rows.join(' · ');
}

function exampleBlocks(rule: Rule, part: 'bad' | 'fixed' | 'good'): string {
  const blocks = rule.examples.flatMap((example) => {
    const text = partOf(example, part);
    return text === undefined
      ? []
      : [noteOf(example, part) + codeBlocks(text, rule.reads[0] ?? 'supervisor')];
  });
  return blocks.join('\n\n');
}

function partOf(example: Example, part: 'bad' | 'fixed' | 'good'): string | undefined {
  if ('good' in example) return part === 'good' ? example.good : undefined;
  if (part === 'bad') return example.bad;
  return part === 'fixed' ? example.fixed : undefined;
}

const noteOf = ({ note }: Example, part: string): string => (note && part !== 'fixed' ? `${note}\n\n` : '');

/** One fenced block a file; the caret lines of a bad example stay in, for they show what is underlined. */
function codeBlocks(literal: string, language: Language): string {
  const files = parseExample(literal, lonePath(language, literal));
  if (files.length === 1) return fence(fenceName(files[0]?.path ?? '', language), bodyOf(literal));
  return fence('text', dedent(literal).join('\n'));
}

const bodyOf = (literal: string): string =>
  dedent(literal)
    .filter((line) => !/^-- \/.* --$/.test(line))
    .join('\n');

function fenceName(path: string, language: Language): string {
  if (path.endsWith('.py')) return 'python';
  if (path.endsWith('.ini')) return 'ini';
  return { supervisor: 'ini', gunicorn: 'python', nginx: 'nginx' }[language];
}

const fence = (name: string, body: string): string => `\`\`\`${name}\n${body}\n\`\`\``;

const evidenceLine = ({ text, url }: Evidence): string => (url ? `- [${text}](${url})` : `- ${text}`);

function howToSilence(id: string): string {
  const lines = [
    'On one line: a comment on it or before it.',
    fence('ini', `# scaling-lens-ignore ${id} — the reason`),
    'In one file: the same with `scaling-lens-ignore-file` in its first ten lines. In a deployment: in `scaling-lens.ini`.',
    fence('ini', `[rules]\n${id} = off`),
    `In the editor: \`"scalingLens.rules": { "${id}": "off" }\`.`,
  ];
  return lines.join('\n\n');
}
