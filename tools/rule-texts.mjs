// Rules carry their documentation. The server needs none of it to find anything, so it is taken out of the bundle and
// put beside it as data, which is read when somebody asks for a page.
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parse } from 'acorn';
import * as esbuild from 'esbuild';

/** Properties of a rule that only its page shows, and what stands for them in the bundle. */
const texts = { what: "''", why: "''", silent: '[]', logs: '[]', evidence: '[]', examples: '[]' };

/** A plugin of esbuild that empties the documentation of every rule file. */
export const withoutRuleTexts = {
  name: 'without-rule-texts',
  setup(build) {
    build.onLoad(
      { filter: /server[\\/]src[\\/]rules[\\/][^\\/]+[\\/][^\\/]+\.ts$/ },
      async ({ path: file }) => {
        const source = readFileSync(file, 'utf8');
        if (!source.includes('defineRule(')) return undefined;
        const { code } = await esbuild.transform(source, { loader: 'ts', format: 'esm', target: 'es2022' });
        return { contents: emptied(code), loader: 'js' };
      },
    );
  },
};

function emptied(code) {
  const program = parse(code, { ecmaVersion: 2022, sourceType: 'module' });
  const cuts = program.body.flatMap(rulesIn).flatMap(({ properties }) => properties.filter(isText));
  return cuts
    .sort((a, b) => b.value.start - a.value.start)
    .reduce(
      (text, { key, value }) => text.slice(0, value.start) + texts[key.name] + text.slice(value.end),
      code,
    );
}

const isText = ({ type, key, value }) =>
  type === 'Property' && Object.hasOwn(texts, key.name) && value !== undefined;

/** The object of each `defineRule({…})` of a top-level statement. */
function rulesIn(statement) {
  const values =
    statement.type === 'VariableDeclaration'
      ? statement.declarations.map(({ init }) => init)
      : [statement.type === 'ExportDefaultDeclaration' ? statement.declaration : undefined];
  return values
    .filter((value) => value?.type === 'CallExpression' && value.callee.name === 'defineRule')
    .map((call) => call.arguments[0]);
}

/**
 * The pages that the editor shows: those of docs/rules by rule, and those of docs/levels by `levels/<level>`. All are
 * generated.
 */
export const pages = (root) => ({
  ...pagesIn(path.join(root, 'docs/rules'), (name) => name.includes('/')),
  ...Object.fromEntries(
    Object.entries(pagesIn(path.join(root, 'docs/levels'), (name) => name !== 'README.md')).map(
      ([level, page]) => [`levels/${level}`, page],
    ),
  ),
});

function pagesIn(folder, isPage) {
  const files = readdirSync(folder, { recursive: true }).map((name) => name.split(path.sep).join('/'));
  const names = files.filter((name) => name.endsWith('.md') && isPage(name)).sort();
  return Object.fromEntries(
    names.map((name) => [name.slice(0, -'.md'.length), readFileSync(path.join(folder, name), 'utf8')]),
  );
}
