import type { Edit } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import { programEdits } from './program.ts';
import { routeEdits } from './route.ts';
import { upstreamEdits, upstreamsOf } from './upstream.ts';
import { wantedOf } from './wanted.ts';

/** The edits that make a program run so many instances, or why they cannot be made. */
export type Scaling =
  | { readonly kind: 'edits'; readonly edits: readonly Edit[] }
  | { readonly kind: 'refused'; readonly why: string };

const refused = (why: string): Scaling => ({ kind: 'refused', why });

/** Supervisor itself sets no limit; more instances than this on one machine are a slip of the keyboard. */
const mostInstances = 1000;

/**
 * Makes a program of supervisord run `count` instances, and every upstream that reaches it name exactly those. One
 * instance with an address of its own gets a numbered one first, and where nginx passes to it directly, an upstream
 * is made. Refused where an address of an instance cannot be told or is taken.
 */
export function scale(deployment: Deployment, name: string, count: number): Scaling {
  const program = deployment.programs.find((one) => one.name === name && one.config);
  if (!program?.config) return refused(`There is no program '${name}' of supervisord here.`);
  if (!Number.isInteger(count) || count < 1 || count > mostInstances)
    return refused(`The number of instances must be from 1 to ${mostInstances}.`);
  const wanted = wantedOf(deployment, program, count);
  if (typeof wanted === 'string') return refused(wanted);
  const edits = [
    programEdits(wanted),
    ...upstreamsOf(wanted).map((one) => upstreamEdits(wanted, one)),
    routeEdits(wanted),
  ];
  const why = edits.find((one) => typeof one === 'string');
  return typeof why === 'string'
    ? refused(why)
    : { kind: 'edits', edits: distinct(edits.flatMap((one) => (typeof one === 'string' ? [] : one))) };
}

/**
 * Scales a program that a file defines in every deployment that has it, since several may share a file of nginx.
 * Refused as soon as one of them cannot follow.
 */
export function scaleEverywhere(
  deployments: readonly Deployment[],
  uri: string,
  name: string,
  count: number,
): Scaling {
  const own = deployments.filter(({ programs }) =>
    programs.some((one) => one.name === name && one.config && one.place.uri === uri),
  );
  if (own.length === 0) return refused(`There is no program '${name}' of supervisord here.`);
  const edits: Edit[] = [];
  for (const deployment of own) {
    const scaling = scale(deployment, name, count);
    if (scaling.kind === 'refused') return scaling;
    edits.push(...scaling.edits);
  }
  return { kind: 'edits', edits: distinct(edits) };
}

const distinct = (edits: readonly Edit[]): readonly Edit[] => [
  ...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values(),
];
