import { RequestType0 } from 'vscode-languageserver';
import type * as features from '../../features/tree/item.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import { answering } from '../answer.ts';
import { placesOf } from '../places.ts';
import { type TreeNode, type TreeResult, treeRequest } from '../protocol.ts';
import type { Session } from '../session.ts';
import type { Feature } from './feature.ts';

/** The deployments as a tree, for our own client. */
export const treeFeature: Feature = {
  capabilities: {},
  register: (session) => {
    const answer = answering<void, TreeResult>(session.log, 'The tree', { deployments: [] }, () =>
      treeOf(session),
    );
    session.connection.onRequest(new RequestType0<TreeResult, void>(treeRequest), (token) =>
      answer(undefined, token),
    );
  },
};

const treeOf = (session: Session): TreeResult => ({
  deployments: nodesOf(session, session.service.tree(session.service.workspace.snapshot), ''),
});

/** Ids are made of labels, so that a node stays what it is when another comes before it. */
function nodesOf(session: Session, items: readonly features.TreeItem[], parent: string): readonly TreeNode[] {
  const used = new Map<string, number>();
  return items.map((item) => {
    const name = `${parent}/${item.kind} ${item.label}`;
    const before = used.get(name) ?? 0;
    used.set(name, before + 1);
    return nodeOf(session, item, before === 0 ? name : `${name} #${before + 1}`);
  });
}

function nodeOf(session: Session, item: features.TreeItem, id: string): TreeNode {
  const { kind, label, detail, place, problems, program, children } = item;
  const [at] = placesOf(session, session.service.workspace.snapshot, place ? [place] : []);
  return {
    id,
    kind,
    label,
    detail,
    place: at ?? null,
    errors: countOf(problems, 'error'),
    warnings: countOf(problems, 'warning'),
    program: program ?? null,
    children: nodesOf(session, children, id),
  };
}

const countOf = (problems: readonly Finding[], wanted: Severity): number =>
  problems.filter(({ severity }) => severity === wanted).length;
