import type { MappedText } from '../../../base/mapped-text.ts';
import { assignedName, type CommandReader, joining, readCommand } from './command.ts';
import { enter, forget, leave, newScope, nextBranch } from './scope.ts';
import { type ScriptToken, tokenizeScript } from './tokens.ts';
import type { Script, ScriptCommand, ScriptNesting, ScriptOperator, ScriptSetting } from './types.ts';

/** Longer scripts are generated; what they start is not followed further. */
const maxCommands = 2_000;

/**
 * Reads a POSIX shell script (a `*.sh` file or the text after `sh -c`) into its simple commands, with variables
 * filled in where the script itself sets them. What only a running shell can tell stays unknown, with the reason.
 * Never runs anything and never fails.
 */
export function readScript(text: MappedText, setting: ScriptSetting = {}): Script {
  const { tokens, complete } = tokenizeScript(text.text);
  const reader: Reader = {
    text,
    tokens,
    scope: newScope(setting),
    commands: [],
    open: [],
    sourced: [],
    at: 0,
    before: null,
    chain: null,
  };
  while (reader.at < tokens.length && reader.commands.length < maxCommands) step(reader);
  const done = reader.at >= tokens.length && reader.open.length === 0;
  return { text, commands: reader.commands, complete: complete && done };
}

/**
 * The command that the shell becomes or that it waits for at its end: the first `exec` of a program outside any
 * condition, else the last command in the foreground (of a pipeline its first one). Undefined when that one
 * stands under a condition, in a loop or in a function, so that it cannot be told which runs.
 */
export function lastCommand(script: Script): ScriptCommand | undefined {
  const plain = (command: ScriptCommand) => command.nesting === 'top' || command.nesting === 'group';
  const exec = script.commands.findIndex(
    (command) => command.exec && command.words.length > 0 && plain(command) && command.before !== '||',
  );
  if (exec !== -1) return script.commands[exec];
  let last = script.commands.length - 1;
  while (script.commands[last]?.after === '&') last--;
  while (script.commands[last]?.before === '|') last--;
  const command = script.commands[last];
  return command && plain(command) && command.before !== '||' ? command : undefined;
}

interface Reader extends CommandReader {
  /** The constructs around the place that is read, outermost first. */
  readonly open: Construct[];
  /** Open while commands hang together by `&&` and `||` and the later ones may not run. */
  chain: { readonly depth: number } | null;
}

interface Construct {
  readonly nesting: ScriptNesting;
  readonly closer: string;
}

const openers = new Map<string, Construct>([
  ['if', { nesting: 'branch', closer: 'fi' }],
  ['case', { nesting: 'branch', closer: 'esac' }],
  ['while', { nesting: 'loop', closer: 'done' }],
  ['until', { nesting: 'loop', closer: 'done' }],
  ['for', { nesting: 'loop', closer: 'done' }],
  ['select', { nesting: 'loop', closer: 'done' }],
  ['{', { nesting: 'group', closer: '}' }],
]);
const closers = new Set(['fi', 'esac', 'done', '}']);
const separators = new Set(['then', 'do', 'elif', 'else']);

function step(reader: Reader): void {
  const token = reader.tokens[reader.at];
  if (token?.kind === 'operator') readOperator(reader, token.text);
  else readAtCommandStart(reader, plainText(reader, token));
}

/** Reads a construct's word where a command may start, else a simple command. */
function readAtCommandStart(reader: Reader, word: string | undefined): void {
  const opener = word === undefined ? undefined : openers.get(word);
  if (word === undefined) readSimple(reader);
  else if (isFunction(reader)) openFunction(reader, 3);
  else if (word === 'function') openFunction(reader, 2);
  else if (opener) openConstruct(reader, word, opener);
  else if (closers.has(word) && closesNow(reader, word)) closeConstruct(reader);
  else if (separators.has(word) && reader.open.length > 0) separate(reader, word);
  else if (word === '!' || word === 'time') reader.at++;
  else readSimple(reader);
}

const readSimple = (reader: Reader): void =>
  readCommand(reader, reader.open[reader.open.length - 1]?.nesting ?? 'top');

/** The text of a word without quotes and expansions; undefined for any other. */
function plainText(reader: Reader, token: ScriptToken | undefined): string | undefined {
  if (token?.kind !== 'word' || token.parts.length !== 1) return undefined;
  const part = token.parts[0];
  if (part?.kind !== 'text' || part.quoted) return undefined;
  return reader.text.text.slice(part.run.start, part.run.end);
}

const operatorAt = (reader: Reader, at: number): string | undefined => {
  const token = reader.tokens[at];
  return token?.kind === 'operator' ? token.text : undefined;
};

function readOperator(reader: Reader, text: string): void {
  reader.at++;
  if (text === '(') open(reader, { nesting: 'subshell', closer: ')' });
  else if (text === ')') {
    if (closesNow(reader, ')')) close(reader);
  } else if (text !== '\n' || !continues(reader)) {
    const operator = joining.get(text) ?? ';';
    endChain(reader, operator);
    if (text.startsWith(';;') || text === ';&') nextPattern(reader);
    reader.before = reader.commands.length === 0 ? null : operator;
  }
}

/** True after `&&`, `||` and `|`, where a line break is no end. */
const continues = (reader: Reader): boolean =>
  reader.before === '&&' || reader.before === '||' || reader.before === '|';

/** Starts or ends the stretch in which a command runs only if the ones before it went well (or did not). */
function endChain(reader: Reader, operator: ScriptOperator): void {
  if (operator === '&&' || operator === '||') {
    if (!reader.chain && (operator === '||' || mayFail(reader.commands[reader.commands.length - 1]))) {
      reader.chain = { depth: reader.scope.journals.length };
      enter(reader.scope, 'condition');
    }
  } else if (operator !== '|') leaveChain(reader);
}

function leaveChain(reader: Reader): void {
  if (reader.chain && reader.scope.journals.length > reader.chain.depth) leave(reader.scope);
  reader.chain = null;
}

const steady = new Set([
  'cd',
  'pushd',
  '.',
  'source',
  'export',
  'set',
  'mkdir',
  'true',
  ':',
  'echo',
  'umask',
  'ulimit',
]);

/** False for commands whose failure stops the whole script's purpose, so that what follows `&&` is the rule. */
const mayFail = (command: ScriptCommand | undefined): boolean => {
  const name = command?.words[0]?.text;
  return name !== undefined && !steady.has(name);
};

function open(reader: Reader, construct: Construct): void {
  leaveChain(reader);
  reader.open.push(construct);
  if (construct.nesting === 'subshell') enter(reader.scope, 'subshell');
  else if (construct.nesting !== 'group') enter(reader.scope, 'condition');
}

function close(reader: Reader): void {
  leaveChain(reader);
  const construct = reader.open.pop();
  if (construct && construct.nesting !== 'group') leave(reader.scope);
  skipRedirects(reader);
}

const closesNow = (reader: Reader, closer: string): boolean =>
  reader.open[reader.open.length - 1]?.closer === closer;

function closeConstruct(reader: Reader): void {
  reader.at++;
  close(reader);
}

/** Redirections after a construct belong to the construct as a whole. */
function skipRedirects(reader: Reader): void {
  while (reader.tokens[reader.at]?.kind === 'redirect') {
    reader.at++;
    if (reader.tokens[reader.at]?.kind === 'word') reader.at++;
  }
}

function separate(reader: Reader, word: string): void {
  reader.at++;
  leaveChain(reader);
  if (word === 'elif' || word === 'else') nextBranch(reader.scope);
}

function openConstruct(reader: Reader, word: string, construct: Construct): void {
  reader.at++;
  const outermostLoop =
    construct.nesting === 'loop' && !reader.open.some((outer) => outer.nesting === 'loop');
  open(reader, construct);
  if (outermostLoop) forgetLoopVariables(reader);
  if (word === 'for' || word === 'select') readForHead(reader);
  if (word === 'case') readCaseHead(reader);
}

/** A loop's second round sees what its first one set: such variables are unknown from the start. */
function forgetLoopVariables(reader: Reader): void {
  let depth = 1;
  for (let at = reader.at; at < reader.tokens.length && depth > 0; at++) {
    const token = reader.tokens[at];
    const word = plainText(reader, token);
    if (word === 'done') depth--;
    else if (word !== undefined && openers.get(word)?.closer === 'done') depth++;
    const name = token?.kind === 'word' ? assignedName(reader.text.text, token) : undefined;
    if (name !== undefined) forget(reader.scope, name, 'set in a loop');
  }
}

/** `for NAME in words`: the name takes one after the other. */
function readForHead(reader: Reader): void {
  const name = plainText(reader, reader.tokens[reader.at]);
  if (name !== undefined && /^\w+$/.test(name)) forget(reader.scope, name, 'the variable of a loop');
  while (reader.at < reader.tokens.length) {
    const token = reader.tokens[reader.at];
    if (plainText(reader, token) === 'do') return;
    reader.at++;
    if (token?.kind === 'operator' && token.text !== '(' && token.text !== ')') return;
  }
}

function readCaseHead(reader: Reader): void {
  while (reader.at < reader.tokens.length && plainText(reader, reader.tokens[reader.at]) !== 'in')
    reader.at++;
  reader.at++;
  skipPattern(reader);
}

/** Skips `pattern | pattern )`, which reads like commands but is none; stops at `esac`. */
function skipPattern(reader: Reader): void {
  while (operatorAt(reader, reader.at) === '\n') reader.at++;
  while (reader.at < reader.tokens.length && plainText(reader, reader.tokens[reader.at]) !== 'esac') {
    const end = operatorAt(reader, reader.at) === ')';
    reader.at++;
    if (end) return;
  }
}

function nextPattern(reader: Reader): void {
  if (!closesNow(reader, 'esac')) return;
  nextBranch(reader.scope);
  skipPattern(reader);
}

const isFunction = (reader: Reader): boolean =>
  operatorAt(reader, reader.at + 1) === '(' && operatorAt(reader, reader.at + 2) === ')';

/** `name() {` and `function name {`: the body runs when it is called. */
function openFunction(reader: Reader, tokens: number): void {
  reader.at += tokens;
  while (['\n', '(', ')'].includes(operatorAt(reader, reader.at) ?? '')) reader.at++;
  if (plainText(reader, reader.tokens[reader.at]) !== '{') return;
  reader.at++;
  open(reader, { nesting: 'function', closer: '}' });
}
