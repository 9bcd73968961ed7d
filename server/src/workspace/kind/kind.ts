import type { FileKind } from '../../base/file.ts';
import {
  hasHashBang,
  looksLikeGunicorn,
  looksLikePython,
  looksLikeShell,
  looksLikeSupervisor,
  looksLikeSystemd,
  looksLikeUpstart,
  nginxTells,
} from './content.ts';
import {
  inNginxFolder,
  inSupervisorFolder,
  isContextName,
  isGunicornName,
  isNginxName,
  isOtherLanguage,
  isSupervisorName,
  type NameTells,
  nameTells,
} from './names.ts';

/** The name of the profile that marks a deployment and holds its target. */
export const profileName = 'scaling-lens.ini';

/**
 * What a file is, by its name, its folders and its text; undefined for a file that is none of ours (a foreign
 * `.conf`, an ordinary Python module). Where name and text disagree the text decides.
 */
export function kindOf(uri: string, text: string): FileKind | undefined {
  const tells = nameTells(uri);
  if (tells.stem === profileName) return tells.template ? undefined : 'profile';
  if (isContextName(tells)) return 'context';
  if (isOtherLanguage(tells)) return undefined;
  if (tells.stem.endsWith('.py'))
    return isGunicornName(tells) && (isGunicornText(text) || isGunicornDefault(tells))
      ? 'gunicorn'
      : undefined;
  return looksLikeUpstart(text) ? undefined : (kindOfText(tells, text) ?? kindOfName(tells, text));
}

function kindOfText(tells: NameTells, text: string): FileKind | undefined {
  if (!hasHashBang(text) && looksLikeSupervisor(text)) return 'supervisor';
  if (looksLikeSystemd(text)) return 'context';
  if (!hasHashBang(text) && isNginxText(tells, text)) return 'nginx';
  if (looksLikeShell(text)) return isGunicornName(tells) || isStartName(tells) ? 'context' : undefined;
  if (isGunicornName(tells) && isGunicornText(text)) return 'gunicorn';
  return undefined;
}

const isGunicornText = (text: string): boolean =>
  looksLikeGunicorn(text) || (looksLikePython(text) && /gunicorn/.test(text));

/** The file that gunicorn reads by itself is its own, also while it is still empty. */
const isGunicornDefault = (tells: NameTells): boolean => tells.stem === 'gunicorn.conf.py' && !tells.template;

const isStartName = (tells: NameTells): boolean =>
  /^(?:start|run|serve|boot|entrypoint|launch)/.test(tells.stem);

/** Enough statements of nginx, fewer lines of another shape; a name or folder of nginx needs less proof. */
function isNginxText(tells: NameTells, text: string): boolean {
  const found = nginxTells(text);
  const proof = found.directives + 2 * found.blocks;
  const expected = isNginxName(tells) || inNginxFolder(tells);
  if (isSupervisorName(tells)) return false;
  if (expected) return proof + found.shared >= 1 && (proof + found.shared) * 3 >= found.others;
  const pure = found.others + found.foreign === 0;
  return pure ? proof >= 1 : proof >= 3 && proof > found.others;
}

/** A text that tells nothing (empty, only comments, only placeholders) is what its name says. */
function kindOfName(tells: NameTells, text: string): FileKind | undefined {
  if (isSupervisorName(tells)) return 'supervisor';
  if (inSupervisorFolder(tells) && /\.(?:conf|ini)$/.test(tells.stem) && isBlank(text)) return 'supervisor';
  if (isNginxMain(tells) || (isNginxName(tells) && isBlank(text)))
    return looksLikeShell(text) ? undefined : 'nginx';
  return undefined;
}

/** The one name that is nginx's everywhere, even where the text is too odd to tell. */
const isNginxMain = (tells: NameTells): boolean => tells.stem === 'nginx.conf';

const isBlank = (text: string): boolean => !/^[ \t]*[^#;\s]/m.test(text);
