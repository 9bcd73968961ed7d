import { type Span, sliceOf } from '../../base/span.ts';
import { gunicornSetting, removedSettings, settingNameTraps, workerClass } from '../../catalog/gunicorn.ts';
import { explainSetting } from '../../levels/explain.ts';
import type { GunicornAssignment, GunicornFile } from '../../model/gunicorn/types.ts';
import type { Call, Expression } from '../../syntax/gunicorn/ast.ts';
import { gunicornAt } from '../shared/at/gunicorn.ts';
import { gunicornCard, workerClassCard } from '../shared/cards/gunicorn.ts';
import { code, shortCode } from '../shared/markdown.ts';
import { type Reader, readersOf } from '../shared/program.ts';
import type { Question } from '../shared/question.ts';
import { calledNotes } from './addresses.ts';
import { effectiveNotes, effectiveText, isOpaque } from './gunicorn-effective.ts';
import { environmentHover } from './gunicorn-environment.ts';
import { type HoverParts, titleOf } from './parts.ts';
import { pyText } from './python-value.ts';

/** What to show of a token of gunicorn.conf.py; undefined for what Python's own extensions explain. */
export function gunicornHover(question: Question): HoverParts | undefined {
  const at = gunicornAt(question.file, question.offset);
  if (at.kind === 'other') return undefined;
  if (at.kind === 'name') return nameHover(question, at.name, at.span);
  const [innermost] = at.path;
  if (!innermost) return undefined;
  return (
    expressionHover(question, at.path, innermost, at.target) ??
    (at.target !== undefined && gunicornSetting(at.target)
      ? settingHover(question, at.target, innermost.span)
      : undefined)
  );
}

function nameHover(question: Question, name: string, span: Span): HoverParts | undefined {
  if (gunicornSetting(name)) return settingHover(question, name, span);
  return trapHover(name, span) ?? variableHover(question, name, span);
}

function settingHover(question: Question, name: string, span: Span): HoverParts | undefined {
  const card = gunicornCard(name);
  if (!card) return undefined;
  const readers = readersOf(question.deployments, question.file);
  const [deployment] = question.deployments;
  const programs = readers.map(({ program }) => program.name);
  return {
    span,
    title: titleOf(code(name), effectiveText(question, readers, name)),
    notes: [
      ...effectiveNotes(question, readers, name),
      ...(name === 'bind' ? bindNotes(question, readers) : []),
    ],
    card,
    scaling:
      deployment && readers.length > 0
        ? explainSetting({ language: 'gunicorn', name, programs }, deployment)
        : undefined,
  };
}

function bindNotes({ snapshot }: Question, readers: readonly Reader[]): readonly string[] {
  return readers.flatMap(({ deployment, instances }) => {
    const binds = instances.flatMap(({ server }) => (server.binds.known ? server.binds.value : []));
    const own = binds.filter(({ from }) => from === 'config file').flatMap(({ address }) => address ?? []);
    return own.length > 0 ? calledNotes(snapshot, deployment, own) : [];
  });
}

/** A name that gunicorn ignores though it looks like a setting. */
function trapHover(name: string, span: Span): HoverParts | undefined {
  const meant = settingNameTraps().get(name);
  const gone = removedSettings().get(name);
  if (meant === undefined && gone === undefined) return undefined;
  const note =
    meant === undefined
      ? `gunicorn ${gone} took this setting out; it is ignored now.`
      : `gunicorn ignores this name: the setting is ${code(meant)}.`;
  return {
    span,
    title: `**${code(name)}**`,
    notes: [note],
    card: meant === undefined ? undefined : gunicornCard(meant),
    scaling: undefined,
  };
}

/** The file as it is evaluated on its own; undefined where no deployment holds it. */
const evaluatedFile = ({ deployments, file }: Question): GunicornFile | undefined =>
  deployments.flatMap(({ gunicorn }) => gunicorn).find((candidate) => candidate.file === file);

/** A variable of the file's own, when its value is known. */
function variableHover(question: Question, name: string, span: Span): HoverParts | undefined {
  const found = assignmentOf(question, name);
  if (!found?.value.known || isOpaque(found.value.value.type)) return undefined;
  const { assumes } = found.value;
  return {
    span,
    title: titleOf(code(name), shortCode(pyText(found.value.value))),
    notes: assumes ? [`With ${assumes.join(', ')}.`] : [],
    card: undefined,
    scaling: undefined,
  };
}

const assignmentOf = (question: Question, name: string): GunicornAssignment | undefined => {
  const file = evaluatedFile(question);
  return file?.others.get(name) ?? file?.settings.get(name);
};

function expressionHover(
  question: Question,
  path: readonly Expression[],
  innermost: Expression,
  target: string | undefined,
): HoverParts | undefined {
  const environment = environmentHover(question, path);
  if (environment) return environment;
  if (innermost.kind === 'name') return nameHover(question, innermost.name, innermost.span);
  if (innermost.kind === 'string' && target === 'worker_class')
    return classHover(innermost.value, innermost.span);
  return coresHover(question, path);
}

function classHover(name: string, span: Span): HoverParts | undefined {
  const card = workerClassCard(name);
  const found = workerClass(name);
  if (!card || !found) return undefined;
  const alias = found.aliasOf;
  return {
    span,
    title: `**worker class ${code(name)}**`,
    notes: alias === null ? [] : [`The same as ${code(alias)}.`],
    card,
    scaling: undefined,
  };
}

const coreCounters = new Set(['cpu_count', 'process_cpu_count']);

const calledName = ({ callee }: Call): string =>
  callee.kind === 'attribute' || callee.kind === 'name' ? callee.name : '';

/** A call that asks for the cores: what it gives on the target. */
function coresHover({ deployments, file }: Question, path: readonly Expression[]): HoverParts | undefined {
  const call = path.find(
    (expression) => expression.kind === 'call' && coreCounters.has(calledName(expression)),
  );
  if (!call) return undefined;
  const target = deployments.find(({ target: { cores } }) => cores !== undefined)?.target;
  const cores = target?.cores === undefined ? undefined : code(String(target.cores));
  return {
    span: call.span,
    title: titleOf(code(sliceOf(file.text, call.span)), cores),
    notes: [
      cores === undefined
        ? 'The cores of the machine; no target says how many it has. Name them in scaling-lens.ini.'
        : `The cores that ${target?.from ?? 'the target'} names. In a container it counts the machine's, not the container's.`,
    ],
    card: undefined,
    scaling: undefined,
  };
}
