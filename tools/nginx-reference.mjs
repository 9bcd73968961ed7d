// Makes the descriptions of nginx's directives and variables that hovers show, from the npm package
// @nginx/reference-lib (Apache-2.0). The build writes them next to the server, so that the bundle stays small.
//
//     node tools/nginx-reference.mjs [FILE]        (default: dist/nginx-reference.json)
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Format, getDirectives, getVariables } from '@nginx/reference-lib';

/** Descriptions are cut after the paragraph or list item that reaches this length. */
const enough = 700;

const site = 'https://nginx.org/en/docs';

/** `{ directives, variables }` by name, of the form of `NginxReference` in server/src/catalog/nginx-reference.ts. */
export function buildNginxReference() {
  const directives = {};
  for (const directive of getDirectives(Format.Markdown)) {
    const module = directive.module === 'Core functionality' ? 'ngx_core_module' : directive.module;
    const link = `${pageOf(module)}#${directive.name}`;
    push(directives, directive.name, {
      module,
      syntax: directive.syntax,
      default: directive.default === '' ? null : directive.default,
      contexts: directive.contexts,
      text: shortened(absolute(directive.description, pageOf(module)), link),
      link,
    });
  }
  const variables = {};
  for (const { name, module, description } of getVariables(Format.Markdown)) {
    const bare = name.replace(/^\$/, '');
    const link = `${pageOf(module)}#var_${bare.replace(/NAME$/, '')}`;
    push(variables, bare, { module, text: shortened(absolute(description, pageOf(module)), link), link });
  }
  return { directives, variables };
}

/** Writes the descriptions as JSON and returns how many bytes that is. */
export function writeNginxReference(outFile) {
  const text = JSON.stringify(buildNginxReference());
  mkdirSync(dirname(outFile), { recursive: true });
  writeFileSync(outFile, text);
  return Buffer.byteLength(text);
}

function push(table, name, entry) {
  if (Object.hasOwn(table, name)) table[name].push(entry);
  else table[name] = [entry];
}

function pageOf(module) {
  const protocol = /^ngx_(http|stream|mail)_/.exec(module)?.[1];
  return `${site}/${protocol ? `${protocol}/` : ''}${module}.html`;
}

/** Links that are relative to the manual's page, with their full address. */
const absolute = (markdown, page) =>
  markdown.replace(
    /\]\(\s*(?!https?:|mailto:)([^)\s]*)\s*\)/g,
    (_, target) => `](${new URL(target, page).href})`,
  );

/** The beginning of a long description and a link to the rest. Code stays whole, lists are cut between items. */
function shortened(markdown, link) {
  const text = tidy(markdown);
  const cut = text.length <= enough * 1.5 ? undefined : cutsOf(text).find((at) => at >= enough);
  return cut === undefined ? text : `${text.slice(0, cut).trimEnd()}\n\n[More …](${link})`;
}

const tidy = (markdown) =>
  markdown
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** Where the text may end: before a paragraph or a list item that is not indented, outside of code. */
function cutsOf(text) {
  const cuts = [];
  let at = 0;
  let fenced = false;
  let blank = false;
  for (const line of text.split('\n')) {
    const begins = line.startsWith('- ') || (blank && /^\S/.test(line));
    if (begins && !fenced) cuts.push(at);
    if (line.trimStart().startsWith('```')) fenced = !fenced;
    blank = line === '';
    at += line.length + 1;
  }
  return cuts;
}

if (process.argv[1] && fileURLToPath(import.meta.url) === resolve(process.argv[1])) {
  const outFile = resolve(process.argv[2] ?? 'dist/nginx-reference.json');
  console.log(`${outFile}: ${writeNginxReference(outFile)} bytes`);
}
