import { placeholdersIn } from '../../server/src/base/template.ts';
import type { Random } from './random.ts';

const soupParts = [
  'a',
  'b',
  '"',
  "'",
  '{',
  '}',
  ';',
  ' ',
  '\n',
  '\t',
  '\r',
  '#',
  '\\',
  '$',
  '${',
  'x',
  '(',
  ')',
  'é',
  '\\n',
  '\\"',
  ' ;\n',
  '""',
  'a;',
  'a b;\n',
];

/** Text at random in the body of `types`, where nginx only splits words: the lexical rules and nothing else. */
export function lexicalCase(random: Random): string {
  let soup = '';
  for (let n = 1 + random.below(30); n > 0; n--) soup += random.pick(soupParts);
  if (random.chance(8)) soup += longWord(random);
  const conf = `events{}\nhttp { types {${soup}${random.chance(75) ? ';' : ''}\n}}\n`;
  // What looks like a template's placeholder is none of nginx's business, so we read it otherwise on purpose.
  return placeholdersIn(conf).length > 0 ? lexicalCase(random) : conf;
}

/** A word, quote or comment of about the size of nginx's buffer. */
function longWord(random: Random): string {
  const mark = random.pick(['a', '"', '#', "'", 'é']);
  const close = mark === '#' ? '\n' : mark;
  const length = 4080 + random.below(30);
  const after = random.pick([' ;', '; ', '\n;', ' ', '']);
  return `${random.pick(['', '\n'])}${mark}${'z'.repeat(length)}${close}${after}`;
}
