import type { TextFile } from '../../base/file.ts';
import { unknown } from '../../base/known.ts';
import type { Place } from '../../base/span.ts';
import { gunicornSetting } from '../../catalog/gunicorn.ts';
import { atLeast } from '../../catalog/version.ts';
import { pythonSyntax } from '../../syntax/gunicorn/parse.ts';
import type { Problem } from '../problem.ts';
import { toSetting } from './convert.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { problemsOf } from './problems.ts';
import type { Slot } from './python/data.ts';
import type { Assumptions, GunicornAssignment, GunicornFile } from './types.ts';

/**
 * Reads a gunicorn.conf.py as gunicorn of a version does, without running it. Without a version a name counts as a
 * setting when any version has it.
 */
export function readGunicornFile(
  file: TextFile,
  assumptions: Assumptions,
  version: string | undefined,
): GunicornFile {
  const syntax = pythonSyntax(file);
  const evaluateOn = (cores: number | undefined): Evaluation =>
    evaluate(syntax.module, file.uri, file.text, { ...assumptions, cores });
  const evaluation = evaluateOn(assumptions.cores);
  const settings = new Map<string, GunicornAssignment>();
  const others = new Map<string, GunicornAssignment>();
  for (const [name, cell] of evaluation.scope.names) {
    const assignment = name.startsWith('__')
      ? undefined
      : assignmentOf(file, name, cell.value, evaluation, syntax.masked.blocks);
    if (assignment) (isSetting(name, version) ? settings : others).set(name, assignment);
  }
  const parts = { file, settings, others };
  const problems: readonly Problem[] = problemsOf(parts, syntax, evaluation, version, () =>
    anyCores.map((cores) => evaluateOn(cores)),
  );
  const open =
    evaluation.openEnded ?? evaluation.lost ?? (syntax.masked.blocks ? 'a template fills it in' : undefined);
  return open === undefined ? { ...parts, problems } : { ...parts, problems, openEnded: open };
}

/** Counts of cores that stand for all: what is refused on each of them is refused on any. */
const anyCores = [1, 2, 3, 8];

function isSetting(name: string, version: string | undefined): boolean {
  const setting = gunicornSetting(name);
  return setting !== undefined && !(setting.since !== null && atLeast(version, setting.since) === false);
}

function assignmentOf(
  file: TextFile,
  name: string,
  { value, site }: Slot,
  evaluation: Evaluation,
  blocks: { readonly start: number; readonly end: number } | undefined,
): GunicornAssignment | undefined {
  if (!value || !site) return undefined;
  const at = ({ start, end }: { start: number; end: number }): Place => ({
    uri: file.uri,
    span: { start, end },
  });
  const valuePlace = at(site.value);
  const templated = blocks !== undefined && site.name.start >= blocks.start && site.name.start < blocks.end;
  const why = templated ? 'a template fills it in' : evaluation.lost;
  return {
    name,
    value: why === undefined ? toSetting(name, value, valuePlace) : unknown(why, [valuePlace]),
    namePlace: at(site.name),
    valuePlace,
    statementPlace: at(site.statement),
  };
}
