import { sameItems } from '../base/memo.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Finding, Severity } from '../model/finding.ts';
import {
  type DeploymentStatus,
  type StatusParams,
  statusNotification,
  treeChangedNotification,
} from './protocol.ts';
import type { Session } from './session.ts';

/**
 * Gives a function that tells our own client that the tree may have changed: the deployments or what is found in them
 * are others.
 */
export function treeTeller({ service, connection, log, options }: Session): () => void {
  if (!options.showsDeployments) return () => {};
  let told: readonly unknown[] = [];
  return () => {
    const { snapshot } = service.workspace;
    const now = [service.deployments(snapshot), ...service.findings(snapshot).values()];
    if (sameItems(told, now)) return;
    told = now;
    void connection
      .sendNotification(treeChangedNotification)
      .catch((error) => log.failure('Telling of the tree', error));
  };
}

/** Gives a function that tells our own client which deployments there are, when that changed. */
export function statusTeller(session: Session): () => void {
  if (!session.options.showsDeployments) return () => {};
  let told = '';
  return () => {
    const { snapshot } = session.service.workspace;
    const deployments = session.service.deployments(snapshot);
    const findings = session.service.findings(snapshot);
    const params: StatusParams = { deployments: deployments.map((one) => statusOf(session, one, findings)) };
    const now = JSON.stringify(params);
    if (now === told) return;
    told = now;
    void session.connection
      .sendNotification(statusNotification, params)
      .catch((error) => session.log.failure('Sending the status', error));
  };
}

function statusOf(
  { documents }: Session,
  { root, files, target, profile }: Deployment,
  findings: ReadonlyMap<string, readonly Finding[]>,
): DeploymentStatus {
  const found = files.flatMap(({ uri }) => findings.get(uri) ?? []);
  const countOf = (wanted: Severity): number => found.filter(({ severity }) => severity === wanted).length;
  return {
    root,
    files: files.map(({ uri }) => documents.external(uri)),
    cores: target.cores ?? null,
    memory: target.memory ?? null,
    targetFrom: target.from,
    profile: profile && documents.external(profile.file.uri),
    errors: countOf('error'),
    warnings: countOf('warning'),
  };
}
