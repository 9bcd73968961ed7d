import { ifKnown } from '../../base/known.ts';
import { gunicornSetting, workerClasses } from '../../catalog/gunicorn.ts';
import type { ServerOption } from '../../catalog/servers.ts';
import { atLeast } from '../../catalog/version.ts';
import { asyncWorkerRule, workerRule, workersPerInstance } from '../../levels/arithmetic/workers.ts';
import { settingOfFlag } from '../shared/cards/server.ts';
import { sectionReading } from '../shared/program.ts';
import type { Question } from '../shared/question.ts';
import { fileItems } from './files.ts';
import type { CompletionItem } from './item.ts';
import { calledAddresses, distinct, userItems } from './known-values.ts';

/** The values of a flag in a command of a section, the likeliest first. */
export function flagValueItems(
  question: Question,
  section: string | undefined,
  option: ServerOption,
): readonly CompletionItem[] {
  switch (option.role) {
    case 'worker class':
      return option.server === 'gunicorn'
        ? classItems(question.deployments[0]?.versions.gunicorn)
        : loopItems;
    case 'workers':
      return workersItems(question, instancesOf(question, section));
    case 'bind':
    case 'insecure bind':
    case 'http socket':
    case 'uwsgi socket':
      return addressItems(question, (text) => text);
    case 'unix socket':
      return addressItems(question, (text) =>
        text.startsWith('unix:') ? text.slice('unix:'.length) : undefined,
      );
    case 'port':
      return addressItems(question, (text) =>
        text.startsWith('unix:') ? undefined : /[^:]*$/.exec(text)?.[0],
      );
    case 'host':
      return ['127.0.0.1', '0.0.0.0'].map((label, rank) => ({ label, kind: 'value', rank }));
    case 'config':
      return option.server === 'gunicorn' ? configItems(question) : [];
    case 'user':
    case 'group':
      return userItems(question);
    default:
      return wordItems(option);
  }
}

const loopItems: readonly CompletionItem[] = ['asyncio', 'uvloop', 'trio'].map((label) => ({
  label,
  kind: 'class',
  rank: 1,
}));

/** The worker classes that a version of gunicorn has, deprecated ones marked and last. */
export const classItems = (version: string | undefined): readonly CompletionItem[] =>
  workerClasses()
    .filter(
      ({ since, removed }) =>
        (since === null || atLeast(version, since) !== false) && !isGone(removed, version),
    )
    .map(({ name, deprecated, aliasOf }) => ({
      label: name,
      kind: 'class',
      ...(aliasOf === null ? {} : { detail: `as ${aliasOf}` }),
      ...(deprecated === null ? {} : { deprecated: true as const }),
      rank: deprecated !== null ? 4 : aliasOf !== null ? 3 : 1,
      doc: { of: 'class', name },
    }));

/** Gone in the version, or in the newest one where none is named. */
const isGone = (removed: string | null, version: string | undefined): boolean =>
  removed !== null && (version === undefined || atLeast(version, removed) === true);

function wordItems(option: ServerOption): readonly CompletionItem[] {
  const setting = settingOfFlag(option);
  const words = setting === undefined ? [] : (gunicornSetting(setting)?.values ?? []);
  return words.map((label) => ({ label, kind: 'value', rank: 1 }));
}

/** The instances of the program of a section; 1 where they are not known. */
function instancesOf({ deployments, file }: Question, section: string | undefined): number {
  const program = section === undefined ? undefined : sectionReading(deployments, file, section)?.program;
  return Math.max(1, (program && ifKnown(program.numprocs)) ?? 1);
}

/** Workers by the rule for the target's cores, shared out among some instances. */
export function workersItems({ deployments }: Question, instances: number): readonly CompletionItem[] {
  const [deployment] = deployments;
  const cores = deployment?.target.cores;
  const rule = cores === undefined ? undefined : workerRule(cores);
  if (cores === undefined || rule === undefined) return [];
  const each = workersPerInstance(rule, instances) ?? rule;
  const loops = workersPerInstance(asyncWorkerRule(cores) ?? cores, instances) ?? cores;
  const share = instances > 1 ? `, over ${instances} instances` : '';
  return distinct([
    { label: String(each), kind: 'value', detail: `2 × ${cores} cores + 1${share}`, rank: 0 },
    { label: String(loops), kind: 'value', detail: `async: one a core${share}`, rank: 1 },
  ]);
}

/** What the upstreams call, in the form that a flag takes; templates for several instances come first. */
export function addressItems(
  question: Question,
  form: (text: string) => string | undefined,
): readonly CompletionItem[] {
  return distinct(
    calledAddresses(question).flatMap(({ text, upstream, count, free }) => {
      const label = form(text);
      if (label === undefined || label === '') return [];
      const servers = count > 1 ? `, ${count} servers` : '';
      return [
        {
          label,
          kind: 'address' as const,
          detail: `upstream ${upstream}${servers}`,
          rank: (free ? 0 : 2) + (count > 1 ? 0 : 1),
        },
      ];
    }),
  );
}

const configItems = (question: Question): readonly CompletionItem[] =>
  fileItems(
    question,
    ['gunicorn'],
    (uri) => /gunicorn[^/]*\.py$/.test(uri) || question.snapshot.files.get(uri)?.kind === 'gunicorn',
  );
