import type { TextFile } from '../base/file.ts';
import { memoOf } from '../base/memo.ts';
import { commonFolder, isBelow } from '../base/uri.ts';
import { type Address, addressKey } from '../model/address.ts';
import { capacityOf } from '../model/capacity.ts';
import type { Deployment, DeploymentContext, Program } from '../model/deployment.ts';
import type { GunicornFile } from '../model/gunicorn/types.ts';
import { indexBinds, linkRoutes, linkUpstreams } from '../model/link.ts';
import { isClosed } from '../model/link-closed.ts';
import type { NginxConfig } from '../model/nginx/types.ts';
import type { SupervisorConfig } from '../model/supervisor/types.ts';
import type { Profile } from './profile/profile.ts';
import type { Machine } from './profiles.ts';

/** Everything a deployment is made of; equal parts make the same deployment again. */
export interface Parts {
  readonly supervisor: readonly SupervisorConfig[];
  readonly programs: readonly Program[];
  readonly nginx: readonly NginxConfig[];
  readonly gunicorn: readonly GunicornFile[];
  /** Files that start its programs: units, scripts, compose files. */
  readonly starters: readonly TextFile[];
  readonly context: readonly TextFile[];
  readonly profile: Profile | undefined;
  readonly machine: Machine;
  /** What other ways of starting the same project bind. */
  readonly elsewhere: readonly Address[];
  /** Paths that the files name and that are known not to be there. */
  readonly absent: readonly string[];
}

const remembered = memoOf<object, Deployment>();

/** The deployment of some parts; the same object as long as every part is the same object. */
export function buildDeployment(parts: Parts): Deployment {
  const anchor =
    parts.supervisor[0] ?? parts.nginx[0] ?? parts.programs[0] ?? parts.gunicorn[0] ?? parts.profile;
  const inputs = [
    ...[parts.supervisor, parts.programs, parts.nginx, parts.gunicorn, parts.starters, parts.context].flatMap(
      (list) => [list.length, ...list],
    ),
    parts.profile,
    parts.machine,
    parts.elsewhere.map(addressKey).join(' '),
    parts.absent.join('\n'),
  ];
  return anchor ? remembered(anchor, inputs, () => build(parts)) : build(parts);
}

function build(parts: Parts): Deployment {
  const { supervisor, programs, nginx, gunicorn, profile, machine } = parts;
  const binds = indexBinds(programs);
  const upstreams = linkUpstreams(nginx, binds);
  const files = filesOf(parts);
  return {
    root: rootOf(files, profile),
    files,
    target: machine.target,
    versions: machine.versions,
    supervisor,
    nginx,
    gunicorn,
    programs,
    upstreams,
    routes: linkRoutes(nginx, upstreams, binds),
    closed: isClosed(supervisor, programs, nginx, parts.elsewhere),
    absent: parts.absent,
    capacity: capacityOf(programs, machine.target.cores),
    profile: profile ? { file: profile.file, problems: profile.problems } : null,
    context: contextOf([...parts.starters, ...parts.context]),
  };
}

/** The profile's folder where it holds everything, else the deepest folder that does. */
function rootOf(files: readonly TextFile[], profile: Profile | undefined): string {
  const common = commonFolder(files.map(({ uri }) => uri)) ?? '';
  return profile && isBelow(profile.folder, common) ? profile.folder : common;
}

function filesOf({ supervisor, nginx, gunicorn, starters, profile }: Parts): readonly TextFile[] {
  const files = new Set<TextFile>();
  for (const config of [...supervisor, ...nginx]) for (const file of config.files) files.add(file);
  for (const { file } of gunicorn) files.add(file);
  for (const file of starters) files.add(file);
  if (profile) files.add(profile.file);
  return [...files];
}

function contextOf(files: readonly TextFile[]): DeploymentContext {
  const named = (pattern: RegExp): readonly TextFile[] =>
    [...new Set(files)].filter(({ uri }) => pattern.test(uri.slice(uri.lastIndexOf('/') + 1).toLowerCase()));
  const isOther =
    /\.(?:service|socket|txt|ya?ml|toml|cfg|py|ini)$|^(?:dockerfile|containerfile|pipfile|procfile)/;
  return {
    scripts: [...new Set(files)].filter(
      ({ uri, kind }) =>
        kind === 'context' && !isOther.test(uri.slice(uri.lastIndexOf('/') + 1).toLowerCase()),
    ),
    systemdUnits: named(/\.(?:service|socket)$/),
    dockerfiles: named(/^(?:dockerfile|containerfile)|\.dockerfile$/),
    composeFiles: named(/\.ya?ml$/),
    requirements: named(/^requirements|^(?:pyproject\.toml|pipfile|setup\.(?:py|cfg))$|\.txt$/),
    modules: named(/\.py$/).filter(({ kind }) => kind === 'context'),
  };
}
