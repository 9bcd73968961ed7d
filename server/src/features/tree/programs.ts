import { ifKnown } from '../../base/known.ts';
import { nameOf } from '../../base/uri.ts';
import { count } from '../../levels/words.ts';
import { addressKey } from '../../model/address.ts';
import type { Instance, Program, Reach } from '../../model/deployment.ts';
import type { AppServer } from '../../model/server/types.ts';
import { sectionPlace } from '../shared/section-place.ts';
import { workersText } from '../shared/workers-text.ts';
import { limited, type TreeItem, treeItem } from './item.ts';
import type { TreeScene } from './scene.ts';

/** A program with its instances. */
export function programItem(scene: TreeScene, program: Program): TreeItem {
  const place = sectionPlace(scene.deployment, program);
  const number = ifKnown(program.numprocs);
  return treeItem({
    kind: 'program',
    label: program.name,
    detail: number === undefined ? 'instances not known' : count(number, 'instance'),
    place: program.place,
    problems: scene.within(place),
    program: scalable(program),
    children: limited(program.instances.map((instance) => instanceItem(scene, program, instance))),
  });
}

/** The instance that an address reaches. */
export const reachItem = (scene: TreeScene, { program, instance, bind }: Reach): TreeItem =>
  instanceItem(scene, program, instance, bind.address ? addressKey(bind.address) : bind.text);

function instanceItem(
  scene: TreeScene,
  program: Program,
  { name, server }: Instance,
  address = addressesText(server),
): TreeItem {
  return treeItem({
    kind: 'instance',
    label: name,
    detail: address,
    place: program.place,
    problems: scene.within(sectionPlace(scene.deployment, program)),
    program: scalable(program),
    children: server ? [workersItem(scene, server)] : [],
  });
}

/** Only numprocs of supervisord can be changed by us. */
const scalable = ({ name, config }: Program): string | undefined => (config ? name : undefined);

const addressesText = (server: AppServer | null): string =>
  server?.binds.known
    ? server.binds.value.map(({ address, text }) => (address ? addressKey(address) : text)).join(', ')
    : '';

/** `4 workers × 2 threads` of a server, and the file that says so. */
function workersItem(scene: TreeScene, server: AppServer): TreeItem {
  const { concurrency, configFile } = server;
  const place = concurrencyPlace(server);
  const file = configFile?.file;
  const whole = file && { uri: file.uri, span: { start: 0, end: file.text.length + 1 } };
  return treeItem({
    kind: 'workers',
    label: concurrency.known ? workersText(concurrency.value) : 'workers not known',
    detail: [server.kind, ...(place ? [nameOf(place.uri)] : [])].join(' · '),
    place: place ?? server.words[0]?.place,
    problems: scene.within(whole),
  });
}

/** Where the number of workers is written; undefined for a default. */
function concurrencyPlace({ settings }: AppServer) {
  const workers = settings.get('workers');
  return workers?.known && workers.from !== 'default' ? workers.places[0] : undefined;
}
