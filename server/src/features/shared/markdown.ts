/** A text as code, whatever it holds; line breaks become blanks. */
export function code(text: string): string {
  const line = text.replace(/\s*[\r\n]+\s*/g, ' ');
  if (!line.includes('`')) return `\`${line}\``;
  const fence = '`'.repeat(longestRun(line) + 1);
  return `${fence} ${line} ${fence}`;
}

const longestRun = (text: string): number =>
  Math.max(...(text.match(/`+/g) ?? ['']).map((run) => run.length));

/** A long text as code, its middle left out. */
export function shortCode(text: string, most = 80): string {
  if (text.length <= most) return code(text);
  const half = Math.floor((most - 1) / 2);
  return code(`${text.slice(0, half)}…${text.slice(text.length - half)}`);
}

/** A text of the user's inside of Markdown prose. */
export const plain = (text: string): string =>
  text.replace(/([\\`*_{}[\]<>#|~])/g, '\\$1').replace(/\s+/g, ' ');

/** `[text](address)`; blanks and brackets of the address are encoded. */
export const link = (text: string, address: string): string =>
  `[${text}](${address.replace(/[()\s]/g, (unit) => encodeURIComponent(unit).replace('(', '%28').replace(')', '%29'))})`;

/** `a`, `b` and `c`; with more than `most`, `a`, `b` to `z`. */
export function listed(items: readonly string[], most = 4): string {
  const last = items[items.length - 1] ?? '';
  if (items.length > most) return `${items.slice(0, most - 1).join(', ')} to ${last}`;
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** Paragraphs that are not empty. */
export const paragraphs = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join('\n\n');

/** A list of sentences, one a line. */
export const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
