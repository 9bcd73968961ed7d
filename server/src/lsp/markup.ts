import { type MarkupContent, MarkupKind } from 'vscode-languageserver';

/** Markdown for an editor that shows it, else the same words without its signs. */
export const markupOf = (markdown: string, formats: readonly MarkupKind[]): MarkupContent =>
  formats.includes(MarkupKind.Markdown)
    ? { kind: MarkupKind.Markdown, value: markdown }
    : { kind: MarkupKind.PlainText, value: plainText(markdown) };

/** The words of a Markdown text: links as their text, emphasis and code without their signs. */
export const plainText = (markdown: string): string =>
  markdown
    .replace(/\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/\*\*|`/g, '')
    .replace(/(^|[\s(])\*([^*\n]+)\*/g, '$1$2')
    .replace(/ {2}\n/g, '\n');
