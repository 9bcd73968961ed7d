import type { TextFile } from '../../base/file.ts';
import { nameOf } from '../../base/uri.ts';
import type { Ask } from '../link-lookup.ts';
import { noteCollisions } from './collide.ts';
import { readDaemon } from './daemon.ts';
import type { ReadEnvironment } from './environment.ts';
import { readFiles } from './files.ts';
import { type LoadedGroup, readGroups } from './groups.ts';
import { type Loader, newLoader, note, refuse } from './loader.ts';
import { sectionOf } from './merge.ts';
import type { LoadedSupervisor, LoadOptions } from './options.ts';
import { readRpcInterfaces } from './plugins.ts';
import { readServers } from './servers.ts';
import { templateFactsOf } from './template.ts';
import type { SupervisorProgram } from './types.ts';

/**
 * Loads a supervisord.conf with what it includes, as `ServerOptions.read_config` of Supervisor's options.py does.
 * Where supervisord stops at the first error this goes on, so `problems` holds all of them in its order. What
 * depends on the machine (accounts, folders, variables) is unknown and never a problem, unless `options.machine`
 * gives the machine.
 */
export function loadSupervisor(main: TextFile, ask: Ask, options: LoadOptions = {}): LoadedSupervisor {
  const loader = newLoader(main, options);
  const includes = readFiles(loader, ask);
  const { byName } = loader.sections;
  const supervisord = byName.get('supervisord');
  if (!supervisord) refuseFragment(loader);
  const daemon = supervisord && readDaemon({ loader, section: supervisord, suffix: '' });
  readRpcInterfaces(loader);
  const groups = readGroups(loader, daemon?.environment ?? noEnvironment);
  const servers = readServers(loader);
  daemon?.checkUser();
  noteCollisions(loader, groups);
  return {
    main,
    files: [...new Set(loader.files)],
    fragment: supervisord === undefined,
    complete: loader.complete,
    problems: loader.problems,
    warnings: loader.warnings,
    sections: [...byName.values()].map(sectionOf),
    programs: programsOf(groups, [...byName.keys()]),
    groups,
    servers,
    includes,
  };
}

const noEnvironment: ReadEnvironment = { variables: new Map(), complete: true };

/** Sections that only a main file has. */
const mainOnly = /^(?:include|supervisorctl|unix_http_server|inet_http_server)$|^supervisord$/i;

/**
 * A file without [supervisord] is a fragment that some main file includes, unless its sections say that it is the
 * main file itself. Its name says no more than that it may be, since many a project calls so what it puts into
 * conf.d; on a given machine it is the file that supervisord is started with.
 */
function refuseFragment(loader: Loader): void {
  const { main, options, sections } = loader;
  const isNamed = nameOf(main.uri) === 'supervisord.conf';
  const hasMain = [...sections.byName.keys()].some((name) => mainOnly.test(name.trim()));
  const isMain = hasMain || (isNamed && options.machine !== undefined);
  const isTemplated = options.templates !== 'literal' && templateFactsOf(main).placeholders;
  if (isTemplated) return;
  const place = sections.byName.values().next().value?.headers[0] ?? {
    uri: main.uri,
    span: { start: 0, end: 0 },
  };
  const code = 'supervisor/missing-supervisord-section';
  if (isMain) refuse(loader, code, '.ini file does not include supervisord section', place);
  else if (nameOf(main.uri) === 'supervisord.conf')
    note(loader, { code, message: mayBeMain, place, ...asked });
}

const mayBeMain =
  'By its name this is a main file, and supervisord takes none without a [supervisord] section, which may be empty. Add it, unless another file includes this one.';
const asked = { related: [], refusedBy: null };

/** The programs in the order of their sections; one in two groups stands twice. */
function programsOf(groups: readonly LoadedGroup[], names: readonly string[]): readonly SupervisorProgram[] {
  const order = new Map(names.map((name, index) => [name, index]));
  const indexOf = (program: SupervisorProgram) => order.get(program.section.name) ?? 0;
  return groups.flatMap(({ members }) => members).sort((a, b) => indexOf(a) - indexOf(b));
}
