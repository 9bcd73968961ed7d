import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { DeploymentView } from '../../server/src/levels/explain/view.ts';
import { explainedSettings, explainSetting, explanationLines } from '../../server/src/levels/explain.ts';
import { createDiskHost, uriOfPath } from '../../server/src/node/disk-host.ts';
import { createLanguageService } from '../../server/src/service.ts';

const triads = fileURLToPath(new URL('../../../shared/corpus/triads/', import.meta.url));
const logger = { info: () => {}, error: () => {} };

async function deploymentsIn(folder: string) {
  const service = createLanguageService({ host: createDiskHost(logger), logger });
  await service.workspace.setFolders([uriOfPath(folder)]);
  return service.deployments(service.workspace.snapshot);
}

/** Everything that can be said about a deployment. */
function allLines(deployment: DeploymentView): readonly string[] {
  const upstreams = [undefined, ...deployment.upstreams.map(({ upstream }) => upstream.name)];
  return (['supervisor', 'gunicorn', 'nginx'] as const).flatMap((language) =>
    explainedSettings(language).flatMap((name) =>
      upstreams.flatMap((upstream) => {
        const explanation = explainSetting({ language, name, upstream }, deployment);
        return explanation ? explanationLines(explanation) : [];
      }),
    ),
  );
}

test.skipIf(!existsSync(triads))(
  'real deployments are explained without a NaN (../shared/corpus)',
  async () => {
    const folders = readdirSync(triads).filter((_, index) => index % 4 === 0);
    let explained = 0;
    for (const folder of folders) {
      for (const deployment of await deploymentsIn(triads + folder)) {
        explained++;
        expect(
          allLines(deployment).filter((line) => /NaN|undefined|\[object/.test(line)),
          folder,
        ).toEqual([]);
      }
    }
    expect(explained).toBeGreaterThan(20);
  },
  120_000,
);
