import {
  balancingMethodDoc,
  nginxDirectiveDoc,
  nginxParameterDoc,
  nginxVariableText,
} from '../../../catalog/docs/nginx.ts';
import {
  comparedVersions,
  directivesNamed,
  type NginxDirectiveInfo,
  shapesIn,
} from '../../../catalog/nginx.ts';
import { balancingMethod } from '../../../catalog/nginx-balancing.ts';
import { nginxLink } from '../../../catalog/nginx-links.ts';
import type { ArgumentCounts } from '../../../catalog/nginx-mask.ts';
import { isBuiltInVariable, otherDirective } from '../../../catalog/nginx-other.ts';
import { type NginxParameter, nginxParameter } from '../../../catalog/nginx-parameters.ts';
import {
  type NginxReference,
  type NginxReferenceDirective,
  referenceOfDirective,
  referenceOfVariable,
  referencesNamed,
} from '../../../catalog/nginx-reference.ts';
import type { NginxContext } from '../../../model/nginx/types.ts';
import type { Card } from '../card.ts';
import { code } from '../markdown.ts';

/** The directive that a name means in a context: the one allowed there, else the first of that name. */
export function directiveIn(name: string, context: NginxContext): NginxDirectiveInfo | undefined {
  const all = directivesNamed(name);
  return all.find(({ contexts }) => (contexts as readonly string[]).includes(context)) ?? all[0];
}

/** What is known of a directive in a context; undefined for a name that nobody is known to bring. */
export function directiveCard(
  name: string,
  context: NginxContext,
  reference: NginxReference | undefined,
): Card | undefined {
  const info = directiveIn(name, context);
  if (!info) return otherCard(name, reference);
  const manual = referenceOfDirective(reference, info);
  const doc = nginxDirectiveDoc(info);
  return {
    meaning: doc?.text ?? methodText(name) ?? firstWords(manual),
    facts: [
      ...syntaxWords(info, manual),
      ...(manual?.default ? [`default ${code(manual.default)}`] : []),
      info.contexts.map(shortContext).join(', '),
      ...ageWords(info),
    ],
    manual: manual?.link ?? doc?.link ?? nginxLink(info.module, info.protocol, info.name),
  };
}

const methodText = (name: string): string | undefined => {
  const method = balancingMethod(name);
  return method && balancingMethodDoc(method.name)?.text;
};

/** The manual's text up to the end of a paragraph, long enough to say what the directive does. */
function firstWords(manual: NginxReferenceDirective | undefined): string | undefined {
  if (!manual) return undefined;
  const [first = '', second = ''] = manual.text.split('\n\n');
  const goesOn = first.length < 80 && second !== '' && !second.startsWith('[More');
  return closedFence(goesOn ? `${first}\n\n${second}` : first);
}

/** A text that is cut inside of code gets the end of the code. */
const closedFence = (text: string): string =>
  (text.split('```').length - 1) % 2 === 1 ? `${text}\n\`\`\`` : text;

function syntaxWords(info: NginxDirectiveInfo, manual: NginxReferenceDirective | undefined): string[] {
  const [syntax] = manual?.syntax ?? [];
  if (syntax !== undefined && syntax !== '')
    return syntax.length < 120 ? [`${code(info.name)} ${syntax}`] : [];
  if (info.onOff) return ['`on` or `off`'];
  if (info.values.length > 0) return [info.values.map(code).join(', ')];
  return [countWords(info.args)];
}

function countWords({ min, max }: ArgumentCounts): string {
  const words = (count: number): string => (count === 1 ? '1 argument' : `${count} arguments`);
  if (max === 0) return 'no argument';
  if (max === null) return min === 0 ? 'any arguments' : `${words(min)} or more`;
  return min === max ? words(min) : `${min} to ${words(max)}`;
}

/** `http server` is `server` in the manual. */
const shortContext = (context: string): string => context.replace(/^http (?=.)/, '');

function ageWords({ sinceBucket, lastBucket, release }: NginxDirectiveInfo): string[] {
  if (lastBucket !== null) return [`gone after ${lastBucket}`];
  if (release !== null) return [`new in ${release}`];
  const before = comparedVersions[comparedVersions.indexOf(sinceBucket ?? '') - 1];
  return before === undefined ? [] : [`new between ${before} and ${sinceBucket}`];
}

function otherCard(name: string, reference: NginxReference | undefined): Card | undefined {
  const other = otherDirective(name);
  const [manual] = referencesNamed(reference, name);
  if (!other && !manual) return undefined;
  return {
    meaning: firstWords(manual),
    facts: [
      ...(manual?.default ? [`default ${code(manual.default)}`] : []),
      ...(manual ? [manual.contexts.join(', ')] : []),
      ...(other ? [`from ${other.from}: ${other.module}`] : []),
    ],
    manual: manual?.link,
  };
}

/** A parameter of a directive in a context, also of a location that an `if` stands in; undefined for other words. */
export function parameterIn(
  directive: string,
  context: NginxContext,
  name: string,
): NginxParameter | undefined {
  return context === 'raw' || context === 'unknown' ? undefined : nginxParameter(directive, context, name);
}

/** What the catalogue knows of a parameter such as `weight=`. */
export function parameterCard(parameter: NginxParameter, info: NginxDirectiveInfo): Card {
  const doc = nginxParameterDoc(parameter, info);
  const { value, default: standard, since, deprecated, plusOnly } = parameter;
  return {
    meaning: doc?.text,
    facts: [
      `parameter of ${code(info.name)}`,
      ...(value === null ? [] : [valueWords(value)]),
      ...(standard === null ? [] : [`default ${code(standard)}`]),
      ...(since === null ? [] : [`since ${since}`]),
      ...(deprecated === null ? [] : [`deprecated since ${deprecated}`]),
      ...(plusOnly ? ['NGINX Plus only'] : []),
    ],
    manual: doc?.link ?? nginxLink(info.module, info.protocol, info.name),
  };
}

const valueWords = (value: string): string =>
  value.includes('|') ? value.split('|').map(code).join(' or ') : value;

/** What is known of a variable; undefined for one that no module of nginx brings. */
export function variableCard(
  name: string,
  protocol: 'http' | 'stream',
  reference: NginxReference | undefined,
): Card | undefined {
  if (!isBuiltInVariable(name, protocol)) return undefined;
  const manual = referenceOfVariable(reference, name, protocol);
  const own = nginxVariableText(name);
  return {
    meaning: own ?? manual?.text,
    facts: [],
    manual: manual?.link ?? 'https://nginx.org/en/docs/varindex.html',
  };
}

/** True for a directive that some version of nginx takes in a context. */
export const standsIn = (info: NginxDirectiveInfo, context: NginxContext): boolean =>
  shapesIn(info, undefined).some(({ contexts }) => (contexts as readonly string[]).includes(context));
