import type { ModelJson } from '../model-json.ts';
import type { Paint } from '../paint.ts';

type ProgramJson = ModelJson['programs'][number];
type UpstreamJson = ModelJson['upstreams'][number];

/** Deployments as a person reads them: from the door of nginx to the processes, with the sums at the end. */
export function modelText(deployments: readonly ModelJson[], paint: Paint): string {
  if (deployments.length === 0) return 'No deployment found.\n';
  return deployments.map((deployment) => `${deploymentText(deployment, paint)}\n`).join('\n');
}

function deploymentText(deployment: ModelJson, paint: Paint): string {
  const lines = [
    paint('bold', deployment.root),
    `  target: ${targetText(deployment.target)}`,
    ...deployment.files.map(({ path, kind }) => `  file: ${path} ${paint('dim', kind)}`),
    ...deployment.routes.map((route) => `  route: ${routeText(route)}`),
    ...deployment.upstreams.flatMap((upstream) => upstreamLines(upstream, paint)),
    ...deployment.programs.flatMap((program) => programLines(program, paint)),
    `  capacity: ${capacityText(deployment.capacity)}`,
  ];
  return lines.join('\n');
}

function targetText({ cores, memory, from }: ModelJson['target']): string {
  if (from === null) return 'not given';
  const gib = memory === null ? '' : `, ${Math.round((memory / 1024 ** 3) * 10) / 10} GiB`;
  return `${cores ?? 'unknown'} cores${gib} (${from})`;
}

const routeText = ({ listen, serverNames, location, passes }: ModelJson['routes'][number]): string =>
  `${listen.join(' ') || '?'} ${serverNames.join(' ')} ${location ?? ''} → ${passes}`.replace(/ {2,}/g, ' ');

const upstreamLines = ({ name, method, servers }: UpstreamJson, paint: Paint): readonly string[] => [
  `  upstream ${paint('bold', name)}: ${method}`,
  ...servers.map(({ address, boundBy, down, backup }) => {
    const notes = [
      boundBy ?? 'bound by nobody at hand',
      ...(down ? ['down'] : []),
      ...(backup ? ['backup'] : []),
    ];
    return `    ${address} ${paint('dim', notes.join(', '))}`;
  }),
];

const programLines = ({ name, kind, numprocs, instances }: ProgramJson, paint: Paint): readonly string[] => [
  `  ${kind} ${paint('bold', name)}: ${numprocs ?? 'an unknown number of'} instance${numprocs === 1 ? '' : 's'}`,
  ...instances.map((instance) => `    ${instance.name} ${paint('dim', serverText(instance.server))}`),
];

function serverText(server: ProgramJson['instances'][number]['server']): string {
  if (!server) return 'no application server that we know';
  const { kind, binds, concurrency } = server;
  const at = binds ? binds.join(' ') : 'unknown addresses';
  const formula = 'formula' in concurrency ? concurrency.formula : `unknown concurrency: ${concurrency.why}`;
  return `${kind} at ${at}, ${formula}`;
}

function capacityText(capacity: ModelJson['capacity']): string {
  const { instances, processes, threads, simultaneousRequests } = capacity;
  const parts = [
    `${instances} instances`,
    `${processes ?? 'unknown'} processes`,
    `${threads ?? 'unknown'} threads`,
    `${simultaneousRequests ?? 'unknown'} requests at once`,
  ];
  return parts.join(', ');
}
