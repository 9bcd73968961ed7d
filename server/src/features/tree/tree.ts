import { nameOf, relativePath } from '../../base/uri.ts';
import { bytes, count } from '../../levels/words.ts';
import type { Deployment, Target } from '../../model/deployment.ts';
import type { Finding } from '../../model/finding.ts';
import { reachedInstances } from '../../rules/reach.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { limited, type TreeItem, treeItem } from './item.ts';
import { programItem } from './programs.ts';
import { routeItem, upstreamItem } from './routes.ts';
import { problemsOf, sceneOf, type TreeScene } from './scene.ts';

/**
 * All deployments as a tree: what nginx serves, which upstream that leads to, which instances answer, with how many
 * workers. Programs that no route reaches stand at the end.
 */
export const deploymentTree = (
  { folders }: Snapshot,
  deployments: readonly Deployment[],
  findings: ReadonlyMap<string, readonly Finding[]>,
): readonly TreeItem[] =>
  deployments.map((deployment) => {
    const scene = sceneOf(deployment, findings);
    const file = deployment.supervisor[0]?.main ?? deployment.nginx[0]?.main ?? deployment.files[0];
    return treeItem({
      kind: 'deployment',
      label: labelOf(deployment.root, folders),
      detail: targetText(deployment.target),
      place: file && { uri: file.uri, span: { start: 0, end: 0 } },
      problems: problemsOf(deployment, findings),
      children: [...limited(entriesOf(scene)), ...unreachedItems(scene)],
    });
  });

/** The folder as one calls it in the workspace: below its folder, or by its own name. */
function labelOf(root: string, folders: readonly string[]): string {
  const folder = folders.find((one) => root.startsWith(`${one}/`));
  return (folder === undefined ? nameOf(root) : relativePath(folder, root)) || '/';
}

function targetText({ cores, memory, from }: Target): string {
  const parts = [
    ...(cores === undefined ? [] : [count(cores, 'core')]),
    ...(memory === undefined ? [] : [bytes(memory)]),
  ];
  return parts.length > 0 ? `${parts.join(', ')} (${from})` : 'no profile';
}

/** The routes, then the upstreams that no route uses. */
const entriesOf = (scene: TreeScene): readonly TreeItem[] => [
  ...scene.deployment.routes.map((route) => routeItem(scene, route)),
  ...scene.deployment.upstreams
    .filter(({ routes }) => routes.length === 0)
    .map((linked) => upstreamItem(scene, linked)),
];

/** The programs that no route reaches; where nginx is not at hand, they are all there is. */
function unreachedItems(scene: TreeScene): readonly TreeItem[] {
  const { deployment } = scene;
  const reached = reachedInstances(deployment);
  const programs = deployment.programs.filter(
    ({ instances }) => !instances.some((instance) => reached.has(instance)),
  );
  const items = limited(programs.map((program) => programItem(scene, program)));
  if (items.length === 0 || deployment.nginx.length === 0) return items;
  return [
    treeItem({
      kind: 'unreached',
      label: 'Not behind nginx',
      detail: count(programs.length, 'program'),
      children: items,
    }),
  ];
}
