import type { Value } from '../../../base/known.ts';
import type { MappedText } from '../../../base/mapped-text.ts';
import type { Place } from '../../../base/span.ts';
import type { ShellWord } from '../word.ts';

/** What a shell knows before it reads the script. */
export interface ScriptSetting {
  /** Variables that whoever starts the shell sets; all others count as not set, under an assumption that is named. */
  readonly environment?: ReadonlyMap<string, Value<string>>;
  /** What `$1` and `"$@"` stand for; absent when the caller is unknown. */
  readonly positional?: readonly ShellWord[];
}

/** A word after quotes and variables. */
export interface ScriptWord extends ShellWord {
  /** Why its text cannot be told (the text is then as written), or null. */
  readonly unknown: string | null;
  /** True when an unknown expansion without quotes may give any number of words, none included. */
  readonly anyNumber: boolean;
  /** What its text rests on: `PORT is not set`. */
  readonly assumes: readonly string[];
}

export interface ScriptAssignment {
  readonly name: string;
  readonly value: ScriptWord;
}

export interface ScriptRedirect {
  /** `>`, `>>`, `<`, `>&`, `<&`, `>|`, `<>`, `&>`, `&>>`, `<<`, `<<-`, `<<<`. */
  readonly operator: string;
  /** The descriptor before the operator, such as `2`; empty where none stands there. */
  readonly descriptor: string;
  readonly target: ScriptWord | null;
}

/** What stands between two commands; a line break is `;`. */
export type ScriptOperator = '&&' | '||' | ';' | '&' | '|';

/** The innermost construct around a command; `branch` runs under a condition, `function` when it is called. */
export type ScriptNesting = 'top' | 'group' | 'subshell' | 'branch' | 'loop' | 'function';

/** One simple command: `A=1 exec program arguments > file`. */
export interface ScriptCommand {
  /** The words after assignments and `exec`, without redirections; empty for a bare assignment. */
  readonly words: readonly ScriptWord[];
  /** Assignments before the first word. */
  readonly assignments: readonly ScriptAssignment[];
  readonly redirects: readonly ScriptRedirect[];
  /** True when `exec` makes the shell become this command. */
  readonly exec: boolean;
  /** What stands before and after it; null at the start and the end. */
  readonly before: ScriptOperator | null;
  readonly after: ScriptOperator | null;
  readonly nesting: ScriptNesting;
  /** The folder after the `cd` commands so far, relative to the start folder or absolute; null without any. */
  readonly directory: Value<string> | null;
  /** Variables that the script hands to this command: exported ones and its own assignments. */
  readonly environment: ReadonlyMap<string, Value<string>>;
  /** Files that `.` or `source` read before it. */
  readonly sourced: readonly ScriptWord[];
  readonly place: Place | undefined;
}

export interface Script {
  readonly text: MappedText;
  /** In reading order. */
  readonly commands: readonly ScriptCommand[];
  /** False when a quote or construct stays open, or the script is too long to be read to its end. */
  readonly complete: boolean;
}
