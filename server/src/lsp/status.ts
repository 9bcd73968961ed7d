import type { Deployment } from '../model/deployment.ts';
import { type DeploymentStatus, type StatusParams, statusNotification } from './protocol.ts';
import type { Session } from './session.ts';

/** Gives a function that tells our own client which deployments there are, when that changed. */
export function statusTeller(session: Session): () => void {
  if (!session.options.rulePage) return () => {};
  let told = '';
  return () => {
    const deployments = session.service.deployments(session.service.workspace.snapshot);
    const params: StatusParams = { deployments: deployments.map((one) => statusOf(session, one)) };
    const now = JSON.stringify(params);
    if (now === told) return;
    told = now;
    void session.connection
      .sendNotification(statusNotification, params)
      .catch((error) => session.log.failure('Sending the status', error));
  };
}

const statusOf = (session: Session, deployment: Deployment): DeploymentStatus => ({
  root: deployment.root,
  files: deployment.files.map((file) => session.documents.external(file.uri)),
  cores: deployment.target.cores ?? null,
  memory: deployment.target.memory ?? null,
  targetFrom: deployment.target.from,
});
