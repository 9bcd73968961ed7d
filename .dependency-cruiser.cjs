// Keeps the direction of DESIGN: a layer imports itself and the layers before it.
const layers = [
  'base',
  'syntax',
  'catalog',
  'levels',
  'model',
  'workspace',
  'rules',
  'features',
  'service',
  'lsp',
];
const path = (layer) => (layer === 'service' ? '^server/src/service\\.ts$' : `^server/src/${layer}/`);

const layering = layers.map((layer, index) => ({
  name: `${layer}-imports-only-lower-layers`,
  severity: 'error',
  from: { path: path(layer) },
  to: { path: [...layers.slice(index + 1).map(path), '^server/src/(node|web|cli)/', '^client/'] },
}));

module.exports = {
  forbidden: [
    ...layering,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'one-language-never-imports-another',
      severity: 'error',
      from: { path: '^server/src/syntax/([^/]+)/' },
      to: { path: '^server/src/syntax/([^/]+)/', pathNot: '^server/src/syntax/$1/' },
    },
    {
      name: 'a-rule-never-imports-a-rule',
      severity: 'error',
      from: { path: '^server/src/rules/(supervisor|gunicorn|uvicorn|nginx|xfile|profile)/' },
      to: {
        path: '^server/src/rules/(supervisor|gunicorn|uvicorn|nginx|xfile|profile)/',
        pathNot: '/shared/',
      },
    },
    {
      name: 'a-feature-never-imports-a-feature',
      severity: 'error',
      from: { path: '^server/src/features/([^/]+)' },
      to: {
        path: '^server/src/features/([^/]+)',
        pathNot: ['^server/src/features/$1', '^server/src/features/shared/'],
      },
    },
    {
      name: 'only-lsp-knows-the-protocol',
      severity: 'error',
      from: { path: '^server/src/', pathNot: '^server/src/(lsp|node|web|cli)/' },
      to: { path: 'vscode-languageserver|vscode-jsonrpc' },
    },
    {
      name: 'the-core-does-no-io',
      severity: 'error',
      from: { path: '^server/src/', pathNot: '^server/src/(lsp|node|web|cli)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-command-line-does-not-know-the-protocol',
      severity: 'error',
      from: { path: '^server/src/cli/', pathNot: '^server/src/cli/server\\.ts$' },
      to: { path: 'vscode-languageserver|vscode-jsonrpc|^server/src/(lsp|node/server)' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'browser', 'default', 'types'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
