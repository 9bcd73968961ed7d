import type { TextFile } from '../../base/file.ts';
import { acceptsCount } from '../../catalog/nginx-mask.ts';
import { hasRawBody, type NginxStatement, type NginxSyntaxError } from '../../syntax/nginx/tree.ts';
import type { Check, Opened } from './check/check.ts';
import { checkOf } from './check/index.ts';
import { contextInside, contextMeant, type Dispatch, dispatch } from './dispatch.ts';
import { filesOfInclude, noteMissing } from './include.ts';
import { refuseForeign, refuseMisplaced, refuseOtherVersion, refuseUnknown } from './refuse-name.ts';
import { hasPlaceholder, hasTemplateLines, nginxSyntaxOf, refuse } from './say.ts';
import type { Call, LocationState, Run, Scope } from './state.ts';
import {
  type DirectiveInMaking,
  directiveOf,
  newBlock,
  type Piece,
  type ShapeMistake,
  splitPiece,
  wholePiece,
  wordOf,
} from './statement.ts';
import type { NginxContext } from './types.ts';

/** A file or a block that is being read. */
interface Frame {
  readonly file: TextFile;
  readonly statements: readonly NginxStatement[];
  next: number;
  readonly scope: Scope;
  /** What opened the block; null for a file. */
  readonly opener: { readonly call: Call; readonly check: Check; readonly statement: NginxStatement } | null;
}

/** Deeper than this nginx's own recursion and open files give out. */
const deepestInclude = 64;

/** Reads a file into a scope as nginx does: directive by directive, includes at their place. */
export function walk(root: TextFile, scope: Scope): void {
  const frames: Frame[] = [];
  enterFile(frames, root, scope);
  for (let frame = frames[frames.length - 1]; frame; frame = frames[frames.length - 1]) {
    const statement = frame.statements[frame.next++];
    if (statement) takeStatement(frames, frame, statement);
    else leave(frames, frame);
  }
}

function enterFile(frames: Frame[], file: TextFile, scope: Scope): void {
  const { run } = scope;
  run.files.add(file);
  if (hasTemplateLines(file)) run.templated = true;
  frames.push({ file, statements: nginxSyntaxOf(file).tree.statements, next: 0, scope, opener: null });
}

function leave(frames: Frame[], frame: Frame) {
  frames.pop();
  const { opener, file, scope } = frame;
  if (!opener) return saySyntaxErrors(scope.run, file, Number.POSITIVE_INFINITY);
  const { call, check, statement } = opener;
  const end = statement.body?.closed ? statement.body.end : Number.POSITIVE_INFINITY;
  saySyntaxErrors(scope.run, file, end);
  const atEnd: Call = { ...call, readTo: statement.body?.end ?? call.readTo };
  quietly(call, () => {
    scope.raw?.close?.(atEnd);
    check.close?.(atEnd, scope);
  });
}

/** Says what a file's syntax makes nginx stop at, once the reading has come to it. */
function saySyntaxErrors(run: Run, file: TextFile, readTo: number): void {
  const { errors } = nginxSyntaxOf(file);
  const [first] = errors;
  if (!first || readTo <= first.after || run.saidSyntax.has(file)) return;
  run.saidSyntax.add(file);
  for (const error of errors.slice(0, mostSyntaxErrors)) saySyntaxError(run, file, error);
}

/** Behind so many the rest is noise. */
const mostSyntaxErrors = 10;

function saySyntaxError(run: Run, file: TextFile, error: NginxSyntaxError): void {
  const { message, span, line, semicolonAt } = error;
  const advice = semicolonAt === undefined ? adviceFor(message) : 'The directive before it lacks its ";".';
  run.problems.push({
    code: 'nginx/syntax-error',
    message: advice === '' ? message : `${message}. ${advice}`,
    place: { uri: file.uri, span },
    related: [],
    refusedBy: 'nginx',
    data: {
      said: message,
      line: String(line),
      ...(semicolonAt === undefined ? {} : { semicolonAt: String(semicolonAt) }),
    },
  });
}

function adviceFor(message: string): string {
  if (message.endsWith('expecting "}"')) return 'This block is never closed.';
  if (message.startsWith('unexpected end')) return 'This quote is never closed.';
  if (message.startsWith('too long')) return 'A word or a comment holds at most 4096 bytes.';
  return message === 'unexpected "}"' ? 'No block is open here.' : '';
}

function takeStatement(frames: Frame[], frame: Frame, statement: NginxStatement): void {
  const { file, scope } = frame;
  saySyntaxErrors(
    scope.run,
    file,
    statement.terminator === 'none' ? Number.POSITIVE_INFINITY : statement.readTo,
  );
  if (statement.words.length === 0) return void openUnknown(frames, frame, statement);
  for (const piece of piecesOf(scope, file, statement)) takePiece(frames, frame, piece);
}

/** The statement, taken apart where nginx would refuse it and a directive begins in the middle of it. */
function piecesOf(scope: Scope, file: TextFile, statement: NginxStatement): readonly Piece[] {
  const whole = [wholePiece(statement)];
  const { context, run } = scope;
  if (context === 'raw' || context === 'unknown' || statement.words.length < 2) return whole;
  const { version } = run.options;
  const found = dispatch(statement.words[0]?.text ?? '', context, version);
  if (found.kind !== 'known') return whole;
  const mistake = shapeMistake(found, statement.words.length - 1, statement.terminator);
  if (mistake === undefined) return whole;
  return splitPiece(
    statement,
    file.text,
    mistake,
    (name) => dispatch(name, context, version).kind === 'known',
  );
}

function takePiece(frames: Frame[], frame: Frame, piece: Piece): void {
  const { file, scope } = frame;
  const directive = directiveOf(file, piece);
  scope.block.directives.push(directive);
  scope.run.names.add(directive.name);
  const [token] = piece.words;
  const nameWord = token ? wordOf(file.uri, token) : { text: '', place: directive.namePlace };
  const call: Call = {
    run: scope.run,
    scope,
    directive,
    name: directive.name,
    nameWord,
    args: directive.args,
    info: undefined,
    file,
    readTo: piece.readTo,
  };
  if (scope.context === 'raw') takeRaw(frames, frame, call, piece);
  else if (scope.context === 'unknown' || hasPlaceholder(call.name))
    openBlock(frames, call, directive, piece, {});
  else takeNamed(frames, call, directive, piece);
}

/** A line of a `map` and its kin. */
function takeRaw(frames: Frame[], frame: Frame, call: Call, piece: Piece) {
  const { raw } = frame.scope;
  if (piece.terminator === '{') {
    if (raw) refuse(call, { code: 'nginx/syntax-error', said: 'unexpected "{"', at: braceOf(call, piece) });
    return openUnknown(frames, frame, piece.statement);
  }
  if (!raw) return;
  quietly(call, () => raw.take(call));
  if (raw.includes && call.name === 'include' && call.args.length === 1) include(frames, call);
}

function braceOf({ file }: Call, { readTo }: Piece) {
  return { uri: file.uri, span: { start: readTo - 1, end: readTo } };
}

function takeNamed(frames: Frame[], call: Call, directive: DirectiveInMaking, piece: Piece) {
  const { context, run } = call.scope;
  const found = dispatch(call.name, context, run.options.version);
  if (found.kind === 'known') return takeKnown(frames, call, directive, piece, found);
  if (found.kind === 'foreign') refuseForeign(call, found.other);
  else if (found.kind === 'misplaced') refuseMisplaced(call, found.infos);
  else if (found.kind === 'other version') refuseOtherVersion(call, found.info);
  else refuseUnknown(call);
  const lines = hasRawBody(call.name) ? 'raw' : 'unknown';
  const inner = found.kind === 'misplaced' ? contextMeant(call.name) : lines;
  openBlock(frames, call, directive, piece, { context: inner });
}

type Known = Extract<Dispatch, { kind: 'known' }>;

/** What is wrong with a directive's block and its number of arguments; undefined when some shape takes both. */
function shapeMistake(
  { shapes }: Known,
  count: number,
  terminator: Piece['terminator'],
): ShapeMistake | undefined {
  const isBlock = terminator === '{';
  const fitting = shapes.filter(({ block }) => block === isBlock);
  if (fitting.length === 0) return isBlock ? 'not terminated' : 'no block';
  return fitting.some(({ args }) => acceptsCount(args, count)) ? undefined : 'arguments';
}

function takeKnown(
  frames: Frame[],
  knownCall: Call,
  directive: DirectiveInMaking,
  piece: Piece,
  found: Known,
) {
  const call: Call = { ...knownCall, info: found.info };
  const templated = call.args.some(({ text }) => hasPlaceholder(text));
  if (templated && defines.test(call.name)) call.run.filledNames = true;
  const mistake = shapeMistake(found, call.args.length, piece.terminator);
  if (piece.mistake) refuseShape(call, piece.mistake, found, piece);
  else if (mistake && !(templated && mistake === 'arguments')) {
    refuseShape(call, mistake, found, piece);
    return openBlock(frames, call, directive, piece, {
      context: contextInside(call.scope.context, call.name),
    });
  }
  if (call.name === 'include') return include(frames, call);
  const check = checkOf(found.info, found.shapes);
  let opened: Opened = {};
  quietly(call, () => {
    check.set?.(call);
    opened = check.open?.(call) ?? {};
  });
  const context = contextInside(call.scope.context, call.name);
  openBlock(frames, call, directive, piece, { context, opened, check });
}

/** Directives whose arguments define upstreams, zones, formats or variables; regular expressions define variables. */
const defines =
  /^(?:map|geo|split_clients|set|upstream|server_name|location|if|rewrite|log_format|auth_request_set|zone|ssl_session_cache|\w+_zone|\w+_cache_path)$/;

/** Does something, and forgets what it said where a part of the directive is filled in by a template. */
function quietly(call: Call, action: () => void): void {
  const { problems } = call.run;
  const before = problems.length;
  action();
  if (call.args.some(({ text }) => hasPlaceholder(text)) || hasPlaceholder(call.name))
    problems.length = before;
}

function refuseShape(call: Call, mistake: ShapeMistake, { shapes }: Known, piece: Piece): void {
  const { name } = call;
  const cut = piece.mistake === undefined ? {} : { data: { semicolonAt: String(piece.end) } };
  const lacks = `The line of "${name}" lacks its ";".`;
  if (mistake === 'arguments') {
    const said = `invalid number of arguments in "${name}" directive`;
    const advice = piece.mistake ? lacks : countAdvice(name, shapes);
    refuse(call, { code: 'nginx/wrong-argument-count', said, advice, ...cut });
  } else {
    const what = mistake === 'no block' ? 'has no opening "{"' : 'is not terminated by ";"';
    const advice = piece.mistake ? lacks : undefined;
    refuse(call, { code: 'nginx/syntax-error', said: `directive "${name}" ${what}`, advice, ...cut });
  }
}

function countAdvice(name: string, shapes: Known['shapes']): string {
  const { args } = shapes[shapes.length - 1] ?? { args: { min: 0, max: 0 } };
  const { min, max } = args;
  const many = max === null ? `${min} or more` : min === max ? String(min) : `${min} to ${max}`;
  return `"${name}" takes ${many === '0' ? 'none' : many}.`;
}

function include(frames: Frame[], call: Call): void {
  const { scope } = call;
  const path = call.args[0]?.text ?? '';
  if (hasPlaceholder(path)) {
    noteMissing(call);
    return;
  }
  const open = frames.filter(({ opener }) => opener === null);
  const files = filesOfInclude(call, path);
  for (const file of [...files].reverse()) {
    if (open.length >= deepestInclude || open.some((frame) => frame.file === file)) refuseCycle(call, path);
    else enterFile(frames, file, scope);
  }
}

function refuseCycle(call: Call, path: string): void {
  const said = `open() "${path}" failed (24: Too many open files)`;
  const advice = 'The file includes itself. Take the include out.';
  refuse(call, { code: 'nginx/include-missing', said, at: call.args[0], advice, line: null });
}

interface Inside {
  readonly context?: NginxContext;
  readonly opened?: Opened;
  readonly check?: Check;
}

/** Goes into the block of a directive, if it has one. */
function openBlock(
  frames: Frame[],
  call: Call,
  directive: DirectiveInMaking,
  piece: Piece,
  inside: Inside,
): void {
  const { statement } = piece;
  if (!statement.body || piece.terminator !== '{') return;
  const { scope } = call;
  const { context = 'unknown', opened = {}, check = {} } = inside;
  const block = newBlock(context, directive, scope.block);
  directive.block = block;
  const inner: Scope = {
    run: scope.run,
    context,
    parent: scope,
    block,
    slots: new Map(),
    location: opened.location ?? (context === 'http location' ? emptyLocation : null),
    server: opened.server ?? scope.server,
    upstream: opened.upstream ?? null,
    raw: opened.raw ?? null,
  };
  const opener = { call, check, statement };
  frames.push({ file: call.file, statements: statement.body.statements, next: 0, scope: inner, opener });
}

const emptyLocation: LocationState = { name: '', kind: 'prefix', children: [] };

/** Goes into a block that nothing is known of. */
function openUnknown(frames: Frame[], { file, scope }: Frame, statement: NginxStatement): void {
  const directive = directiveOf(file, wholePiece(statement));
  const nameWord = { text: '', place: directive.namePlace };
  const readTo = statement.readTo;
  const base = { run: scope.run, scope, directive, nameWord, args: [], info: undefined, file, readTo };
  openBlock(frames, { ...base, name: '' }, directive, wholePiece(statement), {});
}
