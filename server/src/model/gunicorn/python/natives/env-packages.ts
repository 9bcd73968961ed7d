import type { Span } from '../../../../base/span.ts';
import { bind, textOf } from '../arguments.ts';
import { boolOf, isUnknown, none, resting, unknownOf, type Val, val } from '../data.ts';
import { lookUpVariable, loseEnviron } from '../environ.ts';
import { type Args, argsOf, placeOf, type Run } from '../run.ts';
import { conversions } from './conversions.ts';
import type { Native, Natives } from './native.ts';

/**
 * Packages that read the environment. What a variable that is given comes to is certain; one that is not given may
 * stand in a file that the package reads, and then nothing is said.
 */
export const envPackages: Natives = {
  'decouple.config': (run, args, at) => {
    const bound = bind(args, ['option', 'default?', 'cast?']);
    const given = bound && givenValue(run, bound.get('option'), at);
    if (!bound || !given || isUnknown(given)) return given;
    const cast = bound.get('cast');
    if (!cast) return given;
    return cast.data.type === 'builtin' && cast.data.name === 'bool'
      ? truthOf(given)
      : run.call(cast, argsOf(given), at);
  },
  'environs.Env': () => reader,
  'environ.Env': () => reader,
  'environ.Env.read_env': readFile,
  'environ-reader.read_env': readFile,
  'environ-reader.str': converted(undefined),
  'environ-reader.int': converted('int'),
  'environ-reader.float': converted('float'),
  'environ-reader.bool': (run, args, at) => {
    const value = converted(undefined)(run, args, at);
    return value && value.data.type === 'str' ? truthOf(value) : value;
  },
};

const reader = val({ type: 'opaque', name: 'environ-reader', parameters: undefined, isClass: false });

function readFile(run: Run): Val {
  loseEnviron(run);
  return none;
}

/** The text of a variable that is given; unknown for any other. */
function givenValue(run: Run, name: Val | undefined, at: Span): Val | undefined {
  const text = textOf(name);
  if (text === undefined) return undefined;
  const found = lookUpVariable(run, text, at);
  if (found.kind !== 'unset') return found.value;
  return unknownOf(`${text} is not set here, and a file of settings may give it`, [placeOf(run, at)]);
}

function converted(type: 'int' | 'float' | undefined): Native {
  return (run: Run, args: Args, at: Span) => {
    const value = givenValue(run, args.positional[0], at);
    if (!value || isUnknown(value) || type === undefined) return value;
    const result = conversions[type]?.(run, argsOf(value), at);
    return result && resting(result, value.basis);
  };
}

const yes = new Set(['1', 'true', 'yes', 'on', 'y', 't']);
const no = new Set(['0', 'false', 'no', 'off', 'n', 'f']);

function truthOf(value: Val): Val | undefined {
  const word = textOf(value)?.toLowerCase();
  if (word === undefined || (!yes.has(word) && !no.has(word))) return undefined;
  return boolOf(yes.has(word), value.basis);
}
