import type { Value } from '../../base/known.ts';
import { unknownIn } from '../../base/mapped-text.ts';
import type { Place } from '../../base/span.ts';
import { gunicornSetting } from '../../catalog/gunicorn.ts';
import { atLeast } from '../../catalog/version.ts';
import { bindProblem } from '../gunicorn/bind-problem.ts';
import { workerClassProblem } from '../gunicorn/problems.ts';
import { parseInteger } from '../gunicorn/python/natives/conversions.ts';
import { validate } from '../gunicorn/validate.ts';
import type { Problem } from '../problem.ts';
import { spellingOf } from './argparse.ts';
import type { ArgumentError } from './arguments.ts';
import type { GunicornLaunch } from './gunicorn-launch.ts';
import { flagValue } from './plain.ts';
import type { ServerCommand } from './unwrap.ts';

/** What is wrong with a launch of gunicorn, in the order in which gunicorn comes to it. */
export function launchProblems(
  launch: GunicornLaunch,
  command: ServerCommand,
  version: string | undefined,
): readonly Problem[] {
  // Words that a script fills in at run time are not judged.
  if (command.doubt !== null || !isPlainGunicorn(command)) return launch.configFile?.problems ?? [];
  return [
    ...concurrencyProblems(command.environment),
    ...launch.commandLine.errors.filter((error) => !isOpen(error, command)).flatMap(argumentProblem),
    ...launch.commandArguments.errors.flatMap(argumentProblem),
    ...(launch.configFile?.problems ?? []),
    ...[launch.commandArguments, launch.commandLine].flatMap(({ flags }) => valueProblems(flags, version)),
    ...applicationProblems(launch, command, version),
  ];
}

/** True for an error over a word of which a part is filled in before gunicorn sees it. */
const isOpen = ({ flag, shown }: ArgumentError, { words }: ServerCommand): boolean =>
  words.some(
    ({ mapped, text }) => unknownIn(mapped) !== undefined && (flag === text || shown?.includes(text)),
  );

/** Django's and Paste's variants take words of their own. */
const isPlainGunicorn = ({ words }: ServerCommand): boolean =>
  /(?:^|\/)gunicorn[23]?$|^gunicorn\.app\.wsgiapp$/.test(words[0]?.text ?? '');

const refused = (code: string, message: string, place: Place): Problem => ({
  code,
  message,
  place,
  related: [],
  refusedBy: 'gunicorn',
});

/** gunicorn reads WEB_CONCURRENCY when Python imports it, whatever the file and the flags say. */
function concurrencyProblems(environment: ReadonlyMap<string, Value<string>>): Problem[] {
  const value = environment.get('WEB_CONCURRENCY');
  const place = value?.places[0];
  if (!value?.known || !place || parseInteger(value.value, 10) !== null) return [];
  const reason = `ValueError: invalid literal for int() with base 10: '${value.value}'`;
  return [
    refused(
      'gunicorn/fails-to-load',
      `gunicorn does not start with this WEB_CONCURRENCY. ${reason}. Write a whole number.`,
      place,
    ),
  ];
}

/** argparse's own words for what it refuses. */
function argumentProblem(error: ArgumentError): readonly Problem[] {
  if (!error.place) return [];
  const code = error.kind === 'invalid value' ? 'gunicorn/workers-not-integer' : 'gunicorn/unknown-flag';
  return [refused(code, argparseWords(error), error.place)];
}

function argparseWords({ kind, flag, candidates, shown, type }: ArgumentError): string {
  switch (kind) {
    case 'unknown flag':
      return flag.startsWith('-')
        ? `gunicorn has no flag ${flag} and exits: 'unrecognized arguments: ${shown ?? flag}'.`
        : `gunicorn takes no further words after its flags and exits: 'unrecognized arguments: ${shown ?? flag}'.`;
    case 'ambiguous flag':
      return `gunicorn exits: 'ambiguous option: ${flag} could match ${candidates.join(', ')}'. Write the flag in full.`;
    case 'missing value':
      return `${flag} needs a value; gunicorn exits: 'argument ${spellingOf(flag)}: expected one argument'.`;
    case 'needless value':
      return `${flag} takes no value; gunicorn exits: 'argument ${spellingOf(flag)}: ignored explicit argument '${shown ?? ''}''.`;
    case 'invalid value':
      return `gunicorn exits: 'argument ${spellingOf(flag)}: invalid ${type ?? 'int'} value: '${shown ?? ''}''. Write a whole number.`;
  }
}

/** Values that argparse takes and gunicorn's validators refuse. */
function valueProblems(
  flags: GunicornLaunch['commandLine']['flags'],
  version: string | undefined,
): Problem[] {
  return flags.flatMap(({ option, value, flagPlace }) => {
    const { setting } = option;
    const place = value?.place ?? flagPlace;
    if (!setting || !value || !place || unknownIn(value.mapped) !== undefined) return [];
    if (setting.name === 'worker_class') return workerClassProblem(value.text.trim(), place, version) ?? [];
    if (setting.name === 'bind') return bindProblem(value.text.trim(), place) ?? [];
    const verdict = validate(setting, flagValue(setting, value.text), version);
    if (verdict.kind !== 'refused') return [];
    return [
      refused(
        'gunicorn/invalid-setting',
        `gunicorn does not start with this value. Error: ${verdict.reason}.`,
        place,
      ),
    ];
  });
}

/** `No application module specified.`; silent where the application may come from somewhere that is not seen. */
function applicationProblems(
  { commandLine, configFile, configPath, settings }: GunicornLaunch,
  { words }: ServerCommand,
  version: string | undefined,
): Problem[] {
  const [name] = words;
  const place = name?.place;
  const leaves = commandLine.flags.some(
    ({ option, flag }) => option.setting === null || flag.startsWith('--paste'),
  );
  const given = commandLine.positionals.length > 0 || leaves || commandLine.errors.length > 0;
  if (given || !place || !name || !/(?:^|\/)gunicorn$/.test(name.text)) return [];
  const hidden =
    (configPath && !configFile) ||
    configFile?.openEnded !== undefined ||
    configFile?.problems.some(({ refusedBy }) => refusedBy);
  const setting = settings.get('wsgi_app');
  const none = setting?.known && setting.value === null;
  const knowsSetting = atLeast(version, gunicornSetting('wsgi_app')?.since ?? '20.1.0') !== false;
  if (hidden || (knowsSetting && !none)) return [];
  const message =
    "gunicorn exits: 'Error: No application module specified.' Name the application, such as shop:app, after the flags.";
  return [refused('gunicorn/invalid-setting', message, place)];
}
