import type { TextFile } from '../../base/file.ts';
import type { Place } from '../../base/span.ts';
import { folderOf, pathOf } from '../../base/uri.ts';
import { atLeast } from '../../catalog/version.ts';
import type { FormatValue } from '../../syntax/supervisor/evaluate.ts';
import type { Problem } from '../problem.ts';
import type { Sections } from './merge.ts';
import { newSections } from './merge.ts';
import { type Environment, environmentOf } from './names.ts';
import type { LoadOptions, SupervisorWarning } from './options.ts';
import { templateFactsOf } from './template.ts';

/** The state of loading one configuration. */
export interface Loader {
  readonly options: LoadOptions;
  readonly main: TextFile;
  readonly files: TextFile[];
  readonly sections: Sections;
  readonly environment: Environment;
  /** Path on the server of the main file, and of its folder. */
  readonly path: string;
  readonly here: string;
  readonly nodeName: FormatValue;
  readonly problems: Problem[];
  readonly warnings: SupervisorWarning[];
  /** Problems that were seen, so that a program of two groups tells each once. */
  readonly seen: Set<string>;
  /** The words that a template program fills in, in any of the files. */
  readonly percentNames: Set<string>;
  /** True once a file holds statements of a template engine: what is missing may then be there. */
  statements: boolean;
  complete: boolean;
}

export function newLoader(main: TextFile, options: LoadOptions): Loader {
  const { machine } = options;
  const path = pathOn(options, main);
  return {
    options,
    main,
    files: [],
    sections: newSections(),
    environment: environmentOf(machine?.environment),
    path,
    here: folderOfPath(path),
    nodeName: machine ? machine.nodeName : { type: 'str', why: 'the name of the machine' },
    problems: [],
    warnings: [],
    seen: new Set(),
    percentNames: new Set(),
    statements: false,
    complete: true,
  };
}

/** The path of a file on the server. */
export const pathOn = (options: LoadOptions, file: TextFile): string =>
  options.pathOf?.(file) ?? pathOf(file.uri);

export const folderOfPath = (path: string): string => folderOf(path) || '/';

/** True for Supervisor 4.4 and newer, which reads environment= in another way; an unknown version counts as 4.2.5. */
export const isFrom44 = (loader: Loader): boolean => atLeast(loader.options.version, '4.4.0.dev0') ?? false;

/** True for Supervisor 4.3 and newer, which imports callables without setuptools. */
export const isFrom43 = (loader: Loader): boolean => atLeast(loader.options.version, '4.3.0') ?? false;

/** Counts a file in, with what its placeholders tell. */
export function addLoaded(loader: Loader, file: TextFile): void {
  loader.files.push(file);
  if (loader.options.templates === 'literal') return;
  const facts = templateFactsOf(file);
  loader.statements ||= facts.statements;
  for (const name of facts.percentNames) loader.percentNames.add(name);
}

/** Notes what supervisord would refuse, in its words; the same problem at the same place counts once. */
export function refuse(
  loader: Loader,
  code: string,
  reason: string,
  place: Place,
  data: Readonly<Record<string, string>> = {},
): void {
  note(loader, {
    code,
    message: reason,
    place,
    related: [],
    refusedBy: 'supervisord',
    data: { reason, ...data },
  });
}

export function note(loader: Loader, problem: Problem): void {
  const { uri, span } = problem.place;
  const key = [problem.code, problem.data?.option, uri, span.start, span.end].join('\n');
  if (loader.seen.has(key)) return;
  loader.seen.add(key);
  loader.problems.push(problem);
}

export function warn(loader: Loader, message: string, place: Place): void {
  const known = loader.warnings.some((warning) => warning.message === message);
  if (!known || loader.options.machine) loader.warnings.push({ message, place });
}
