import type { TextFile } from '../../base/file.ts';
import type { Value } from '../../base/known.ts';
import type { MappedText } from '../../base/mapped-text.ts';
import type { Place } from '../../base/span.ts';
import type { Problem } from '../problem.ts';

/** One supervisord: its main file and what it includes, loaded as Supervisor's options.py does. */
export interface SupervisorConfig {
  /** The main file; for a fragment that no main file includes, that fragment. */
  readonly main: TextFile;
  readonly files: readonly TextFile[];
  /** True for a fragment (no [supervisord] section, not included by a file at hand). */
  readonly fragment: boolean;
  /** False when an include pattern could not be followed, so more sections may exist. */
  readonly complete: boolean;
  /** In supervisord's order. */
  readonly problems: readonly Problem[];
  readonly sections: readonly SupervisorSection[];
  readonly programs: readonly SupervisorProgram[];
  readonly groups: readonly SupervisorGroup[];
}

/** A section after merging: repeated headers are one section, the last option wins, across files. */
export interface SupervisorSection {
  /** The text between the brackets, such as `program:web`. */
  readonly name: string;
  /** Every header that opens it, in reading order. */
  readonly headers: readonly Place[];
  /** By lower-case option name. */
  readonly options: ReadonlyMap<string, SupervisorOption>;
}

export interface SupervisorOption {
  readonly name: string;
  /** The value as ConfigParser gives it: comments cut, continuation lines joined by LF, not expanded. */
  readonly raw: MappedText;
  readonly namePlace: Place;
  /** From the first to the last character of the value; empty after the delimiter where there is none. */
  readonly valuePlace: Place;
  /** Earlier definitions that this one overrides, nearest last. */
  readonly overrides: readonly { readonly namePlace: Place; readonly valuePlace: Place }[];
}

export type SupervisorProgramKind = 'program' | 'fcgi-program' | 'eventlistener';

export interface SupervisorProgram {
  readonly kind: SupervisorProgramKind;
  readonly name: string;
  /** The group it runs in by a [group:x] section; null when it is its own group. */
  readonly group: string | null;
  readonly section: SupervisorSection;
  readonly numprocs: Value<number>;
  readonly numprocsStart: Value<number>;
  /** Empty when numprocs is unknown or 0. */
  readonly instances: readonly SupervisorInstance[];
}

/** One process that supervisord starts, with everything expanded. */
export interface SupervisorInstance {
  readonly name: string;
  readonly processNum: number;
  readonly command: Value<MappedText>;
  readonly directory: Value<string | null>;
  readonly user: Value<string | null>;
  /** environment= of the program over that of [supervisord]; a variable whose value is unknown is listed so. */
  readonly environment: ReadonlyMap<string, Value<string>>;
  readonly autostart: Value<boolean>;
  readonly startsecs: Value<number>;
  readonly stopsignal: Value<string>;
  readonly stopwaitsecs: Value<number>;
  /** `AUTO` for a file that supervisord names; null for none, syslog included. */
  readonly stdoutLogfile: Value<string | null>;
  readonly stderrLogfile: Value<string | null>;
  /** False when environment= is unknown, so that more variables than `environment` lists may be set. */
  readonly environmentComplete: boolean;
  /** Every other option of the process by its name, as supervisord converts it (bytes, numbers, words). */
  readonly values: ReadonlyMap<string, Value<SupervisorValue>>;
}

/** A converted option; null for one that is not set and has no default, or that is switched off. */
export type SupervisorValue = string | number | boolean | null | readonly number[];

export interface SupervisorGroup {
  readonly name: string;
  /** True for a [group:x] section, false for the group that each lone program forms. */
  readonly explicit: boolean;
  readonly priority: Value<number>;
  readonly programs: readonly { readonly name: string; readonly place: Place }[];
  readonly place: Place;
}
