import type { TextFile } from '../../../base/file.ts';
import { memo } from '../../../base/memo.ts';
import type { Deployment } from '../../../model/deployment.ts';
import { contextInside, contextMeant, dispatch } from '../../../model/nginx/dispatch.ts';
import { contextOfFile } from '../../../model/nginx/fragment.ts';
import { nginxSyntaxOf } from '../../../model/nginx/say.ts';
import type { NginxBlock, NginxConfig, NginxContext } from '../../../model/nginx/types.ts';
import type { NginxStatement } from '../../../syntax/nginx/tree.ts';
import { nameOfStatement } from './nginx.ts';

/** A file as one configuration reads it. */
export interface NginxReading {
  readonly deployment: Deployment;
  readonly config: NginxConfig;
  /** The block that the file's outermost statements stand in; undefined where that cannot be told. */
  readonly block: NginxBlock | undefined;
}

/** How the first configuration that holds a file reads it; undefined for a file that none holds. */
export function readingOf(deployments: readonly Deployment[], file: TextFile): NginxReading | undefined {
  for (const deployment of deployments) {
    const config = deployment.nginx.find(({ files }) => files.includes(file));
    if (config) return { deployment, config, block: outerBlock(config, file) };
  }
  return undefined;
}

const outerBlock = (config: NginxConfig, file: TextFile): NginxBlock | undefined =>
  file === config.main ? config.root : includedIn(config).get(file.uri);

/** The block that each included file's statements stand in, by uri; the first place where it is included counts. */
const includedIn = memo((config: NginxConfig): ReadonlyMap<string, NginxBlock> => {
  const found = new Map<string, NginxBlock>();
  const open: NginxBlock[] = [config.root];
  for (let block = open.pop(); block; block = open.pop()) {
    const own = block.owner?.place.uri ?? config.main.uri;
    for (const directive of block.directives) {
      const { uri } = directive.place;
      if (uri !== own && !found.has(uri)) found.set(uri, block);
      if (directive.block) open.push(directive.block);
    }
  }
  return found;
});

const contextOfLoneFile = memo((file: TextFile): NginxContext => {
  const { tree } = nginxSyntaxOf(file);
  return tree.statements.every((statement) => saysNothing(nameOfStatement(statement)))
    ? contextByPath(file.uri)
    : contextOfFile(tree, undefined);
});

/** True for the name of no directive, such as a half-written one: it does not tell what the file is for. */
const saysNothing = (name: string): boolean => dispatch(name, 'main', undefined).kind === 'unknown';

/** What a file without a directive is for, by its name and folder. */
function contextByPath(uri: string): NginxContext {
  if (/\/nginx\.conf[^/]*$/.test(uri)) return 'main';
  if (/\/(?:locations?|snippets)(?:\.d)?\//.test(uri)) return 'http server';
  if (/\/upstreams?(?:\.d)?\//.test(uri)) return 'http';
  return /\/(?:streams?|stream-enabled)(?:\.d)?\//.test(uri) ? 'stream' : 'http';
}

/** The context of a file's outermost statements; that of a file without directives is told from its name and folder. */
export function outerContext(reading: NginxReading | undefined, file: TextFile): NginxContext {
  const isEmptyMain =
    reading?.config.main === file && reading.config.root.directives.every(({ name }) => saysNothing(name));
  return (isEmptyMain ? undefined : reading?.block?.context) ?? contextOfLoneFile(file);
}

/** The context inside some blocks, the outermost first, that stand in a context. */
export function contextWithin(outer: NginxContext, owners: readonly NginxStatement[]): NginxContext {
  let context = outer;
  for (const owner of owners) {
    const name = nameOfStatement(owner);
    const inner = contextInside(context, name);
    context = inner === 'unknown' ? contextMeant(name) : inner;
  }
  return context;
}

/** The kind of variables that a context knows. */
export const protocolOf = (context: NginxContext): 'http' | 'stream' =>
  context.startsWith('stream') ? 'stream' : 'http';
