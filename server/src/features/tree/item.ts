import type { Place } from '../../base/span.ts';
import type { Finding } from '../../model/finding.ts';

/** `unreached` holds the programs that no route leads to; `further` stands for those that are not listed. */
export type TreeKind =
  | 'deployment'
  | 'route'
  | 'upstream'
  | 'address'
  | 'program'
  | 'instance'
  | 'workers'
  | 'unreached'
  | 'further';

/** One line of the tree of deployments. */
export interface TreeItem {
  readonly kind: TreeKind;
  readonly label: string;
  /** What stands beside the label. */
  readonly detail: string;
  /** Where it is written; undefined for what is written nowhere. */
  readonly place: Place | undefined;
  /** The errors and warnings at its place and below it, each once. */
  readonly problems: readonly Finding[];
  /** The program of supervisord behind it, for scaling; undefined where there is none. */
  readonly program: string | undefined;
  readonly children: readonly TreeItem[];
}

/** What makes an item; what is left out is empty. */
export type ItemParts = Pick<TreeItem, 'kind' | 'label'> & Partial<TreeItem>;

/** An item whose problems are its own and those of its children. */
export function treeItem(parts: ItemParts): TreeItem {
  const { detail = '', place, problems = [], program, children = [] } = parts;
  const all = new Set([...problems, ...children.flatMap((child) => child.problems)]);
  return {
    kind: parts.kind,
    label: parts.label,
    detail,
    place,
    problems: [...all],
    program,
    children,
  };
}

/** More children than this are not listed one by one. */
const mostChildren = 64;

/** The items, of many the first ones and how many there are more. */
export const limited = (items: readonly TreeItem[]): readonly TreeItem[] =>
  items.length <= mostChildren
    ? items
    : [
        ...items.slice(0, mostChildren - 1),
        treeItem({ kind: 'further', label: `${items.length - mostChildren + 1} more` }),
      ];
