import type { TextFile } from '../../base/file.ts';
import type { NginxSyntax, NginxTree } from '../../syntax/nginx/tree.ts';
import type { Ask } from '../link-lookup.ts';
import type { Problem } from '../problem.ts';
import { finishHttp } from './finish/http.ts';
import { finishMain } from './finish/main.ts';
import { contextOfFile } from './fragment.ts';
import { isPattern } from './include.ts';
import { modelOf } from './parts.ts';
import { hasTemplateLines, isOpaque, nginxSyntaxOf } from './say.ts';
import {
  type Call,
  type NginxOptions,
  newHttpState,
  newUpstreamTable,
  type Run,
  type Scope,
  type ServerState,
} from './state.ts';
import { directiveOf, newBlock, wholePiece } from './statement.ts';
import type { NginxConfig, NginxContext } from './types.ts';
import { walk } from './walk.ts';

/**
 * Reads one nginx: the main file with every include that `ask` finds spliced in, checked as `nginx -t` checks it, in
 * its order. A file that is no main file is read as a fragment, in the context that its directives fit. Never throws.
 */
export function loadNginx(main: TextFile, ask: Ask, options: NginxOptions = {}): NginxConfig {
  const context = contextOf(main, ask, options.version);
  const run = newRun(main, ask, options, context !== 'main');
  const root = rootScope(run, context);
  walk(main, root);
  finish(run, root);
  const problems = certain(run);
  return {
    main,
    files: [...run.files],
    fragment: run.fragment,
    complete: run.complete,
    problems,
    ...modelOf(root.block),
  };
}

/** A file of nothing but includes is a main file if one of those holds what only a main file does. */
function contextOf(main: TextFile, ask: Ask, version: string | undefined): NginxContext {
  const { tree } = nginxSyntaxOf(main);
  const isPart = ({ tree: part }: NginxSyntax): boolean => contextOfFile(part, version) === 'main';
  const included = onlyIncludes(tree) ? includedBy(tree, main, ask) : [];
  return included.map(nginxSyntaxOf).some(isPart) ? 'main' : contextOfFile(tree, version);
}

const onlyIncludes = ({ statements }: NginxTree): boolean =>
  statements.every(({ words }) => words[0]?.text === 'include' && words.length === 2);

const includedBy = ({ statements }: NginxTree, from: TextFile, ask: Ask): readonly TextFile[] =>
  statements.flatMap(({ words }) => {
    const path = words[1]?.text ?? '';
    return isPattern(path)
      ? ask({ kind: 'glob', pattern: path, from, as: 'nginx' })
      : ask({ kind: 'path', path, from, as: 'nginx' });
  });

/** The problems without those that a module of others, or a template, may explain. */
function certain(run: Run): readonly Problem[] {
  const opaque = new Set([...run.files].filter(isOpaque).map(({ uri }) => uri));
  return run.problems.filter(
    (problem) => !(run.foreign && run.doubtful.has(problem)) && !opaque.has(problem.place.uri),
  );
}

const newRun = (main: TextFile, ask: Ask, options: NginxOptions, fragment: boolean): Run => ({
  main,
  ask,
  options,
  problems: [],
  files: new Set(),
  complete: true,
  fragment,
  templated: hasTemplateLines(main),
  filledNames: false,
  foreign: false,
  http: newHttpState(),
  streamUpstreams: newUpstreamTable(),
  names: new Set(),
  saidSyntax: new Set(),
  doubtful: new Set(),
});

function rootScope(run: Run, context: NginxContext): Scope {
  const scope: Scope = {
    run,
    context,
    parent: null,
    block: newBlock(context, null, null),
    slots: new Map(),
    location: { name: '', kind: 'prefix', children: [] },
    server: null,
    upstream: null,
    raw: null,
  };
  return context === 'http server' ? { ...scope, server: serverAround(scope) } : scope;
}

/** The server that a fragment's directives will stand in. */
function serverAround(scope: Scope): ServerState {
  const server: ServerState = { call: callAtEnd(scope), names: [], listens: true, open: false, scope };
  scope.run.http.servers.push(server);
  return server;
}

/** A call that stands at the end of the main file. */
function callAtEnd(scope: Scope): Call {
  const { main } = scope.run;
  const { length } = main.text;
  const statement = { start: 0, end: 0, words: [], terminator: 'none', readTo: length, body: null } as const;
  const directive = directiveOf(main, wholePiece(statement));
  const nameWord = { text: '', place: directive.namePlace };
  const base = { run: scope.run, scope, directive, name: '', nameWord, args: [] };
  return { ...base, info: undefined, file: main, readTo: length };
}

function finish(run: Run, root: Scope): void {
  if (!run.fragment) finishMain(run, root);
  else if (root.context.startsWith('http')) finishHttp(callAtEnd(root));
}
