import type { TextFile } from '../../server/src/base/file.ts';
import type { Deployment } from '../../server/src/model/deployment.ts';

/** A deployment that holds files and no meaning, for tests of what looks at texts alone. */
export const bareDeployment = (files: readonly TextFile[]): Deployment => ({
  root: 'file:///',
  files,
  profile: null,
  target: {
    cores: undefined,
    memory: undefined,
    memoryPerWorker: undefined,
    maxConnections: undefined,
    poolSize: undefined,
    maxOverflow: undefined,
    from: null,
  },
  versions: { supervisor: undefined, gunicorn: undefined, nginx: undefined, uvicorn: undefined },
  supervisor: [],
  nginx: [],
  gunicorn: [],
  programs: [],
  upstreams: [],
  routes: [],
  closed: true,
  absent: [],
  capacity: { instances: 0, processes: 0, threads: 0, simultaneousRequests: 0, workersPerCore: null },
  context: {
    scripts: [],
    systemdUnits: [],
    dockerfiles: [],
    composeFiles: [],
    requirements: [],
    modules: [],
  },
});
