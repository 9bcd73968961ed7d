import type { TextFile } from '../base/file.ts';
import { ifKnown } from '../base/known.ts';
import { memoOf } from '../base/memo.ts';
import type { Address } from '../model/address.ts';
import type { Program } from '../model/deployment.ts';
import { bindsOf } from '../model/link.ts';
import { bindsNothing } from '../model/link-closed.ts';
import type { SupervisorConfig } from '../model/supervisor/types.ts';
import { type Manager, textMark } from './group.ts';
import { filesUsedBy } from './programs.ts';
import { siteOfFile } from './project.ts';

/** One side of the grouping: who starts programs, with the programs. */
export interface Starter extends Manager {
  readonly supervisor: readonly SupervisorConfig[];
  readonly programs: readonly Program[];
  /** The files that say so, the main one first. */
  readonly files: readonly TextFile[];
  /** Uris of the files that its programs are started with. */
  readonly uses: readonly string[];
}

const remembered = memoOf<TextFile, Starter>();

/** Makes a starter, the same for the same parts; `profile` is the folder of the profile that governs it. */
export function starterOf(
  kind: Manager['kind'],
  parts: Pick<Starter, 'supervisor' | 'programs' | 'files'>,
  folders: readonly string[],
  profile: string | undefined,
): Starter {
  const { supervisor, programs, files } = parts;
  const make = (): Starter => ({
    kind,
    ...parts,
    site: siteOfFile(files[0]?.uri ?? '', folders),
    profile,
    binds: programs.flatMap(addressesOf),
    marks: programs.flatMap(marksOf),
    serves: programs.some(mayServe),
    uses: filesUsedBy(programs),
  });
  const anchor = files[0];
  if (!anchor) return make();
  return remembered(anchor, [kind, folders, profile, ...supervisor, ...programs, ...files], make);
}

const addressesOf = ({ instances }: Program): readonly Address[] =>
  instances.flatMap((instance) => bindsOf(instance).flatMap(({ address }) => address ?? []));

/** `web:8000` for each host name of a container, and binds with placeholders as they are written. */
const marksOf = ({ instances, hosts }: Program): readonly string[] =>
  instances.flatMap(bindsOf).flatMap(({ address, text }) => {
    if (!address) return [textMark(text)];
    return address.kind === 'tcp' && address.host === '*'
      ? (hosts ?? []).map((host) => `${host}:${address.port}`)
      : [];
  });

/** True for a program that starts an application server, or of which nobody knows what it starts. */
function mayServe({ config, numprocs, instances }: Program): boolean {
  if (config?.kind === 'eventlistener') return false;
  if (!numprocs.known) return true;
  return instances.some(({ server, launch }) => {
    if (server) return true;
    const command = ifKnown(launch.command);
    return command === undefined || !bindsNothing(command.text);
  });
}
